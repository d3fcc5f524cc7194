// How binding a scenario's expectation is, and what was found of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::core {

// Ordered from the strictest: `--level L` selects L and everything stricter.
enum class Level : std::uint8_t {
    must,     // an RFC's or the OASIS standard's MUST
    should,   // their SHOULD: unmet is `weak`
    policy,   // BCP 195, Mozilla's recommendations, the operator's checklist
    observe,  // recorded, never judged
};

enum class Verdict : std::uint8_t {
    pass,
    weak,          // a SHOULD is not met, or a refusal came with another alert or code than the required one
    fail,          // accepted what must be refused, refused what must be accepted, hang, crash, side effect
    info,          // level observe only
    unsupported,   // the adapter declares the capability absent, with the reason
    skipped,       // broker not installed, credential not given, interrupted
    inconclusive,  // the harness or a control could not decide; never excused, never a pass
};

inline constexpr std::array<std::string_view, 4> level_names{"must", "should", "policy", "observe"};
inline constexpr std::array<std::string_view, 7> verdict_names{"pass",        "weak",    "fail",        "info",
                                                               "unsupported", "skipped", "inconclusive"};

constexpr std::string_view to_string(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}
constexpr std::string_view to_string(Verdict verdict) {
    return verdict_names[static_cast<std::size_t>(verdict)];
}

// The enumerator whose name is `name`; nothing where there is none. For every enum of this room that has a name table.
template <typename Enum, std::size_t Count>
constexpr std::optional<Enum> from_name(std::string_view name, const std::array<std::string_view, Count>& names) {
    for (std::size_t i = 0; i < Count; ++i)
        if (names[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace gauntlet::core
