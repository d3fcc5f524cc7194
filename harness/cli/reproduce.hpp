// The command that repeats a cell.
#pragma once

#include <string>

#include "gauntlet/plan/composition.hpp"
#include "options.hpp"
#include "pki_input.hpp"

namespace gauntlet::cli {

// For a POSIX shell.
std::string reproduce_command(const RunOptions& options, const PkiInputs& pki, const plan::PlannedCell& cell);

}  // namespace gauntlet::cli
