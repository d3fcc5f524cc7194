// A broker that refuses everyone in the handshake, dies or answers late proves nothing by what it refuses (law 3), and
// passes nothing. Here are the vices that no flaw of the reference broker has; tests/laws/program has the others: to
// refuse every login, and to never answer.
#include <gtest/gtest.h>

#include <algorithm>

#include "gauntlet/record/gate.hpp"
#include "whole_run.hpp"

namespace gauntlet::tests {
namespace {

using core::Verdict;

bool starts_with(const std::string& text, const std::string& beginning) {
    return text.rfind(beginning, 0) == 0;
}

std::string test_name(const testing::TestParamInfo<BadPeer>& info) {
    std::string name = info.param.name;
    for (char& c : name)
        if (c == '-')
            c = '_';
    return name;
}

bool needs(const WholeRun& run, const record::Cell& cell, const char* capability) {
    const std::vector<std::string>& all = scenario_of(run, cell).needs;
    return std::find(all.begin(), all.end(), capability) != all.end();
}

// The peers read no files, and all of their listeners are alike.
bool is_beyond_peers(const WholeRun& run, const record::Cell& cell) {
    return needs(run, cell, "reload") || needs(run, cell, "one-way-listener");
}

// Nothing is refused for a reason and nobody is served: no scenario passes or informs, and what a negative one asks for
// is inconclusive, though it was seen.
class ServesNobody : public testing::TestWithParam<BadPeer> {};

TEST_P(ServesNobody, PassesNothing) {
    const WholeRun run = run_on(GetParam());
    EXPECT_EQ(run.result.exit, record::exit_infrastructure) << run.result.out << run.result.err;
    EXPECT_EQ(run.record.exit, run.result.exit);
    int saved_by_the_controls = 0;
    for (const record::Cell& cell : run.record.cells) {
        if (is_beyond_peers(run, cell))
            continue;
        EXPECT_TRUE(cell.verdict == Verdict::fail || cell.verdict == Verdict::inconclusive ||
                    (cell.verdict == Verdict::weak && !is_negative(run, cell)))
            << line_of(cell);
        if (cell.verdict != Verdict::inconclusive)
            continue;
        EXPECT_TRUE(starts_with(cell.reason, "the control ")) << line_of(cell);
        saved_by_the_controls += is_negative(run, cell) && with_good_controls(run, cell) == Verdict::pass ? 1 : 0;
    }
    RecordProperty("saved_by_the_controls", saved_by_the_controls);
    // Otherwise the run would show nothing: refusals came that were asked for, and only the controls spoke against
    // them.
    EXPECT_GE(saved_by_the_controls, 4);
}

const Arguments to_clients{"--select", "mutual/*", "--select", "broken-chain/*", "--select", "!broken-chain/given-*"};
// Waiting takes no processor: many cells wait at once, each for half a second a step.
const Arguments impatient{"--timeout", "0.5", "--jobs", "64"};

INSTANTIATE_TEST_SUITE_P(
    BadPeers, ServesNobody,
    testing::Values(
        BadPeer{.name = "alerts-handshake-failure", .mode = {"alerts", "40"}, .arguments = {"--timeout", "2"}},
        BadPeer{.name = "alerts-unknown-ca", .mode = {"alerts", "48"}, .arguments = to_clients},
        BadPeer{.name = "alerts-protocol-version",
                .mode = {"alerts", "70"},
                .arguments = {"--select", "protocol-version/*"}},
        // 10 is X509_V_ERR_CERT_HAS_EXPIRED: alert 45, in TLS 1.3 after the client's handshake.
        BadPeer{.name = "denies-as-expired", .mode = {"denies", "10"}, .arguments = to_clients},
        BadPeer{.name = "closes", .mode = {"closes"}, .arguments = {"--timeout", "2"}},
        BadPeer{.name = "resets", .mode = {"resets"}, .arguments = {"--select", "*/*1-3", "--timeout", "2"}},
        BadPeer{.name = "contradicts",
                .mode = {"contradicts", "5"},
                .arguments = {"--select", "one-way/*", "--timeout", "2"}},
        BadPeer{.name = "late", .mode = {"late", "4000"}, .arguments = impatient}),
    test_name);

// Whether each conversation has a broker of its own, which gets one CONNECT.
bool boots(const WholeRun& run, const record::Cell& cell) {
    return needs(run, cell, "restart");
}

// It ends at a CONNECT, and so it does where the cell runs again, alone: the cell fails (law 11).
class Dies : public testing::TestWithParam<BadPeer> {};

TEST_P(Dies, FailsEverything) {
    const WholeRun run = run_on(GetParam());
    EXPECT_EQ(run.result.exit, record::exit_gate) << run.result.out << run.result.err;
    const bool at_first = GetParam().mode.back() == "1";
    int died = 0;
    for (const record::Cell& cell : run.record.cells) {
        if (is_beyond_peers(run, cell) || (!at_first && boots(run, cell)))
            continue;
        EXPECT_EQ(cell.verdict, Verdict::fail) << line_of(cell);
        EXPECT_TRUE(starts_with(cell.reason, "the broker died, and again when the cell ran alone: ")) << line_of(cell);
        ++died;
    }
    EXPECT_GT(died, 100);
}

INSTANTIATE_TEST_SUITE_P(BadPeers, Dies,
                         testing::Values(BadPeer{.name = "dies-at-first",
                                                 .mode = {"dies", "1"},
                                                 .arguments = {"--select", "one-way/*", "--select", "mutual/*",
                                                               "--select", "broken-chain/given-*"},
                                                 .one_listener = true},
                                         BadPeer{
                                             .name = "dies-at-second", .mode = {"dies", "2"}, .one_listener = true}),
                         test_name);

// A port that closes every connection never becomes ready, which is no refusal to start either.
TEST(BadPeers, OneThatHangsUpIsNotReadyAndPassesNothing) {
    const WholeRun run =
        run_on({.name = "hangs-up",
                .mode = {"hangs-up"},
                .arguments = {"--select", "mutual/*", "--select", "broken-chain/given-*", "--jobs", "32"},
                .deadline_ms = 1000});
    EXPECT_EQ(run.result.exit, record::exit_infrastructure) << run.result.out << run.result.err;
    EXPECT_GT(run.record.cells.size(), 50U);
    for (const record::Cell& cell : run.record.cells) {
        if (is_beyond_peers(run, cell)) {
            EXPECT_EQ(cell.verdict, Verdict::unsupported) << line_of(cell);
            continue;
        }
        EXPECT_EQ(cell.verdict, Verdict::inconclusive) << line_of(cell);
        EXPECT_NE(cell.reason.find("ready"), std::string::npos) << line_of(cell);
    }
}

// It answers late, but in time, and accepts everybody: patience must not turn a late welcome into a refusal.
TEST(BadPeers, OneThatAcceptsEverybodyLateFailsEveryNegativeScenario) {
    // Without those that wait for messages, which the peer never delivers, and without a crowd, which it would hold up.
    const WholeRun run =
        run_on({.name = "slow",
                .mode = {"late", "300"},
                .arguments = {"--select", "mutual/*", "--select", "broken-chain/*", "--select", "!broken-chain/given-*",
                              "--select", "!mutual/nothing-executed-*", "--select", "!mutual/identity-*", "--select",
                              "!mutual/refused-clients-*", "--jobs", "32"}});
    EXPECT_EQ(run.result.exit, record::exit_gate) << run.result.out << run.result.err;
    int negative = 0;
    int good = 0;
    for (const record::Cell& cell : run.record.cells) {
        negative += is_negative(run, cell) ? 1 : 0;
        if (is_negative(run, cell) && scenario_of(run, cell).level != core::Level::observe &&
            !is_beyond_peers(run, cell)) {
            EXPECT_EQ(cell.verdict, Verdict::fail) << line_of(cell);
        }
        if (scenario_of(run, cell).check == "mutual/good") {
            EXPECT_EQ(cell.verdict, Verdict::pass) << line_of(cell);
            ++good;
        }
    }
    EXPECT_GT(negative, 50);
    EXPECT_EQ(good, 2);
}

// What the peer is without a vice: a broker that logs clients in. So what is seen above is due to the vices.
TEST(BadPeers, AGoodOneLogsClientsIn) {
    for (const char* check : {"one-way/connect/*", "mutual/good/*"}) {
        const WholeRun run = run_on({.name = "good", .mode = {"good"}, .arguments = {"--select", check}});
        EXPECT_EQ(run.result.exit, record::exit_as_expected) << run.result.out << run.result.err;
        EXPECT_GE(run.record.cells.size(), 2U);
        for (const record::Cell& cell : run.record.cells)
            EXPECT_EQ(cell.verdict, Verdict::pass) << line_of(cell);
    }
}

}  // namespace
}  // namespace gauntlet::tests
