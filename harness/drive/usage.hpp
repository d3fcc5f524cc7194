// What the broker's process uses, as an observation.
#pragma once

#include <optional>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"

namespace gauntlet::drive {

// `since`: the reading that the step names, if there was one. A process that has ended is process/exit.
core::Observation observe(const core::Measure& measure, const std::optional<Usage>& now,
                          const std::optional<Usage>& since);

}  // namespace gauntlet::drive
