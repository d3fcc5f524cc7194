// Test Anything Protocol, version 14: a test point for each cell; what is not ok has a YAML diagnostic. A known failure
// is a TODO, which harnesses do not count; unsupported and skipped cells are SKIP.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_tap(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
