// Resolving and connecting, for every engine.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gauntlet/net/open.hpp"
#include "socket.hpp"

namespace gauntlet::net {

struct Connected {
    Socket socket;
    core::Observation observation;  // tcp/accepted, tcp/rst where it was refused, tcp/timeout
    std::string fault;              // no such host, no route
};

// Tries each address of the host in turn until one accepts.
boost::asio::awaitable<Connected> connect(Endpoint endpoint, const Tap& tap, Deadline deadline);

}  // namespace gauntlet::net
