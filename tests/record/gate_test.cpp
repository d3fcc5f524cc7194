#include "gauntlet/record/gate.hpp"

#include <gtest/gtest.h>

#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

struct Grounds {
    bool interrupted, bad_input, inconclusive, red, finding;
};

Gate gate_of(const Grounds& grounds) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/fine", core::Verdict::pass);
    run.signal = grounds.interrupted ? 2 : 0;
    if (grounds.inconclusive)
        tests::add(run, "mutual/open", core::Verdict::inconclusive);
    if (grounds.red)
        tests::add(run, "mutual/red", core::Verdict::fail);
    if (grounds.finding)
        run.findings = {{.id = "f1", .signature = "SIGSEGV"}};
    return gate(run, {.bad_input = grounds.bad_input ? "known.toml:1: bad" : "", .ctest = false});
}

TEST(Gate, PrecedenceOverEveryCombination) {
    for (unsigned bits = 0; bits < 32; ++bits) {
        const Grounds grounds{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0};
        const int expected = grounds.interrupted    ? 130
                             : grounds.bad_input    ? 2
                             : grounds.inconclusive ? 3
                             : grounds.red          ? 1
                             : grounds.finding      ? 5
                                                    : 0;
        const Gate gate = gate_of(grounds);
        EXPECT_EQ(gate.exit, expected) << bits;
        EXPECT_EQ(gate.reasons.size(), static_cast<std::size_t>(__builtin_popcount(bits))) << bits;
    }
}

TEST(Gate, SignalsAreNumbered) {
    record::Run run = tests::empty_run();
    run.signal = 15;
    EXPECT_EQ(gate(run).exit, 143);
    EXPECT_EQ(gate(run).reasons.at(0), "interrupted by signal 15");
}

TEST(Gate, NothingSelected) {
    const record::Run run = tests::empty_run();
    EXPECT_EQ(gate(run).exit, 4);
    EXPECT_EQ(gate(run, {.bad_input = "", .ctest = true}).exit, 77);
    EXPECT_EQ(gate(run).reasons,
              (std::vector<std::string>{"nothing was selected; 'gauntlet list' names what there is"}));
}

TEST(Gate, NothingThatRan) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::unsupported);
    tests::add(run, "mutual/b", core::Verdict::skipped);
    EXPECT_EQ(gate(run).exit, 4);
    EXPECT_EQ(gate(run, {.bad_input = "", .ctest = true}).exit, 77);
    EXPECT_EQ(gate(run).reasons, (std::vector<std::string>{"nothing ran: 2 cells unsupported or skipped"}));
    tests::add(run, "mutual/c", core::Verdict::info);
    EXPECT_EQ(gate(run), Gate{});
}

TEST(Gate, NothingThatRanYieldsToEverythingElse) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::skipped);
    run.findings = {{.id = "f1"}};
    EXPECT_EQ(gate(run, {.bad_input = "", .ctest = true}).exit, 5);
    run.faults = {"mosquitto did not start"};
    EXPECT_EQ(gate(run, {.bad_input = "", .ctest = true}).exit, 3);
    EXPECT_EQ(gate(run).reasons.at(0), "mosquitto did not start");
}

TEST(Gate, VerdictsThatDoNotGate) {
    record::Run run = tests::empty_run();
    for (const core::Verdict verdict : {core::Verdict::pass, core::Verdict::weak, core::Verdict::info,
                                        core::Verdict::unsupported, core::Verdict::skipped})
        tests::add(run, "mutual/" + std::string(core::to_string(verdict)), verdict);
    EXPECT_EQ(gate(run), Gate{});
}

TEST(Gate, WeakGatesOnlyWhereItIsAskedFor) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/weak", core::Verdict::weak);
    EXPECT_EQ(gate(run).exit, 0);
    run.fail_on = FailOn::weak;
    EXPECT_EQ(gate(run).exit, 1);
    EXPECT_EQ(gate(run).reasons, (std::vector<std::string>{"1 cell weak, under --fail-on weak"}));
    run.cells[0].known = Known{"known.toml", 1, "r"};
    EXPECT_EQ(gate(run), Gate{});
}

