// Workflow commands of GitHub Actions, for the standard output of a step: annotations of the job and the pull request.
// Failures, inconclusive cells and entries that must go are errors, weak cells are warnings, known failures notices.
// GitHub shows ten of each kind for a step; the tenth says how many more there are.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_github(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
