#include "gauntlet/core/judge.hpp"

#include <gtest/gtest.h>

namespace gauntlet::core {
namespace {

Observation seen(Layer layer, Kind kind, std::optional<int> code = std::nullopt) {
    return {.at = "connack", .layer = layer, .kind = kind, .code = code, .text = "", .facts = {}};
}
Observation good() {
    return seen(Layer::mqtt, Kind::accepted, 0);
}

Evidence evidence(const Observation& observed) {
    return {.control_before = good(),
            .control_after = good(),
            .observed = {observed},
            .aftermath = {Aftermath::State::alive, "alive"},
            .harness_fault = ""};
}

Expectation refusal() {
    return {.rules = {expect_alert("connack", {45})}};
}
Expectation acceptance() {
    return {.rules = {expect("connack", accepted())}};
}

// Every layer, kind and a few codes: everything that a channel can report.
std::vector<Observation> every_observation() {
    std::vector<Observation> all;
    for (std::size_t layer = 0; layer < layer_names.size(); ++layer)
        for (std::size_t kind = 0; kind < kind_names.size(); ++kind)
            for (const std::optional<int> code :
                 {std::optional<int>(), std::optional(0), std::optional(5), std::optional(45)})
                all.push_back(seen(static_cast<Layer>(layer), static_cast<Kind>(kind), code));
    return all;
}

TEST(Judge, AlertThatIsAskedForPassesAndNothingElseDoes) {
    for (const Observation& o : every_observation()) {
        const bool asked = o.layer == Layer::tls && o.kind == Kind::alert && o.code == 45;
        EXPECT_EQ(judge(Level::must, refusal(), evidence(o)).verdict == Verdict::pass, asked)
            << to_string(o.layer) << ' ' << to_string(o.kind) << ' ' << o.code.value_or(-1);
    }
}

TEST(Judge, AnotherRefusalIsWeakAndAcceptanceOrSilenceFails) {
    for (const Observation& o : every_observation()) {
        if (o.layer == Layer::tls && o.kind == Kind::alert && o.code == 45)
            continue;
        const bool refusal_of_another_kind =
            (o.kind == Kind::alert && o.layer == Layer::tls) || o.kind == Kind::fin || o.kind == Kind::rst ||
            (o.kind == Kind::connack && o.layer == Layer::mqtt) || (o.kind == Kind::status && o.layer == Layer::http);
        EXPECT_EQ(judge(Level::must, refusal(), evidence(o)).verdict,
                  refusal_of_another_kind ? Verdict::weak : Verdict::fail)
            << to_string(o.layer) << ' ' << to_string(o.kind);
    }
}

TEST(Judge, NegativeScenarioNeedsBothControls) {
    for (const Observation& o : every_observation()) {
        if (o.kind == Kind::accepted)
            continue;
        for (const bool before : {true, false}) {
            Evidence e = evidence(seen(Layer::tls, Kind::alert, 45));
            (before ? e.control_before : e.control_after) = o;
            EXPECT_EQ(judge(Level::must, refusal(), e).verdict, Verdict::inconclusive);
            (before ? e.control_before : e.control_after) = std::nullopt;
            EXPECT_EQ(judge(Level::must, refusal(), e).verdict, Verdict::inconclusive);
        }
    }
}

TEST(Judge, WhatWasAcceptedWronglyFailsWhateverTheControlsSay) {
    Evidence e = evidence(good());
    e.control_after = seen(Layer::tcp, Kind::timeout);
    EXPECT_EQ(judge(Level::must, refusal(), e).verdict, Verdict::fail);
}

TEST(Judge, BrokerThatRefusesEveryoneFailsPositiveScenarios) {
    const Observation refused = seen(Layer::tls, Kind::alert, 40);
    Evidence e = evidence(refused);
    e.control_before = e.control_after = refused;
    EXPECT_EQ(judge(Level::must, acceptance(), e).verdict, Verdict::fail);
    EXPECT_EQ(judge(Level::must, refusal(), e).verdict, Verdict::inconclusive);
}

TEST(Judge, SomethingThatMustNotHappenNeedsControlsToo) {
    Expectation e = acceptance();
    e.negative = true;
    Evidence silent = evidence(good());
    silent.control_before = seen(Layer::tcp, Kind::timeout);
    EXPECT_EQ(judge(Level::must, e, silent).verdict, Verdict::inconclusive);
}

TEST(Judge, ControlMustMatchItsOwnPattern) {
    Expectation e = acceptance();
    e.control = with({}, "in-clear", {"user"});
    Evidence ev = evidence(good());
    EXPECT_EQ(judge(Level::must, e, ev).verdict, Verdict::inconclusive);
    ev.control_before->facts = ev.control_after->facts = {{"in-clear", "user"}};
    EXPECT_EQ(judge(Level::must, e, ev).verdict, Verdict::pass);
}

TEST(Judge, DeathAndUncleannessFailWhateverWasObserved) {
    for (const auto state : {Aftermath::State::died, Aftermath::State::unclean}) {
        Evidence e = evidence(good());
        e.aftermath = {state, "signal 11"};
        EXPECT_EQ(judge(Level::observe, acceptance(), e).verdict, Verdict::fail);
        EXPECT_NE(judge(Level::must, acceptance(), e).reason.find("signal 11"), std::string::npos);
    }
}

TEST(Judge, HarnessFaultIsInconclusiveWhateverWasObserved) {
    Evidence e = evidence(good());
    e.harness_fault = "no descriptors left";
    EXPECT_EQ(judge(Level::must, acceptance(), e).verdict, Verdict::inconclusive);
    e.aftermath.state = Aftermath::State::died;
    EXPECT_EQ(judge(Level::must, acceptance(), e).verdict, Verdict::inconclusive);
}

TEST(Judge, LevelsTurnAFaultIntoTheirOwnVerdict) {
    const Evidence e = evidence(seen(Layer::tcp, Kind::rst));
    EXPECT_EQ(judge(Level::must, acceptance(), e).verdict, Verdict::fail);
    EXPECT_EQ(judge(Level::policy, acceptance(), e).verdict, Verdict::fail);
    EXPECT_EQ(judge(Level::should, acceptance(), e).verdict, Verdict::weak);
    EXPECT_EQ(judge(Level::observe, acceptance(), e).verdict, Verdict::info);
}

TEST(Judge, NothingIsLearntFromABrokerThatServesNobody) {
    Evidence e = evidence(seen(Layer::tcp, Kind::rst));
    e.control_before = e.control_after = seen(Layer::tcp, Kind::rst);
    EXPECT_EQ(judge(Level::observe, acceptance(), e).verdict, Verdict::inconclusive);
}

TEST(Judge, MissingObservationIsInconclusiveUnlessTheRuleAllowsIt) {
    Expectation e = {.rules = {expect("connack", accepted()), expect("later", accepted())}};
    EXPECT_EQ(judge(Level::must, e, evidence(good())).verdict, Verdict::inconclusive);
    e.rules[1].if_reached = true;
    EXPECT_EQ(judge(Level::must, e, evidence(good())).verdict, Verdict::pass);
}

TEST(Judge, TheWorstRuleDecidesAndIsNamed) {
    const Expectation e = {.rules = {expect("connack", {accepted()}, refused()), expect("later", accepted())}};
    Evidence ev = evidence(seen(Layer::tcp, Kind::fin));
    ev.observed.push_back(seen(Layer::tcp, Kind::timeout));
    ev.observed.back().at = "later";
    const Judgement judgement = judge(Level::must, e, ev);
    // A rule that passes on no refusal makes no negative scenario.
    EXPECT_EQ(judgement.verdict, Verdict::fail);
    EXPECT_NE(judgement.reason.find("later"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::core
