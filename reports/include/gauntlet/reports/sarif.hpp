// SARIF 2.1.0 (OASIS Standard, 2020-03-27, with errata 01): what is not as it must be, for code scanning. A scenario is
// a rule, a cell that is red, weak or inconclusive a result; what passed is in the record. A result's fingerprint is
// its cell's id, so that it is the same in every run, and a known failure is a suppression with its reason.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_sarif(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
