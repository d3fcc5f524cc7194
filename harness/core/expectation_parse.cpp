#include "cursor.hpp"
#include "gauntlet/core/expectation_text.hpp"
#include "gauntlet/core/observation.hpp"
#include "gauntlet/wire/tables/alerts.hpp"

namespace gauntlet::core {

namespace {

constexpr std::int64_t largest_code = 0xffff'ffff >> 1;

// A layer and a kind of the same name do not exist, so each word says which of the two it is.
template <typename Enum, std::size_t Count>
std::optional<Enum> maybe(Cursor& cursor, const std::array<std::string_view, Count>& names) {
    for (std::size_t i = 0; i < Count; ++i)
        if (cursor.accept(names[i]))
            return static_cast<Enum>(i);
    return std::nullopt;
}

int parse_code(Cursor& cursor, const Pattern& pattern) {
    const int code = static_cast<int>(cursor.number("a code", largest_code));
    if (pattern.kind == Kind::alert && code <= 0xff)
        cursor.accept(wire::tls::alert_name(static_cast<std::uint8_t>(code)));
    return code;
}

std::string parse_value(Cursor& cursor) {
    return cursor.at_quote() ? cursor.text("a value") : cursor.bare("a value");
}

FactRule parse_fact(Cursor& cursor) {
    FactRule fact;
    fact.name = cursor.name("the name of a fact");
    cursor.expect("=");
    do {
        fact.one_of.push_back(parse_value(cursor));
    } while (cursor.ok() && cursor.accept("or"));
    return fact;
}

Pattern parse_pattern(Cursor& cursor) {
    Pattern pattern;
    bool anything = cursor.accept("anything");
    if (!anything) {
        const std::size_t start = cursor.position();
        pattern.layer = maybe<Layer>(cursor, layer_names);
        pattern.kind = maybe<Kind>(cursor, kind_names);
        while (cursor.ok() && cursor.at_digit()) {
            pattern.codes.push_back(parse_code(cursor, pattern));
            if (!cursor.accept("or"))
                break;
        }
        anything = cursor.position() > start;
    }
    const std::size_t before = cursor.position();
    if (cursor.accept("with")) {
        do {
            pattern.facts.push_back(parse_fact(cursor));
        } while (cursor.ok() && !cursor.stands_here(", or") && cursor.accept(","));
    }
    if (!anything && cursor.position() == before)
        cursor.fail(
            "a pattern must stand here: a layer (tcp, tls, ws, http, mqtt, process), a kind (accepted, alert, fin, "
            "rst, timeout, connack, disconnect, packet, status, exit, signal), codes, 'with' facts, or 'anything'");
    return pattern;
}

std::vector<Pattern> parse_patterns(Cursor& cursor) {
    std::vector<Pattern> patterns;
    do {
        patterns.push_back(parse_pattern(cursor));
    } while (cursor.ok() && cursor.accept(", or"));
    return patterns;
}

Rule parse_rule(Cursor& cursor) {
    Rule rule;
    rule.at = cursor.name("the label of a step");
    cursor.expect(":");
    if (!cursor.stands_here(";"))
        rule.pass = parse_patterns(cursor);
    if (cursor.accept(";") && cursor.expect("weak") && cursor.expect(":"))
        rule.weak = parse_patterns(cursor);
    rule.if_reached = cursor.accept("(if reached)");
    return rule;
}

}  // namespace

wire::Expected<Pattern, TextError> parse_pattern(std::string_view text) {
    Cursor cursor(text);
    Pattern pattern = parse_pattern(cursor);
    cursor.expect_end();
    if (!cursor.ok())
        return cursor.error();
    return pattern;
}

wire::Expected<Rule, TextError> parse_rule(std::string_view text) {
    Cursor cursor(text);
    Rule rule = parse_rule(cursor);
    cursor.expect_end();
    if (!cursor.ok())
        return cursor.error();
    return rule;
}

}  // namespace gauntlet::core
