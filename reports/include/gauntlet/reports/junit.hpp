// JUnit XML as Jenkins (its junit-10.xsd, and the older jenkins-junit.xsd but for attributes of `skipped`) and GitLab
// read it: one test suite for each broker and family, one test case for each cell.
//
//   unknown fail, weak under --fail-on weak, a pass that a known failure denies -> failure
//   inconclusive, faults of the infrastructure -> error
//   known failure, unsupported, skipped -> skipped
//   pass, weak, info -> passed; weak and info with system-out
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_junit(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
