// What every subcommand that runs cells has in common: its limits, and its end in a record and reports.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "gauntlet/record/run.hpp"

namespace gauntlet::cli {

// Throws UsageError. `timeout` is in seconds; `out` is --out, empty where it was not given.
void check_limits(unsigned jobs, double timeout, const std::string& out);

std::chrono::milliseconds milliseconds_of(double seconds);

// Says so, and returns the exit code.
int nothing_is_selected();

// Gates the run, writes record.json and junit.xml into `out` and the result to stdout, and returns the exit code.
int conclude(record::Run run, const std::filesystem::path& out, bool verbose);

}  // namespace gauntlet::cli
