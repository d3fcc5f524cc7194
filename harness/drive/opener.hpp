// Opens the channels of a conversation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/net/open.hpp"

namespace gauntlet::drive {

// Where a step opens a channel to, as whom, and how.
struct Destination {
    const Address* address = nullptr;
    bool tls = true;
    core::Client client;
};

// Throws StepFault where the target has no such door, or the door's transport is not spoken.
Destination destination_of(const core::Open& step, const core::Stimulus& stimulus, const Target& target);

// The observation has the fact `served` too. Throws StepFault where nothing can be said of the broker.
boost::asio::awaitable<net::Opened> open(const Destination& destination, const Target& target, net::Session session,
                                         net::Tap tap);

}  // namespace gauntlet::drive
