// JUnit XML as Jenkins (its junit-10.xsd, and the older jenkins-junit.xsd but for attributes of `skipped`) and GitLab
// read it: one test suite for each broker and family, one test case for each cell.
// outcome.hpp has what fails, what is an error and what is skipped; weak and info that pass have a system-out. Entries
// of known-failure files that must go are failures.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_junit(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
