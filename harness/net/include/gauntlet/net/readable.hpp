// Waits for a descriptor without blocking the thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

namespace gauntlet::net {

// True when `descriptor` can be read (of a pidfd: the process has ended), false when the deadline came first. The
// descriptor is duplicated: it may be waited for by several coroutines, and closed meanwhile. Cancellation throws.
boost::asio::awaitable<bool> readable(
    int descriptor, std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max());

}  // namespace gauntlet::net
