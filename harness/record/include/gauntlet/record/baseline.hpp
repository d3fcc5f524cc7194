// The failures of a run as a file of known failures, for people to complete.
#pragma once

#include <cstddef>
#include <string>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

struct Baseline {
    std::string text;         // TOML
    std::size_t entries = 0;  // the red cells that no known failure excuses yet, one entry each
};

// Each entry has what was seen as a comment, and an empty `reason` and `confirm`: read_known() refuses the file until
// somebody has written them. Inconclusive cells have no entry: nothing excuses them.
Baseline baseline_of(const Run& run);

}  // namespace gauntlet::record
