#include "gauntlet/core/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::core {

namespace {

enum class Match : std::uint8_t { pass, weak, fail, missing };

struct RuleResult {
    Match match = Match::pass;
    const Rule* rule = nullptr;
    const Observation* observation = nullptr;
};

RuleResult apply(const Rule& rule, const Evidence& evidence) {
    const auto seen = std::find_if(evidence.observed.begin(), evidence.observed.end(),
                                   [&rule](const Observation& o) { return o.at == rule.at; });
    if (seen == evidence.observed.end())
        return {rule.if_reached ? Match::pass : Match::missing, &rule, nullptr};
    const auto any = [&seen](const std::vector<Pattern>& patterns) {
        return std::any_of(patterns.begin(), patterns.end(), [&seen](const Pattern& p) { return matches(p, *seen); });
    };
    if (any(rule.pass))
        return {Match::pass, &rule, &*seen};
    return {any(rule.weak) ? Match::weak : Match::fail, &rule, &*seen};
}

// The worst result; of equals the first, which is the one nearest to the cause.
RuleResult worst(const Expectation& expectation, const Evidence& evidence) {
    RuleResult result;
    for (const Rule& rule : expectation.rules)
        if (const RuleResult next = apply(rule, evidence); next.match > result.match)
            result = next;
    return result;
}

std::string describe(const Observation& observation) {
    return observation.text.empty() ? fmt::format("{} {}", to_string(observation.layer), to_string(observation.kind))
                                    : observation.text;
}

// Why a negative scenario's refusals prove nothing; empty where they do (law 3).
std::string control_fault(const Pattern& good, const Evidence& evidence) {
    for (const auto& [name, control] :
         {std::pair{"before", &evidence.control_before}, {"after", &evidence.control_after}}) {
        if (!*control)
            return fmt::format("the control {} the stimulus was not run", name);
        if (!matches(good, **control))
            return fmt::format("the control {} the stimulus was not as it must be: {}", name, describe(**control));
    }
    return {};
}

Judgement failed(const RuleResult& result) {
    return {Verdict::fail, fmt::format("at {}: {}", result.rule->at, describe(*result.observation))};
}

}  // namespace

Judgement judge(Level level, const Expectation& expectation, const Evidence& evidence) {
    if (!evidence.harness_fault.empty())
        return {Verdict::inconclusive, "the harness could not do its part: " + evidence.harness_fault};
    if (evidence.aftermath.state == Aftermath::State::died)
        return {Verdict::fail, "the broker died: " + evidence.aftermath.text};
    if (evidence.aftermath.state == Aftermath::State::unclean)
        return {Verdict::fail, "the broker is not clean afterwards: " + evidence.aftermath.text};

    const RuleResult result = worst(expectation, evidence);
    if (result.match == Match::missing)
        return {Verdict::inconclusive, fmt::format("nothing was observed at {}", result.rule->at)};

    // A refusal is worth nothing from a broker that refuses everyone. What was accepted against a clear expectation is
    // a fault of the broker however its controls ended; where nothing was expected but acceptance, the stimulus itself
    // is the good conversation.
    const std::string fault = control_fault(expectation.control, evidence);
    const bool accepted_wrongly = result.match == Match::fail && result.observation->kind == Kind::accepted;
    const bool judged_alone = accepted_wrongly || (result.match != Match::pass && !is_negative(expectation));
    if (!fault.empty() && (!judged_alone || level == Level::observe))
        return {Verdict::inconclusive, fault};

    if (level == Level::observe)
        return {Verdict::info, result.observation != nullptr ? describe(*result.observation) : "as described"};
    switch (result.match) {
        case Match::pass:
            return {Verdict::pass, "as expected"};
        case Match::weak:
            return {Verdict::weak, fmt::format("at {}: {}", result.rule->at, describe(*result.observation))};
        default:
            break;
    }
    Judgement judgement = failed(result);
    if (level == Level::should)
        judgement.verdict = Verdict::weak;
    return judgement;
}

}  // namespace gauntlet::core
