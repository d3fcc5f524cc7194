// The closed list of capability names; an adapter that declares another one, or leaves one out, is a bad input file.
#pragma once

#include <array>
#include <string_view>

namespace gauntlet::core {

struct Capability {
    std::string_view name;
    std::string_view meaning;
};

inline constexpr auto capabilities = std::to_array<Capability>({
#define GAUNTLET_CAPABILITY(name, meaning) {name, meaning},
#include "gauntlet/core/capabilities.def"
#undef GAUNTLET_CAPABILITY
});

constexpr bool is_capability(std::string_view name) {
    for (const Capability& capability : capabilities)
        if (capability.name == name)
            return true;
    return false;
}

}  // namespace gauntlet::core
