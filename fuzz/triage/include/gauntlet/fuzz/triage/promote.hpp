// A finding as a scenario: what must be observed instead, on every run from now on.
#pragma once

#include <string>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/record/reproducer.hpp"

namespace gauntlet::fuzz::triage {

// "regression/mosquitto-core-0123456789abcdef": the id that a finding gets where none is given.
std::string scenario_id(const record::Reproducer& reproducer);

// The sessions one after the other, then what shows that the fault is gone: the connection is closed (statement), a
// second client is served (a crash fails by the aftermath too), nothing more is used than before (memory, descriptors,
// spin, half-open). With its control, clause and expectation; exclusive, for it disturbs the broker. `profile` is the
// one that the reproducer names.
core::Scenario scenario_of(const record::Reproducer& reproducer, const core::Profile& profile, const std::string& id);

}  // namespace gauntlet::fuzz::triage
