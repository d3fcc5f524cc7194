// The end of the broker's process that nobody asked for.
#pragma once

#include <sys/types.h>

#include <optional>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::oracles {

// `end`: process/exit or process/signal. Oracle `exit`; `core` for the signals whose action is a core dump (signal(7):
// ABRT, BUS, FPE, ILL, QUIT, SEGV, SYS, TRAP, XCPU, XFSZ); `signal` for the others. Nothing for other observations.
std::optional<Alarm> ended(const core::Observation& end);

// For who is not the parent: whether the process is gone, or on its way out. Oracle `exit`; how it ended is not known.
std::optional<Alarm> gone(pid_t pid);

}  // namespace gauntlet::fuzz::oracles
