// The end of a property that does not hold.
#pragma once

#include <string_view>

#include "gauntlet/fuzz/properties/properties.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::fuzz::properties {

// Aborts with the message on stderr where `holds` is false.
void check(bool holds, std::string_view message);

inline wire::View view_of(Input input) {
    return {reinterpret_cast<const std::uint8_t*>(input.data()), input.size()};
}

inline std::string_view text_of(Input input) {
    return wire::text(view_of(input));
}

// Whether the text is a message for a user: one line, not empty.
inline bool is_one_line(std::string_view text) {
    return !text.empty() && text.find('\n') == std::string_view::npos;
}

}  // namespace gauntlet::fuzz::properties
