// Waits for what a broker says.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "gauntlet/broker/log.hpp"
#include "gauntlet/broker/text_pattern.hpp"
#include "process.hpp"
#include "time_point.hpp"

namespace gauntlet::broker {

// Whether a finished line of the log from `from` on matches: true as soon as one does; false when the process has ended
// without, or the deadline is over.
boost::asio::awaitable<bool> wait_for_line(const Log& log, const Process& process, const TextPattern& pattern,
                                           std::uint64_t from, TimePoint deadline);

}  // namespace gauntlet::broker
