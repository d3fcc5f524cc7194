// Points in time as users write them: RFC 3339 date-time to the second.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::recipe {

// "2026-11-21T08:30:00Z" or with an offset, "2026-11-21T09:30:00+01:00" (RFC 3339 5.6). Nothing for anything else:
// a fraction of a second, a leap second, and what is outside of the years 0000 to 9999 in UTC included.
std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text);

// In UTC, "2026-11-21T08:30:00Z".
std::string format_rfc3339(std::chrono::sys_seconds time);

}  // namespace gauntlet::recipe
