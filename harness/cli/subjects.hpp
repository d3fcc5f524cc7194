// --broker and --set: which brokers are tested, and where they are on this machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/plan/subject.hpp"

namespace gauntlet::cli {

std::vector<broker::Adapter> load_all_adapters();

// A broker that is to be tested. Several may have one adapter and differ in what --set says of them.
struct Wanted {
    broker::Adapter adapter;
    std::string name;  // "mosquitto", or "mosquitto@2.0.22" with a label of the user's
};

// The brokers of these names, each once, in that order; "all" is every one that we can start. Throws UsageError.
std::vector<Wanted> named(const std::vector<broker::Adapter>& adapters, const std::vector<std::string>& names);

// All of them, external ones too, without labels.
std::vector<Wanted> all_of(const std::vector<broker::Adapter>& adapters);

// `set` is what was given with --set, "mosquitto.binary=/opt/mosquitto": of every broker of that adapter, or
// "mosquitto@2.0.22.binary=…": of that one, which wins. Every entry must be of one of them. Throws UsageError and
// broker::BadInput.
std::vector<plan::Subject> locate_all(const std::vector<Wanted>& wanted, const std::vector<std::string>& set);

// Whether an entry of --set speaks of the broker of that name.
bool is_set_of(const std::string& entry, std::string_view broker);

}  // namespace gauntlet::cli
