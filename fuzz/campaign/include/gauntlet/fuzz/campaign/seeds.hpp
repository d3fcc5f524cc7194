// What a campaign begins with.
#pragma once

#include <span>
#include <vector>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/fuzz/mutate/session.hpp"

namespace gauntlet::fuzz::campaign {

// Small sessions of every kind that `scope` allows, and the scenarios' stimuli that need nothing but one listener of
// this transport and profile, each once, in an order that is always the same.
std::vector<mutate::Steps> seeds(std::span<const core::Scenario> scenarios, const core::Profile& profile,
                                 core::Transport transport, const mutate::Scope& scope);

}  // namespace gauntlet::fuzz::campaign
