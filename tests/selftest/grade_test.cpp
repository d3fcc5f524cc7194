#include "gauntlet/selftest/grade.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "gauntlet/record/gate.hpp"
#include "some.hpp"

namespace gauntlet::selftest {
namespace {

using core::Flaw;

const std::vector<core::Scenario> scenarios{a_welcome(), a_refusal()};

record::Run graded(std::vector<record::Cell> cells) {
    record::Run run;
    run.cells = std::move(cells);
    grade(run, Grader(scenarios));
    return run;
}

const record::Cell caught = cell_of(a_refusal(), Flaw::ignores_not_after_of_leaf, welcome());
const record::Cell missed = cell_of(a_refusal(), Flaw::ignores_not_after_of_leaf, alert(45));
const record::Cell untouched = cell_of(a_refusal(), {}, alert(45));
const record::Cell collateral = cell_of(a_welcome(), Flaw::ignores_not_after_of_leaf, alert(45), alert(45));

TEST(Grade, CountsTheFlawsThatWereCaught) {
    const record::Run run = graded({caught, untouched});
    EXPECT_EQ(run.selftest, (record::SelfTest{1, 1}));
    EXPECT_EQ(run.cells[0].proof->flaw, "ignores-not-after-of-leaf");
    EXPECT_TRUE(run.cells[0].proof->intended);
    EXPECT_EQ(run.cells[1].proof->flaw, "");
    EXPECT_FALSE(run.cells[1].proof->intended);
    EXPECT_EQ(record::gate(run).exit, record::exit_as_expected);
}

TEST(Grade, AFlawIsCaughtWhereEveryCellThatIsMeantToShowItDoes) {
    record::Cell on_wss = missed;
    on_wss.transport = core::Transport::wss;
    const record::Run run = graded({caught, on_wss});
    EXPECT_EQ(run.selftest, (record::SelfTest{0, 1}));
    EXPECT_EQ(record::gate(run).exit, record::exit_gate);
}

TEST(Grade, AnUnintendedRedCellClosesTheGateThoughEveryFlawWasCaught) {
    const record::Run run = graded({caught, collateral});
    EXPECT_EQ(run.selftest, (record::SelfTest{1, 1}));
    EXPECT_FALSE(run.cells[1].proof->wrong.empty());
    EXPECT_EQ(record::gate(run).exit, record::exit_gate);
}

TEST(Grade, ARedCellOfTheCorrectBrokerClosesTheGate) {
    const record::Run run = graded({cell_of(a_refusal(), {}, welcome())});
    EXPECT_EQ(run.selftest, (record::SelfTest{0, 0}));
    EXPECT_EQ(record::gate(run).exit, record::exit_gate);
}

TEST(Grade, AFaultOfTheHarnessIsInfrastructure) {
    record::Cell cell = caught;
    cell.evidence.harness_fault = "no descriptors left";
    cell.verdict = core::Verdict::inconclusive;
    cell.reason = "the harness could not do its part";
    const record::Run run = graded({cell});
    EXPECT_EQ(run.selftest, (record::SelfTest{0, 1}));
    EXPECT_EQ(record::gate(run).exit, record::exit_infrastructure);
}

TEST(Grade, WhatDidNotRunIsNotCaught) {
    record::Cell cell = caught;
    cell.tries = 0;
    cell.verdict = core::Verdict::unsupported;
    cell.reason = "has no crl";
    const record::Run run = graded({cell});
    EXPECT_EQ(run.selftest, (record::SelfTest{0, 1}));
    EXPECT_EQ(run.cells[0].proof->wrong, "unsupported: has no crl");
    EXPECT_EQ(record::gate(run).exit, record::exit_gate);
}

TEST(Grade, RefusesCellsOfOtherBrokersAndScenarios) {
    record::Cell cell = caught;
    cell.broker = "mosquitto";
    EXPECT_THROW(graded({cell}), std::out_of_range);
    cell = caught;
    cell.scenario = "some/other";
    EXPECT_THROW(graded({cell}), std::out_of_range);
}

TEST(Subject, NamesAreInverse) {
    EXPECT_EQ(subject_name({}), "reference");
    EXPECT_EQ(flaw_of_subject("reference"), MaybeFlaw());
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        EXPECT_EQ(flaw_of_subject(subject_name(static_cast<Flaw>(i))), static_cast<Flaw>(i));
    EXPECT_THROW(flaw_of_subject("reference+nothing-of-the-kind"), std::invalid_argument);
}

}  // namespace
}  // namespace gauntlet::selftest
