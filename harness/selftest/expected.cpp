#include "gauntlet/selftest/expected.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gauntlet::selftest {

namespace {

using core::Kind;
using core::Level;
using core::Verdict;
using State = core::Aftermath::State;

bool matches_one(const std::vector<core::Pattern>& patterns, const core::Observation& observation) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const core::Pattern& pattern) { return core::matches(pattern, observation); });
}

// An observation that the pattern matches.
core::Observation example_of(const core::Pattern& pattern, const std::string& at) {
    core::Observation observation;
    observation.at = at;
    observation.layer = pattern.layer.value_or(core::Layer::mqtt);
    observation.kind = pattern.kind.value_or(Kind::accepted);
    if (!pattern.codes.empty())
        observation.code = pattern.codes.front();
    for (const core::FactRule& fact : pattern.facts)
        observation.facts.push_back({fact.name, fact.one_of.front()});
    return observation;
}

// A refusal that the scenario itself calls weak makes it weak; whatever else the flaw causes fails it.
bool is_weak(const core::Scenario& scenario, const core::ProvedBy& proof) {
    const core::Observation example = example_of(proof.observation, proof.at);
    return std::any_of(scenario.expectation.rules.begin(), scenario.expectation.rules.end(),
                       [&](const core::Rule& rule) { return rule.at == proof.at && matches_one(rule.weak, example); });
}

Verdict red_of(const core::Scenario& scenario, const std::vector<const core::ProvedBy*>& proofs) {
    if (scenario.level == Level::observe)
        return Verdict::info;
    const bool weak =
        std::all_of(proofs.begin(), proofs.end(), [&](const core::ProvedBy* p) { return is_weak(scenario, *p); });
    return weak || scenario.level == Level::should ? Verdict::weak : Verdict::fail;
}

std::vector<const core::ProvedBy*> proofs_of(const core::Scenario& scenario, core::Flaw flaw) {
    std::vector<const core::ProvedBy*> proofs;
    for (const core::ProvedBy& proof : scenario.flaws)
        if (proof.flaw == flaw)
            proofs.push_back(&proof);
    return proofs;
}

Verdict green_of(const core::Scenario& scenario) {
    return scenario.level == Level::observe ? Verdict::info : Verdict::pass;
}

Expected by_law(const core::Scenario& scenario, Law law) {
    Expected expected{.by = Expected::By::law, .verdicts = {}, .observed = {}, .control_may_fail = false};
    if (law == Law::dies)
        expected.verdicts = {Verdict::fail, green_of(scenario), Verdict::inconclusive};
    else if (law == Law::shuts_a_kind_out)
        expected.verdicts = {green_of(scenario), Verdict::inconclusive, Verdict::weak, Verdict::fail};
    else if (core::is_negative(scenario.expectation))
        expected.verdicts = {Verdict::inconclusive};
    else
        expected.verdicts = {Verdict::inconclusive, scenario.level == Level::should ? Verdict::weak : Verdict::fail};
    return expected;
}

bool control_failed(const core::Expectation& expectation, const core::Evidence& evidence) {
    const auto failed = [&expectation](const std::optional<core::Observation>& control) {
        return control && !core::matches(expectation.control, *control);
    };
    return failed(evidence.control_before) || failed(evidence.control_after);
}

const core::Observation* seen_at(const core::Evidence& evidence, const std::string& at) {
    const auto seen = std::find_if(evidence.observed.begin(), evidence.observed.end(),
                                   [&at](const core::Observation& o) { return o.at == at; });
    return seen == evidence.observed.end() ? nullptr : &*seen;
}

std::string text_of(const core::Observation& observation) {
    std::string text = observation.text.empty()
                           ? fmt::format("{} {}", to_string(observation.layer), to_string(observation.kind))
                           : observation.text;
    for (const core::Fact& fact : observation.facts)
        if (observation.kind != Kind::accepted || observation.layer != core::Layer::tls)
            text += fmt::format(", {} = {}", fact.name, fact.value);
    return text;
}

// The alerts with which a certificate is refused: bad_certificate to certificate_unknown, and unknown_ca (RFC
// 8446 6.2).
bool is_certificate_refused(const core::Observation& observation) {
    return observation.layer == core::Layer::tls && observation.kind == Kind::alert && observation.code &&
           ((*observation.code >= 42 && *observation.code <= 46) || *observation.code == 48);
}

