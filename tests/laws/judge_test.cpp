// Law 2: the judge, on every scenario's expectation and everything that a channel can report, against a second
// statement of the rule that shares no code with the first.
#include "gauntlet/core/judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gauntlet/scenarios/catalogue.hpp"

namespace gauntlet::core {
namespace {

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> list = scenarios::all();
    return list;
}

bool is_covered(const Pattern& pattern, const Observation& seen) {
    const bool layer = !pattern.layer || pattern.layer.value() == seen.layer;
    const bool kind = !pattern.kind || pattern.kind.value() == seen.kind;
    bool code = pattern.codes.empty();
    for (const int allowed : pattern.codes)
        code = code || (seen.code.has_value() && seen.code.value() == allowed);
    bool facts = true;
    for (const FactRule& rule : pattern.facts) {
        bool found = false;
        for (const Fact& fact : seen.facts)
            if (fact.name == rule.name) {
                found = std::count(rule.one_of.begin(), rule.one_of.end(), fact.value) > 0;
                break;
            }
        facts = facts && found;
    }
    return layer && kind && code && facts;
}

bool covers_one(const std::vector<Pattern>& patterns, const Observation& seen) {
    for (const Pattern& pattern : patterns)
        if (is_covered(pattern, seen))
            return true;
    return false;
}

// A refusal can be told from a fault of the broker only by what good clients get: such are the scenarios that pass
// where something did not happen.
bool passes_on_an_end(const Expectation& expectation) {
    std::set<Kind> passing;
    for (const Rule& rule : expectation.rules)
        for (const Pattern& pattern : rule.pass)
            if (pattern.kind)
                passing.insert(*pattern.kind);
    passing.erase(Kind::accepted);
    passing.erase(Kind::packet);
    return expectation.negative || !passing.empty();
}

enum class Controls { good, bad, absent };

// The rule: at one label something was seen, everywhere else what passes.
Verdict ruled(const Scenario& scenario, const Rule& rule, const Observation& seen, Controls controls) {
    const bool passes = covers_one(rule.pass, seen);
    const bool weak = !passes && covers_one(rule.weak, seen);
    const bool fails = !passes && !weak;
    if (controls != Controls::good) {
        // Clear without a control: accepted what must not be; not accepted what must, where nothing else passes.
        const bool clear =
            (fails && seen.kind == Kind::accepted) || (!passes && !passes_on_an_end(scenario.expectation));
        if (!clear || scenario.level == Level::observe)
            return Verdict::inconclusive;
    }
    if (scenario.level == Level::observe)
        return Verdict::info;
    if (passes)
        return Verdict::pass;
    if (weak || scenario.level == Level::should)
        return Verdict::weak;
    return Verdict::fail;
}

Observation example_of(const Pattern& pattern, const std::string& at) {
    Observation seen;
    seen.at = at;
    seen.layer = pattern.layer.value_or(Layer::tcp);
    seen.kind = pattern.kind.value_or(Kind::fin);
    if (!pattern.codes.empty())
        seen.code = pattern.codes.back();
    for (const FactRule& rule : pattern.facts)
        seen.facts.push_back({rule.name, rule.one_of.back()});
    return seen;
}

// The codes that the rule tells apart, one that it does not name, and none.
std::set<std::optional<int>> codes_of(const Rule& rule) {
    std::set<std::optional<int>> codes{std::nullopt, 0, 254};
    for (const std::vector<Pattern>* patterns : {&rule.pass, &rule.weak})
        for (const Pattern& pattern : *patterns)
            codes.insert(pattern.codes.begin(), pattern.codes.end());
    return codes;
}

// No facts, and for each pattern the facts that it asks for, and the first of them with another value.
std::vector<std::vector<Fact>> facts_of(const Rule& rule) {
    std::vector<std::vector<Fact>> all{{}};
    for (const std::vector<Pattern>* patterns : {&rule.pass, &rule.weak})
        for (const Pattern& pattern : *patterns) {
            if (pattern.facts.empty())
                continue;
            all.push_back(example_of(pattern, rule.at).facts);
            all.push_back(all.back());
            all.back().front().value += " or rather not";
        }
    return all;
}

std::vector<Observation> every_observation(const Rule& rule) {
    std::vector<Observation> all;
    for (std::size_t layer = 0; layer < layer_names.size(); ++layer)
        for (std::size_t kind = 0; kind < kind_names.size(); ++kind)
            for (const std::optional<int>& code : codes_of(rule))
                for (const std::vector<Fact>& facts : facts_of(rule)) {
                    Observation seen;
                    seen.at = rule.at;
                    seen.layer = static_cast<Layer>(layer);
                    seen.kind = static_cast<Kind>(kind);
                    seen.code = code;
                    seen.facts = facts;
                    all.push_back(seen);
                }
    return all;
}

// What passes, everywhere.
Evidence good_evidence(const Expectation& expectation) {
    Evidence evidence;
    evidence.aftermath = {Aftermath::State::alive, "alive"};
    for (const Rule& rule : expectation.rules)
        evidence.observed.push_back(example_of(rule.pass.front(), rule.at));
    return evidence;
}

std::optional<Observation> control_of(const Expectation& expectation, Controls controls) {
    if (controls == Controls::absent)
        return std::nullopt;
    if (controls == Controls::good)
        return example_of(expectation.control, "connack");
    Observation silence;
    silence.at = "connack";
    silence.kind = Kind::timeout;
    return silence;
}

struct Count {
    std::size_t judged = 0;
    std::set<Verdict> verdicts;
};

void judge_all(const Scenario& scenario, const Rule& rule, Controls controls, Count& count) {
    Evidence evidence = good_evidence(scenario.expectation);
    evidence.control_before = evidence.control_after = control_of(scenario.expectation, controls);
    const auto at_rule = static_cast<std::size_t>(&rule - scenario.expectation.rules.data());
    for (const Observation& seen : every_observation(rule)) {
        evidence.observed[at_rule] = seen;
        const Judgement judgement = judge(scenario.level, scenario.expectation, evidence);
        ASSERT_EQ(judgement.verdict, ruled(scenario, rule, seen, controls))
            << scenario.id() << " at " << rule.at << ": " << to_string(seen.layer) << ' ' << to_string(seen.kind) << ' '
            << seen.code.value_or(-1) << ", controls " << static_cast<int>(controls) << ": " << judgement.reason;
        ASSERT_FALSE(judgement.reason.empty());
        count.verdicts.insert(judgement.verdict);
        ++count.judged;
    }
}

TEST(Judge, IsRightForEveryExpectationAndEveryObservation) {
    Count count;
    for (const Scenario& scenario : scenarios())
        for (const Rule& rule : scenario.expectation.rules)
            for (const Controls controls : {Controls::good, Controls::bad, Controls::absent})
                judge_all(scenario, rule, controls, count);
    RecordProperty("judged", static_cast<int>(count.judged));
    EXPECT_GT(count.judged, 250'000U);
    EXPECT_EQ(count.verdicts,
              (std::set<Verdict>{Verdict::pass, Verdict::weak, Verdict::fail, Verdict::info, Verdict::inconclusive}));
}

TEST(Judge, NothingAtALabelIsInconclusiveUnlessTheRuleAllowsIt) {
    for (const Scenario& scenario : scenarios())
        for (std::size_t i = 0; i < scenario.expectation.rules.size(); ++i) {
            Evidence evidence = good_evidence(scenario.expectation);
            evidence.control_before = evidence.control_after = control_of(scenario.expectation, Controls::good);
            evidence.observed.erase(evidence.observed.begin() + static_cast<std::ptrdiff_t>(i));
            const Verdict verdict = judge(scenario.level, scenario.expectation, evidence).verdict;
            const Verdict whole = scenario.level == Level::observe ? Verdict::info : Verdict::pass;
            EXPECT_EQ(verdict, scenario.expectation.rules[i].if_reached ? whole : Verdict::inconclusive)
                << scenario.id();
        }
}

TEST(Judge, ADeathFailsAndAFaultOfTheHarnessIsInconclusiveWhateverWasObserved) {
    for (const Scenario& scenario : scenarios()) {
        Evidence evidence = good_evidence(scenario.expectation);
        evidence.control_before = evidence.control_after = control_of(scenario.expectation, Controls::good);
        for (const Aftermath::State state : {Aftermath::State::died, Aftermath::State::unclean}) {
            evidence.aftermath = {state, "signal 11"};
            EXPECT_EQ(judge(scenario.level, scenario.expectation, evidence).verdict, Verdict::fail) << scenario.id();
        }
        evidence.harness_fault = "no descriptors left";
        EXPECT_EQ(judge(scenario.level, scenario.expectation, evidence).verdict, Verdict::inconclusive)
            << scenario.id();
    }
}

}  // namespace
}  // namespace gauntlet::core
