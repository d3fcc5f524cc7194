// What must be observed, apart from the stimulus (law 2): a saved record can be judged again without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"

namespace gauntlet::core {

struct FactRule {
    std::string name;
    std::vector<std::string> one_of;
    bool operator==(const FactRule&) const = default;
};

// Matches an observation; what is unset or empty matches anything.
struct Pattern {
    std::optional<Layer> layer;
    std::optional<Kind> kind;
    std::vector<int> codes;
    std::vector<FactRule> facts;
    bool operator==(const Pattern&) const = default;
};

// The observation at a label: `pass` patterns first, then `weak` ones; one that matches neither fails.
struct Rule {
    std::string at;
    std::vector<Pattern> pass;
    std::vector<Pattern> weak;
    bool if_reached = false;  // no observation at the label is no fault (the rule of an earlier label allows an end)
    bool operator==(const Rule&) const = default;
};

struct Expectation {
    std::vector<Rule> rules;
    Pattern control = {.kind = Kind::accepted};  // what the control's decisive observation must match (law 3)
    bool negative = false;  // something must not happen (a delivery, a name in clear) that no refusal shows
    bool operator==(const Expectation&) const = default;
};

constexpr Pattern accepted() {
    return {.layer = Layer::mqtt, .kind = Kind::accepted};
}
constexpr Pattern handshake_done() {
    return {.layer = Layer::tls, .kind = Kind::accepted};
}
constexpr Pattern upgraded() {
    return {.layer = Layer::ws, .kind = Kind::accepted};
}
constexpr Pattern http_status(const std::vector<int>& codes = {}) {
    return {.layer = Layer::http, .kind = Kind::status, .codes = codes};
}
constexpr Pattern became_ready() {
    return {.layer = Layer::process, .kind = Kind::accepted};
}
constexpr Pattern alert(const std::vector<int>& codes = {}) {
    return {.layer = Layer::tls, .kind = Kind::alert, .codes = codes};
}
constexpr Pattern connack(const std::vector<int>& codes = {}) {
    return {.layer = Layer::mqtt, .kind = Kind::connack, .codes = codes};
}
constexpr Pattern packet(int type) {
    return {.layer = Layer::mqtt, .kind = Kind::packet, .codes = {type}};
}
constexpr Pattern fin() {
    return {.kind = Kind::fin};
}
constexpr Pattern rst() {
    return {.kind = Kind::rst};
}
constexpr Pattern broker_exit() {
    return {.layer = Layer::process, .kind = Kind::exit};
}
// Arguments are views and references: g++ 12 cannot move short strings in constant expressions.
constexpr Pattern with(const Pattern& pattern, std::string_view name, const std::vector<std::string>& one_of) {
    Pattern narrowed = pattern;
    FactRule& rule = narrowed.facts.emplace_back();
    rule.name = name;
    rule.one_of = one_of;
    return narrowed;
}

// Every way of closing without an answer.
constexpr std::vector<Pattern> closed() {
    return {alert(), fin(), rst()};
}
// Every way of refusing a client: closed, an HTTP status instead of the upgrade, or a CONNACK with a code.
constexpr std::vector<Pattern> refused() {
    return {alert(), fin(), rst(), http_status(), connack()};
}

constexpr Rule expect(std::string_view at, const std::vector<Pattern>& pass, const std::vector<Pattern>& weak = {}) {
    Rule rule;
    rule.at = at;
    rule.pass = pass;
    rule.weak = weak;
    return rule;
}
constexpr Rule expect(std::string_view at, const Pattern& pattern) {
    return expect(at, std::vector<Pattern>{pattern});
}
constexpr Rule expect_refusal(std::string_view at) {
    return expect(at, refused());
}
// Refused with one of these alerts; any other refusal is weak.
constexpr Rule expect_alert(std::string_view at, const std::vector<int>& codes) {
    return expect(at, {alert(codes)}, refused());
}
constexpr Rule expect_connack(std::string_view at, const std::vector<int>& codes) {
    return expect(at, {connack(codes)}, refused());
}
constexpr Rule if_reached(const Rule& rule) {
    Rule optional = rule;
    optional.if_reached = true;
    return optional;
}

bool matches(const Pattern& pattern, const Observation& observation);

// Whether a rule passes on a refusal or an end, or `negative` says so: such a scenario needs controls that were
// accepted (law 3).
bool is_negative(const Expectation& expectation);

std::string to_text(const Pattern& pattern);
std::string to_text(const Rule& rule);

}  // namespace gauntlet::core
