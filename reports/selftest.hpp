// The report of a self-test for a terminal: what came out otherwise than the flaws and the laws say, then the sum.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"
#include "gauntlet/reports/console.hpp"

namespace gauntlet::reports {

// `run` is of a self-test.
void write_selftest(std::ostream& out, const record::Run& run, const ConsoleOptions& options);

}  // namespace gauntlet::reports
