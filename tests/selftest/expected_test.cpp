#include "gauntlet/selftest/expected.hpp"

#include <gtest/gtest.h>

#include "some.hpp"

namespace gauntlet::selftest {
namespace {

using core::Flaw;
using core::Verdict;
using Verdicts = std::vector<Verdict>;

const std::vector<core::Scenario> scenarios{a_welcome(), a_refusal()};
const Fields fields(scenarios);

std::string wrong(const core::Scenario& scenario, MaybeFlaw flaw, const core::Observation& observed,
                  const core::Observation& control = welcome()) {
    return wrong_in(cell_of(scenario, flaw, observed, control), scenario, expected_of(scenario, flaw, fields), flaw);
}

TEST(Expected, WithoutAFlawEverythingPassesAndWhatIsObservedInforms) {
    core::Scenario scenario = a_refusal();
    EXPECT_EQ(expected_of(scenario, {}, fields).verdicts, Verdicts{Verdict::pass});
    EXPECT_EQ(wrong(scenario, {}, alert(45)), "");
    EXPECT_NE(wrong(scenario, {}, alert(40)), "") << "weak";
    EXPECT_NE(wrong(scenario, {}, welcome()), "") << "fail";
    EXPECT_NE(wrong(scenario, {}, alert(45), alert(45)), "") << "inconclusive";
    scenario.level = core::Level::observe;
    EXPECT_EQ(expected_of(scenario, {}, fields).verdicts, Verdicts{Verdict::info});
    EXPECT_EQ(wrong(scenario, {}, welcome()), "");
}

TEST(Expected, WhatNamesTheFlawFailsWithTheObservationThatItNames) {
    const core::Scenario scenario = a_refusal();
    const Flaw flaw = Flaw::ignores_not_after_of_leaf;
    EXPECT_TRUE(is_intended(scenario, flaw));
    EXPECT_EQ(wrong(scenario, flaw, welcome()), "");
    EXPECT_NE(wrong(scenario, flaw, alert(45)), "") << "not caught";
    EXPECT_NE(wrong(scenario, flaw, seen(core::Layer::tcp, core::Kind::timeout)), "") << "red for another reason";
}

TEST(Expected, AtLevelShouldTheFlawMakesItWeakAndAtObserveItInforms) {
    core::Scenario scenario = a_refusal();
    const Flaw flaw = Flaw::ignores_not_after_of_leaf;
    scenario.level = core::Level::should;
    EXPECT_EQ(expected_of(scenario, flaw, fields).verdicts, Verdicts{Verdict::weak});
    EXPECT_EQ(wrong(scenario, flaw, welcome()), "");
    scenario.level = core::Level::observe;
    EXPECT_EQ(expected_of(scenario, flaw, fields).verdicts, Verdicts{Verdict::info});
    EXPECT_EQ(wrong(scenario, flaw, welcome()), "");
    EXPECT_NE(wrong(scenario, flaw, alert(45)), "") << "the observation is missing, though info is right";
}

TEST(Expected, AFlawWhoseRefusalTheScenarioCallsWeakMakesItWeak) {
    core::Scenario scenario = a_refusal();
    scenario.flaws = {{Flaw::signs_with_sha1, "connack", core::alert({40})}};
    EXPECT_EQ(expected_of(scenario, Flaw::signs_with_sha1, fields).verdicts, Verdicts{Verdict::weak});
    EXPECT_EQ(wrong(scenario, Flaw::signs_with_sha1, alert(40)), "");
    EXPECT_NE(wrong(scenario, Flaw::signs_with_sha1, alert(48)), "") << "another alert than the flaw's";
    EXPECT_NE(wrong(scenario, Flaw::signs_with_sha1, welcome()), "");
}

TEST(Expected, EveryObservationThatAFlawIsNamedWithIsLookedAt) {
    core::Scenario scenario = a_refusal();
    scenario.flaws.push_back({Flaw::ignores_not_after_of_leaf, "handshake", core::handshake_done()});
    record::Cell cell = cell_of(scenario, Flaw::ignores_not_after_of_leaf, welcome());
    const Expected expected = expected_of(scenario, Flaw::ignores_not_after_of_leaf, fields);
    EXPECT_NE(wrong_in(cell, scenario, expected, Flaw::ignores_not_after_of_leaf), "");
    core::Observation handshake = seen(core::Layer::tls, core::Kind::accepted);
    handshake.at = "handshake";
    cell.evidence.observed.push_back(handshake);
    EXPECT_EQ(wrong_in(cell, scenario, expected, Flaw::ignores_not_after_of_leaf), "");
}

TEST(Expected, WhatDoesNotNameTheFlawComesOutAsWithoutOne) {
    const core::Scenario scenario = a_refusal();
    EXPECT_FALSE(is_intended(scenario, Flaw::ignores_crl));
    EXPECT_EQ(wrong(scenario, Flaw::ignores_crl, alert(45)), "");
    EXPECT_NE(wrong(scenario, Flaw::ignores_crl, welcome()), "");
    EXPECT_NE(wrong(scenario, Flaw::ignores_crl, alert(40)), "");
}

TEST(Expected, AFlawThatTurnsGoodClientsAwayMayMakeOthersInconclusiveByTheirControl) {
    const core::Scenario scenario = a_refusal();
    EXPECT_TRUE(fields.turns_good_clients_away(Flaw::demands_a_server_name));
    EXPECT_FALSE(fields.turns_good_clients_away(Flaw::ignores_not_after_of_leaf));
    EXPECT_EQ(wrong(scenario, Flaw::demands_a_server_name, alert(45), alert(112)), "");
    EXPECT_NE(wrong(scenario, Flaw::ignores_crl, alert(45), alert(112)), "") << "this one turns nobody away";

    record::Cell undecided = cell_of(scenario, Flaw::demands_a_server_name, alert(45));
    undecided.evidence.observed.clear();
    undecided.verdict = Verdict::inconclusive;
    EXPECT_NE(wrong_in(undecided, scenario, expected_of(scenario, Flaw::demands_a_server_name, fields),
                       Flaw::demands_a_server_name),
              "")
        << "inconclusive, and not by its control";
}

TEST(Expected, AFaultOfTheHarnessIsNeverRight) {
    const core::Scenario scenario = a_refusal();
    for (const MaybeFlaw flaw :
         {MaybeFlaw(), MaybeFlaw(Flaw::demands_a_server_name), MaybeFlaw(Flaw::refuses_everyone)}) {
        record::Cell cell = cell_of(scenario, flaw, alert(45), alert(112));
        cell.evidence.harness_fault = "no descriptors left";
        cell.verdict = Verdict::inconclusive;
        EXPECT_NE(wrong_in(cell, scenario, expected_of(scenario, flaw, fields), flaw), "");
    }
}

TEST(Laws, WhereNobodyIsServedNothingPasses) {
    for (const Flaw flaw : {Flaw::refuses_everyone, Flaw::accepts_and_never_answers}) {
        EXPECT_TRUE(is_intended(a_refusal(), flaw));
        EXPECT_EQ(expected_of(a_refusal(), flaw, fields).verdicts, Verdicts{Verdict::inconclusive});
        const core::Observation refusal = seen(core::Layer::mqtt, core::Kind::connack, 5);
        EXPECT_EQ(wrong(a_refusal(), flaw, alert(45), refusal), "");
        EXPECT_NE(wrong(a_refusal(), flaw, alert(45)), "") << "passed";
        EXPECT_EQ(wrong(a_welcome(), flaw, refusal, refusal), "");
        EXPECT_NE(wrong(a_welcome(), flaw, welcome()), "") << "passed";
    }
}

TEST(Laws, AFieldSaysMoreThanALaw) {
    core::Scenario scenario = a_welcome();
    scenario.flaws = {{Flaw::accepts_and_never_answers, "connack", {.kind = core::Kind::timeout}}};
    const Expected expected = expected_of(scenario, Flaw::accepts_and_never_answers, fields);
    EXPECT_EQ(expected.verdicts, Verdicts{Verdict::fail});
    EXPECT_EQ(expected.observed.size(), 1U);
}

TEST(Laws, ADeathThatNobodyNoticedIsWrong) {
    const core::Scenario scenario = a_refusal();
    const Flaw flaw = Flaw::crashes_after_a_refusal;
    EXPECT_NE(wrong(scenario, flaw, alert(45)), "") << "passed on a broker that must have died";
    record::Cell died = cell_of(scenario, flaw, alert(45));
    died.evidence.aftermath = {core::Aftermath::State::died, "signal 6"};
    died.verdict = Verdict::fail;
    EXPECT_EQ(wrong_in(died, scenario, expected_of(scenario, flaw, fields), flaw), "");
    died.verdict = Verdict::inconclusive;
    EXPECT_NE(wrong_in(died, scenario, expected_of(scenario, flaw, fields), flaw), "");
    EXPECT_EQ(wrong(a_welcome(), flaw, welcome()), "") << "nobody was refused";
}

TEST(Expected, IsToldInWords) {
    EXPECT_EQ(to_text(expected_of(a_refusal(), Flaw::ignores_not_after_of_leaf, fields)),
              "fail, with connack: mqtt accepted");
    EXPECT_EQ(to_text(expected_of(a_refusal(), Flaw::demands_a_server_name, fields)),
              "pass or inconclusive by its control");
    EXPECT_EQ(to_text(expected_of(a_refusal(), {}, fields)), "pass");
}

}  // namespace
}  // namespace gauntlet::selftest
