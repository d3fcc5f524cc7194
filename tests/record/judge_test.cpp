#include "gauntlet/record/judge.hpp"

#include <gtest/gtest.h>

#include "gauntlet/record/json.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

using core::Verdict;

core::Judgement judgement_of(const Cell& cell) {
    const ScenarioText scenario = tests::expired_scenario(cell.scenario);
    return judge(scenario.level, scenario.expectation, cell);
}

// As the program that wrote the record judged it.
record::Run judged_run() {
    record::Run run = tests::empty_run();
    for (const char* id : {"mutual/a", "mutual/b"}) {
        Cell& cell = tests::add(run, id, Verdict::pass);
        const core::Judgement judgement = judgement_of(cell);
        cell.verdict = judgement.verdict;
        cell.reason = judgement.reason;
    }
    return run;
}

TEST(Judge, OneTryIsJudgedByCore) {
    const record::Run run = judged_run();
    EXPECT_EQ(run.cells[0].verdict, Verdict::pass);
    Cell cell = run.cells[0];
    cell.evidence.observed[0].kind = core::Kind::accepted;
    EXPECT_EQ(judgement_of(cell).verdict, Verdict::fail);
}

TEST(Judge, ADeathThatComesAgainIsAFail) {
    Cell cell = tests::cell_of("mutual/a", Verdict::inconclusive);
    cell.earlier = {cell.evidence};
    cell.earlier[0].aftermath = {core::Aftermath::State::died, "ended by signal 11"};
    cell.evidence.aftermath = {core::Aftermath::State::died, "ended by signal 6"};
    EXPECT_EQ(judgement_of(cell), (core::Judgement{Verdict::fail,
                                                   "the broker died, and again when the cell ran alone: "
                                                   "ended by signal 6"}));
}

TEST(Judge, ACrashInTheLogThatComesAgainIsAFail) {
    Cell cell = tests::cell_of("mutual/a", Verdict::inconclusive);
    cell.evidence.aftermath = {core::Aftermath::State::unclean, "log: AddressSanitizer"};
    cell.earlier = {cell.evidence};
    EXPECT_EQ(judgement_of(cell),
              (core::Judgement{Verdict::fail,
                               "the broker was not clean afterwards, and again when the cell ran alone: "
                               "log: AddressSanitizer"}));
    cell.evidence.aftermath = {core::Aftermath::State::alive, "alive"};
    EXPECT_EQ(judgement_of(cell).verdict, Verdict::inconclusive);
}

TEST(Judge, ADeathThatDoesNotComeAgainIsInconclusiveThoughTheSecondTryWasGood) {
    Cell cell = tests::cell_of("mutual/a", Verdict::inconclusive);
    cell.earlier = {cell.evidence};
    cell.earlier[0].aftermath = {core::Aftermath::State::died, "ended by signal 11"};
    EXPECT_EQ(judgement_of(cell), (core::Judgement{Verdict::inconclusive,
                                                   "the broker died while the cell was open (ended by signal 11), but "
                                                   "not when the cell ran again, alone"}));
    cell.evidence.harness_fault = "no port";
    EXPECT_EQ(judgement_of(cell).verdict, Verdict::inconclusive);
    EXPECT_NE(judgement_of(cell).reason.find("no port"), std::string::npos);
}

TEST(Judge, AfterADeathASecondTryThatFailsByItselfIsAFail) {
    Cell cell = judged_run().cells[0];
    cell.earlier = {cell.evidence};
    cell.earlier[0].aftermath = {core::Aftermath::State::died, "ended by signal 11"};
    EXPECT_EQ(judgement_of(cell).verdict, Verdict::inconclusive);
    cell.evidence.observed[0].kind = core::Kind::accepted;
    cell.evidence.observed[0].text = "CONNACK 0";
    EXPECT_EQ(judgement_of(cell),
              (core::Judgement{Verdict::fail,
                               "the broker died while the cell was open (ended by signal 11), and the cell that ran "
                               "again, alone, failed: at connack: CONNACK 0"}));
}

TEST(Rejudge, AnUntouchedRecordDoesNotChange) {
    record::Run run = from_json(to_json(judged_run()), "record.json");
    EXPECT_TRUE(rejudge(run).empty());
    EXPECT_EQ(run, judged_run());
}

TEST(Rejudge, FindsWhatAnotherExpectationChanges) {
    record::Run run = judged_run();
    run.scenarios[1].expectation.rules = {core::expect("connack", core::accepted())};
    run = from_json(to_json(run), "record.json");
    const std::vector<Change> changes = rejudge(run);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].cell, "mosquitto/mqtts/mutual/b");
    EXPECT_EQ(changes[0].before.verdict, Verdict::pass);
    EXPECT_EQ(changes[0].after.verdict, Verdict::fail);
    EXPECT_EQ(run.cells[1].verdict, Verdict::fail);
    EXPECT_EQ(run.cells[1].reason, changes[0].after.reason);
    EXPECT_EQ(run.cells[0], judged_run().cells[0]);
}

TEST(Rejudge, FindsAVerdictThatWasTamperedWith) {
    record::Run run = judged_run();
    run.cells[0].evidence.observed[0].code = 42;
    const auto changes = rejudge(run);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].after.verdict, Verdict::weak);
}

TEST(Rejudge, AMarkGoesWithTheFailure) {
    record::Run run = judged_run();
    run.cells[0].verdict = Verdict::fail;
    run.cells[0].known = Known{"known.toml", 1, "r"};
    EXPECT_EQ(rejudge(run).size(), 1U);
    EXPECT_EQ(run.cells[0].verdict, Verdict::pass);
    EXPECT_FALSE(run.cells[0].known);
}

TEST(Rejudge, WhatDidNotRunIsLeftAlone) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::unsupported);
    tests::add(run, "mutual/b", Verdict::skipped);
    const record::Run before = run;
    EXPECT_TRUE(rejudge(run).empty());
    EXPECT_EQ(run, before);
}

}  // namespace
}  // namespace gauntlet::record
