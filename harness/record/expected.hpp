// The expectation of a cell as the observations that pass, one for each layer, kind and code.
#pragma once

#include <vector>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/observation.hpp"

namespace gauntlet::record {

std::vector<core::Observation> expected_of(const core::Expectation& expectation);

}  // namespace gauntlet::record
