#pragma once

#include <chrono>

namespace gauntlet::reference::mqtt {

/// The clock is the caller's: each call says what time it is, never earlier than the call before.
using Time = std::chrono::steady_clock::time_point;

}  // namespace gauntlet::reference::mqtt
