// The summary of a job in Markdown: counts, what is red, why, and how to repeat it. At most half a mebibyte, of which
// GitHub takes one for a step; what does not fit is counted.
#pragma once

#include <iosfwd>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_markdown(std::ostream& out, const record::Run& run, const record::Gate& gate);

}  // namespace gauntlet::reports
