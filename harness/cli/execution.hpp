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

struct Result {
    bool verbose = false;
    bool to_stderr = false;  // standard output is taken by something else
};

// Gates the run, writes record.json and junit.xml into `out` and the result for people, and returns the exit code.
int publish(record::Run run, const std::filesystem::path& out, const Result& result);

// The same for a run of this program, which it says.
int conclude(record::Run run, const std::filesystem::path& out, const Result& result);

}  // namespace gauntlet::cli
