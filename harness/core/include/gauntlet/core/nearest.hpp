// What the user may have meant by a name that there is not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::core {

// Those of `known` that differ from `name` in the fewest letters, the nearest first; at most `count`.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& known, std::size_t count);

}  // namespace gauntlet::core
