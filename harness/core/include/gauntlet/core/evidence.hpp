// Everything that a verdict may rest on.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/observation.hpp"

namespace gauntlet::core {

struct Aftermath {
    enum class State : std::uint8_t { alive, died, unclean, unknown };
    State state = State::unknown;
    std::string text;  // "alive", "ended by signal 11", "log: assertion failed …"
    bool operator==(const Aftermath&) const = default;
};

inline constexpr std::array<std::string_view, 4> aftermath_names{"alive", "died", "unclean", "unknown"};
constexpr std::string_view to_string(Aftermath::State state) {
    return aftermath_names[static_cast<std::size_t>(state)];
}

struct Evidence {
    std::optional<Observation> control_before;  // the decisive observation of the control
    std::optional<Observation> control_after;
    std::vector<Observation> observed;  // in the order of the steps
    Aftermath aftermath;
    std::string harness_fault;  // not empty: the harness itself could not do its part, and says why
    bool operator==(const Evidence&) const = default;
};

}  // namespace gauntlet::core
