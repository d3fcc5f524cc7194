#include "gauntlet/reference/flaw_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gauntlet/core/nearest.hpp"

namespace gauntlet::reference {

namespace {

std::vector<std::string> names() {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        result.push_back(name_of(static_cast<core::Flaw>(i)));
    return result;
}

}  // namespace

std::optional<core::Flaw> flaw_named(std::string_view name) {
    const std::vector<std::string> all = names();
    const auto found = std::ranges::find(all, name);
    if (found == all.end())
        return std::nullopt;
    return static_cast<core::Flaw>(found - all.begin());
}

std::string unknown_flaw(std::string_view name) {
    return fmt::format("no flaw is called \"{}\"; the nearest is {} ('gauntlet reference --flaws' lists all)", name,
                       core::nearest(name, names(), 1).front());
}

}  // namespace gauntlet::reference
