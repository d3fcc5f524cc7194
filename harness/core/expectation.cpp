#include "gauntlet/core/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/wire/tables/alerts.hpp"
#include "quoted.hpp"

namespace gauntlet::core {

namespace {

bool fact_matches(const FactRule& rule, const Observation& observation) {
    const auto fact = std::find_if(observation.facts.begin(), observation.facts.end(),
                                   [&rule](const Fact& f) { return f.name == rule.name; });
    return fact != observation.facts.end() &&
           std::find(rule.one_of.begin(), rule.one_of.end(), fact->value) != rule.one_of.end();
}

bool is_refusal(const Pattern& pattern) {
    return pattern.kind && *pattern.kind != Kind::accepted && *pattern.kind != Kind::packet;
}

// As expectation_text.hpp reads it back.
std::string fact_text(const FactRule& rule) {
    std::string values;
    for (const std::string& value : rule.one_of)
        values += (values.empty() ? "" : " or ") + quoted_if_needed(value);
    return fmt::format("{} = {}", rule.name, values);
}

std::string code_text(const Pattern& pattern, int code) {
    if (pattern.kind != Kind::alert)
        return fmt::format("{}", code);
    return fmt::format("{} {}", code, wire::tls::alert_name(static_cast<std::uint8_t>(code)));
}

}  // namespace

bool matches(const Pattern& pattern, const Observation& observation) {
    if (pattern.layer && *pattern.layer != observation.layer)
        return false;
    if (pattern.kind && *pattern.kind != observation.kind)
        return false;
    if (!pattern.codes.empty() && (!observation.code || std::find(pattern.codes.begin(), pattern.codes.end(),
                                                                  *observation.code) == pattern.codes.end()))
        return false;
    return std::all_of(pattern.facts.begin(), pattern.facts.end(),
                       [&observation](const FactRule& rule) { return fact_matches(rule, observation); });
}

bool is_negative(const Expectation& expectation) {
    return expectation.negative ||
           std::any_of(expectation.rules.begin(), expectation.rules.end(),
                       [](const Rule& rule) { return std::any_of(rule.pass.begin(), rule.pass.end(), is_refusal); });
}

std::string to_text(const Pattern& pattern) {
    std::string text;
    if (pattern.layer)
        text = to_string(*pattern.layer);
    if (pattern.kind)
        text += fmt::format("{}{}", text.empty() ? "" : " ", to_string(*pattern.kind));
    for (std::size_t i = 0; i < pattern.codes.size(); ++i)
        text += (i > 0 ? " or " : text.empty() ? "" : " ") + code_text(pattern, pattern.codes[i]);
    if (text.empty())
        text = "anything";
    for (std::size_t i = 0; i < pattern.facts.size(); ++i)
        text += (i == 0 ? " with " : ", ") + fact_text(pattern.facts[i]);
    return text;
}

std::string to_text(const Rule& rule) {
    std::string text = rule.at + ": ";
    for (std::size_t i = 0; i < rule.pass.size(); ++i)
        text += (i == 0 ? "" : ", or ") + to_text(rule.pass[i]);
    for (std::size_t i = 0; i < rule.weak.size(); ++i)
        text += (i == 0 ? "; weak: " : ", or ") + to_text(rule.weak[i]);
    if (rule.if_reached)
        text += " (if reached)";
    return text;
}

}  // namespace gauntlet::core
