// --scenarios: the user's own scenarios beside the built-in ones.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::cli {

// Those of the folders, which may name each other's ids as little as the built-in ones'. Throws core::BadInput.
std::vector<core::Scenario> own_scenarios(const std::vector<std::string>& folders);

// The built-in ones, then those.
std::vector<core::Scenario> all_scenarios(const std::vector<std::string>& folders);

}  // namespace gauntlet::cli
