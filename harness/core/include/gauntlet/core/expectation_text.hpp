// Patterns and rules as text, and back: parse_rule(to_text(rule)) is the rule again.
//
//     tls alert 45 certificate_expired or 46
//     mqtt packet 3 with topic = as-sent, qos = 0 or 1
//     connack: mqtt connack 5, or fin, or rst; weak: mqtt connack (if reached)
//
// The words are those of observation.hpp; the name behind an alert's number may be left out. A value of a fact with
// blanks, commas or quotes stands in quotes, where \' \\ and \xNN are escapes. "anything" is the pattern without
// conditions.
#pragma once

#include <string_view>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/step_text.hpp"

namespace gauntlet::core {

wire::Expected<Pattern, TextError> parse_pattern(std::string_view text);
wire::Expected<Rule, TextError> parse_rule(std::string_view text);

}  // namespace gauntlet::core
