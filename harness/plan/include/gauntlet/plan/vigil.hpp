// An arena's broker that is kept running for people.
#pragma once

#include <functional>
#include <optional>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/plan/arena.hpp"

namespace gauntlet::plan {

// Starts the broker, tells `ready`, and keeps it until SIGINT or SIGTERM, then stops it as its adapter says; a second
// one kills it. Both signals stay blocked when it returns. How the broker ended, where it did so by itself. Throws
// broker::StartFault where it does not become ready.
std::optional<core::Observation> keep(Arena& arena, const std::function<void(const Standing&)>& ready);

}  // namespace gauntlet::plan
