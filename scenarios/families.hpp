// One table per family, each in the file of its name.
#pragma once

#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::scenarios {

std::vector<core::Scenario> one_way();
std::vector<core::Scenario> mutual();
std::vector<core::Scenario> cipher();
std::vector<core::Scenario> protocol_version();
std::vector<core::Scenario> broken_chain();
std::vector<core::Scenario> websocket();

}  // namespace gauntlet::scenarios
