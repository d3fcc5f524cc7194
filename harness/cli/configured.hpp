// run --config: the listeners of a configuration of the user's, each tested by its name.
#pragma once

#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/plan/subject.hpp"
#include "options.hpp"

namespace gauntlet::cli {

// Says on standard error what is tested, and what is not as the user wrote it. Throws UsageError: another broker than
// Mosquitto, or several; broker::BadInput: the file.
std::vector<plan::Subject> configured_subjects(const RunOptions& options, const std::vector<broker::Adapter>& adapters);

}  // namespace gauntlet::cli