TEST(Gate, AKnownFailureIsExcusedAnotherIsNot) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::fail).known = Known{"known.toml", 1, "r"};
    EXPECT_EQ(gate(run), Gate{});
    tests::add(run, "mutual/b", core::Verdict::fail);
    EXPECT_EQ(gate(run).exit, 1);
    EXPECT_EQ(gate(run).reasons, (std::vector<std::string>{"1 cell failed, and no known failure excuses it"}));
}

TEST(Gate, AStaleKnownFailureIsRed) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::pass);
    run.stale = {{"known.toml", 7, run.cells[0].id()}};
    EXPECT_EQ(gate(run).exit, 1);
    EXPECT_EQ(gate(run).reasons.at(0),
              "known.toml:7: stale known failure: mosquitto/mqtts/mutual/a passed; remove the entry or narrow it");
}

TEST(Gate, EachKindOfEntryThatMustGoIsRedAndSaysWhy) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::fail).known = Known{"known.toml", 1, "r"};
    const auto reason_of = [&run](StaleWhy why) {
        run.stale = {{"known.toml", 7, run.cells[0].id(), why}};
        EXPECT_EQ(gate(run).exit, 1);
        return gate(run).reasons.at(0);
    };
    EXPECT_EQ(reason_of(StaleWhy::expired),
              "known.toml:7: expired known failure: `until` is over, and nothing excuses mosquitto/mqtts/mutual/a any "
              "more; mend the broker, or decide again");
    EXPECT_EQ(
        reason_of(StaleWhy::duplicate),
        "known.toml:7: duplicate known failure: another entry excuses mosquitto/mqtts/mutual/a already; keep one");
    EXPECT_EQ(reason_of(StaleWhy::unused),
              "known.toml:7: known failure of nothing: no cell of this run can be excused by it; remove the entry");
}

TEST(Gate, AnInconclusiveCellIsNeverExcused) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", core::Verdict::inconclusive).known = Known{"known.toml", 1, "r"};
    EXPECT_EQ(gate(run).exit, 3);
}

TEST(Gate, AFlawThatWasNotCaughtIsRed) {
    record::Run run = tests::empty_run();
    run.selftest = SelfTest{12, 12};
    EXPECT_EQ(gate(run), Gate{});
    run.selftest = SelfTest{11, 12};
    EXPECT_EQ(gate(run).exit, 1);
    EXPECT_EQ(gate(run).reasons.at(0), "1 of 12 flaws were not caught");
}

TEST(Gate, OfASelfTestWhatCameOutOtherwiseIsRedAndWhatIsRedAsItMustBeIsNot) {
    record::Run run = tests::empty_run();
    run.selftest = SelfTest{1, 1};
    tests::add(run, "mutual/a", core::Verdict::fail).proof = Proof{"ignores-crl", true, "fail", ""};
    tests::add(run, "mutual/b", core::Verdict::inconclusive).proof =
        Proof{"refuses-everyone", true, "inconclusive", ""};
    EXPECT_EQ(gate(run), Gate{});

    tests::add(run, "mutual/c", core::Verdict::pass).proof = Proof{"ignores-crl", true, "fail", "pass: as expected"};
    EXPECT_EQ(gate(run).exit, 1);
    EXPECT_EQ(gate(run).reasons, std::vector<std::string>{"1 cell not as the flaws and the laws say"});

    run.cells.back().verdict = core::Verdict::inconclusive;
    run.cells.back().evidence.harness_fault = "no descriptors left";
    EXPECT_EQ(gate(run).exit, 3);
    EXPECT_EQ(gate(run).reasons, std::vector<std::string>{"1 cell not decided by the harness"});
}

}  // namespace
}  // namespace gauntlet::record
