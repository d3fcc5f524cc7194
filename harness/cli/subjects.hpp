// --broker and --set: which brokers are tested, and where they are on this machine.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/plan/subject.hpp"

namespace gauntlet::cli {

std::vector<broker::Adapter> load_all_adapters();

// `set` is what was given with --set, "mosquitto.binary=/opt/mosquitto"; every entry must be of one of the adapters.
// Throws UsageError and broker::BadInput.
std::vector<plan::Subject> locate_all(const std::vector<broker::Adapter>& adapters,
                                      const std::vector<std::string>& set);

// The brokers of these names, each once, in that order; "all" is every one that we can start. Throws UsageError.
std::vector<broker::Adapter> named(const std::vector<broker::Adapter>& adapters, const std::vector<std::string>& names);

}  // namespace gauntlet::cli
