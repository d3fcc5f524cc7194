// Makes a list of sessions as small as it can be while it still does what it does.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "gauntlet/core/step.hpp"

namespace gauntlet::fuzz::triage {

// What one client, or several at a time, do between two moments without a connection.
using Session = std::vector<core::Step>;
using Sessions = std::vector<Session>;

// Whether the sessions, in order, still do it. Asked of one candidate at a time; never of an empty list.
using Predicate = std::function<boost::asio::awaitable<bool>(const Sessions&)>;

// How often, and how long, the predicate may be asked: a JVM takes seconds to start, a hang lasts until its time-out.
struct Budget {
    int questions = 600;
    std::chrono::seconds time{60};
};

// How small the parts are that may be left out.
enum class Depth : std::uint8_t {
    bytes,     // everything
    sessions,  // whole sessions alone: a session of which something is left out may wait for what no broker sends
};

// Delta debugging from the large to the small: sessions, connections, steps, packets, fields, bytes. Ends when nothing
// more can be left out, or with the budget. What it returns satisfied the predicate, if `sessions` do.
boost::asio::awaitable<Sessions> minimise(Sessions sessions, Predicate predicate, Budget budget = {},
                                          Depth depth = Depth::bytes);

// How many packets and other groups of bytes the sessions send.
std::size_t sends_of(const Sessions& sessions);

}  // namespace gauntlet::fuzz::triage
