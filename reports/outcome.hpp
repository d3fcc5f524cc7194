// What a cell is to a reader of test results: shared by the formats that know passed, failed, error and skipped.
//
//   unknown fail, weak under --fail-on weak, a pass that a known failure denies -> failure
//   inconclusive, faults of the infrastructure -> error
//   known failure, unsupported, skipped -> skipped
//   pass, weak, info -> passed
#pragma once

#include <string>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const record::Run& run, const record::Cell& cell);

// The entry of a known-failure file that a cell which passed makes stale; nullptr: none.
const record::Stale* stale_entry(const record::Run& run, const record::Cell& cell);

// Entries of known-failure files that must go although no cell passed: expired, duplicate, unused.
std::vector<const record::Stale*> other_stale(const record::Run& run);

// One sentence: the verdict and its reason, or what the known failure says.
std::string message_of(const record::Run& run, const record::Cell& cell);

// What a person needs who sees nothing but this text; several lines.
std::string details_of(const record::Run& run, const record::Cell& cell);

}  // namespace gauntlet::reports
