// --select, --level and --shard.
#pragma once

#include "gauntlet/plan/selection.hpp"
#include "options.hpp"

namespace gauntlet::cli {

// Throws UsageError.
plan::Selection selection_of(const SelectionOptions& options);

// Exit code of a selection that selects nothing: 77 under CTest (GAUNTLET_CTEST=1), where it is a skip.
bool under_ctest();

}  // namespace gauntlet::cli
