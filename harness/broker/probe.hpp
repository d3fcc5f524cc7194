// Asks a listener whether it is there, as any client would.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/net/open.hpp"
#include "time_point.hpp"

namespace gauntlet::broker {

// Whether a TCP connection to 127.0.0.1 is accepted. Throws StartFault where our own machine is in the way.
boost::asio::awaitable<bool> is_open(std::uint16_t port, TimePoint deadline);

// A handshake without credentials that offers all versions from TLS 1.0 on: how it ended.
boost::asio::awaitable<core::Observation> shake_hands(std::uint16_t port, net::TlsContexts& contexts,
                                                      TimePoint deadline);

// Whether the listener has read the ClientHello: a ServerHello came, or an alert, which is how one that requires a
// client certificate, or shares no suite with us, answers.
bool is_answer(const core::Observation& handshake);

}  // namespace gauntlet::broker
