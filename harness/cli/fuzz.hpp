// gauntlet fuzz
#pragma once

#include "fuzz_options.hpp"

namespace CLI {
class App;
}

namespace gauntlet::cli {

// Declares the subcommand; its callback sets `exit_code`.
void add_fuzz(CLI::App& app, int& exit_code);

int fuzz(const FuzzOptions& options);

}  // namespace gauntlet::cli