// A death that was noticed fails the cell; a certificate refused without one shows that the death was overlooked.
std::string death_overlooked(const record::Cell& cell) {
    if (cell.evidence.aftermath.state == State::died)
        return cell.verdict == Verdict::fail ? "" : "the broker died, and the cell did not fail";
    const bool refused =
        std::any_of(cell.evidence.observed.begin(), cell.evidence.observed.end(), is_certificate_refused);
    return refused && cell.verdict != Verdict::inconclusive ? "a certificate was refused, and no death was noticed"
                                                            : "";
}

// Whoever is refused by the flaw is told so by its alert; what is red for another reason is not its doing.
std::string red_without(int alert, const record::Cell& cell) {
    if (cell.verdict != Verdict::fail && cell.verdict != Verdict::weak)
        return {};
    const bool told =
        std::any_of(cell.evidence.observed.begin(), cell.evidence.observed.end(), [alert](const core::Observation& o) {
            return o.layer == core::Layer::tls && o.kind == Kind::alert && o.code == alert;
        });
    return told ? "" : fmt::format("{} without alert {}", to_string(cell.verdict), alert);
}

std::string verdict_of(const record::Cell& cell) {
    return fmt::format("{}{}{}", to_string(cell.verdict), cell.reason.empty() ? "" : ": ", cell.reason);
}

std::string proof_missing(const record::Cell& cell, const core::ProvedBy& proof) {
    const core::Observation* seen = seen_at(cell.evidence, proof.at);
    if (seen != nullptr && core::matches(proof.observation, *seen))
        return {};
    return fmt::format("{}, but {}: {}", to_string(cell.verdict), proof.at,
                       seen == nullptr ? "nothing was observed" : text_of(*seen));
}

}  // namespace

Fields::Fields(std::span<const core::Scenario> scenarios) {
    for (const core::Scenario& scenario : scenarios)
        if (!core::is_negative(scenario.expectation))
            for (const core::ProvedBy& proof : scenario.flaws)
                unkind_.insert(proof.flaw);
}

bool names(const core::Scenario& scenario, core::Flaw flaw) {
    return !proofs_of(scenario, flaw).empty();
}

bool is_intended(const core::Scenario& scenario, MaybeFlaw flaw) {
    return flaw && (law_of(*flaw) || names(scenario, *flaw));
}

Expected expected_of(const core::Scenario& scenario, MaybeFlaw flaw, const Fields& fields) {
    Expected expected;
    if (flaw) {
        expected.observed = proofs_of(scenario, *flaw);
        if (const std::optional<Law> law = law_of(*flaw); law && expected.observed.empty())
            return by_law(scenario, *law);
    }
    if (!expected.observed.empty()) {
        expected.by = Expected::By::field;
        expected.verdicts = {red_of(scenario, expected.observed)};
        return expected;
    }
    expected.verdicts = {green_of(scenario)};
    expected.control_may_fail = flaw && fields.turns_good_clients_away(*flaw);
    return expected;
}

std::string to_text(const Expected& expected) {
    std::vector<std::string> words;
    for (const Verdict verdict : expected.verdicts)
        words.emplace_back(to_string(verdict));
    if (expected.control_may_fail)
        words.emplace_back("inconclusive by its control");
    std::string text = fmt::format("{}", fmt::join(words, " or "));
    for (const core::ProvedBy* proof : expected.observed)
        text += fmt::format(", with {}: {}", proof->at, core::to_text(proof->observation));
    return text;
}

std::string wrong_in(const record::Cell& cell, const core::Scenario& scenario, const Expected& expected,
                     MaybeFlaw flaw) {
    if (!cell.evidence.harness_fault.empty())
        return verdict_of(cell);
    if (cell.verdict == Verdict::inconclusive && expected.control_may_fail &&
        control_failed(scenario.expectation, cell.evidence))
        return {};
    if (std::find(expected.verdicts.begin(), expected.verdicts.end(), cell.verdict) == expected.verdicts.end())
        return verdict_of(cell);
    if (expected.by == Expected::By::law && law_of(*flaw) == Law::dies)
        return death_overlooked(cell);
    if (expected.by == Expected::By::law && law_of(*flaw) == Law::shuts_a_kind_out)
        return red_without(law_flaw(*flaw)->alert, cell);
    for (const core::ProvedBy* proof : expected.observed)
        if (std::string missing = proof_missing(cell, *proof); !missing.empty())
            return missing;
    return {};
}

}  // namespace gauntlet::selftest
