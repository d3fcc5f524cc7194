// Where the corpora begin: inputs for the properties, made from the scenarios, the recipes and the codecs.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::fuzz::seeds {

struct Seed {
    std::string property;  // fuzz/properties
    std::string bytes;

    auto operator<=>(const Seed&) const = default;
};

/// Each of them once, in an order of their own; the same for the same scenarios.
std::vector<Seed> of_scenarios(const std::vector<core::Scenario>& scenarios);

/// Of what scenarios do not say: what servers send, every rule of the MQTT codec broken once, heads, hellos,
/// certificates, a run record.
std::vector<Seed> of_rooms(const std::vector<core::Scenario>& scenarios);

/// The dictionary of the MQTT targets (libFuzzer's format), from the codec's tables: protocol names, properties with a
/// value, what topics are made of.
std::string mqtt_dictionary();

}  // namespace gauntlet::fuzz::seeds
