// --seed and --now, which a run can be repeated with.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gauntlet::cli {

std::chrono::sys_seconds clock_now();

// Drawn from the system where the user gives none: below 2^53, which every reader of JSON takes exactly. Throws
// UsageError.
std::uint64_t seed_of(const std::string& given);

// The clock where the user gives none. Throws UsageError: no RFC 3339 time, or one so far from the clock that good
// certificates are not valid by it, or deviating ones are (law 10).
std::chrono::sys_seconds now_of(const std::string& given);

}  // namespace gauntlet::cli
