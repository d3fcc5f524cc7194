// Values of facts (observation.hpp) that more than one room writes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace gauntlet::core {

inline std::string yes_no(bool value) {
    return value ? "yes" : "no";
}

// Whether bytes are short and printable enough to stand in the fact `payload-text`.
inline bool is_payload_text(std::string_view bytes) {
    constexpr std::size_t longest = 64;
    return bytes.size() <= longest && std::ranges::all_of(bytes, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace gauntlet::core
