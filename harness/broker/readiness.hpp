// Law 5: a broker is ready when its log says so, its ports are open, a handshake is answered, and it is still alive.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/net/open.hpp"
#include "process.hpp"

namespace gauntlet::broker {

struct Candidate {
    const Adapter& adapter;
    const Process& process;
    const Log& log;
    const std::vector<ListenerPorts>& ports;
    net::TlsContexts& contexts;
    std::uint64_t log_start = 0;  // the log's size before the process wrote to it
    TimePoint deadline;
};

// Returns when all of it was seen, when the process has ended, or at the deadline.
boost::asio::awaitable<Readiness> watch_readiness(Candidate candidate);

// What is missing, in words: "it did not log /running/".
std::string missing(const Readiness& seen, const Adapter& adapter);

}  // namespace gauntlet::broker
