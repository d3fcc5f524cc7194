// The clock of deadlines.
#pragma once

#include <chrono>

namespace gauntlet::broker {

using TimePoint = std::chrono::steady_clock::time_point;

}  // namespace gauntlet::broker
