// Flaws that change how a refusal is told and not whether there is one. They show in every rule that asks for an alert
// by its number, and in no other.
#pragma once

#include <algorithm>
#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::scenarios {

constexpr bool asks_for_alerts(const core::Rule& rule) {
    return std::all_of(rule.pass.begin(), rule.pass.end(), [](const core::Pattern& pattern) {
        return pattern.layer == core::Layer::tls && pattern.kind == core::Kind::alert && !pattern.codes.empty();
    });
}

// bad_certificate to certificate_unknown, and unknown_ca (RFC 8446 6.2): what is wrong with a certificate.
constexpr bool asks_about_a_certificate(const core::Rule& rule) {
    for (const core::Pattern& pattern : rule.pass)
        for (const int code : pattern.codes)
            if (code == 40 || !((code >= 42 && code <= 46) || code == 48))
                return false;
    return true;
}

constexpr void prove(core::Scenario& s, core::Flaw flaw, const core::Rule& rule, const core::Pattern& shows) {
    core::ProvedBy& proof = s.flaws.emplace_back();
    proof.flaw = flaw;
    proof.at = rule.at;
    proof.observation = shows;
}

constexpr void add_alert_flaws(std::vector<core::Scenario>& table) {
    for (core::Scenario& s : table) {
        if (s.level == core::Level::observe)
            continue;
        for (const core::Rule& rule : s.expectation.rules) {
            if (!asks_for_alerts(rule))
                continue;
            prove(s, core::Flaw::closes_without_an_alert, rule, core::fin());
            if (asks_about_a_certificate(rule))
                prove(s, core::Flaw::sends_one_alert_for_everything, rule, core::alert({40}));
        }
    }
}

}  // namespace gauntlet::scenarios
