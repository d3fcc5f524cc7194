// Many clients, a few at a time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "opener.hpp"

namespace gauntlet::drive {

// core::Crowd: the answer of the first client that got another one than the one before it, or none in time; else of the
// last. What went over that client's channel is added to the transcript. `bytes` makes what the next client sends.
// Throws StepFault, as open() and `bytes` do.
boost::asio::awaitable<core::Observation> visit_in_turn(const Destination& destination, const Target& target,
                                                        const std::function<wire::Bytes()>& bytes, unsigned clients,
                                                        net::Transcript& transcript);

}  // namespace gauntlet::drive
