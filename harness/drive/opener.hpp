// Opens the channels of a conversation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/net/websocket.hpp"

namespace gauntlet::drive {

// Where a step opens a channel to, as whom, and how.
struct Destination {
    const Address* address = nullptr;
    bool tls = true;
    bool websocket = false;
    core::Client client;
};

// Throws StepFault where the target has no such door.
Destination destination_of(const core::Open& step, const core::Stimulus& stimulus, const Target& target);

struct Opened {
    std::unique_ptr<net::Channel> channel;
    core::Observation observation;             // of the TLS handshake, else of the connecting
    std::optional<core::Observation> upgrade;  // to a WebSocket
};

// The observation has the fact `served` too. `searched`: what passes must be found in the raw bytes wherever TLS does
// not hide it. Throws StepFault where nothing can be said of the broker.
boost::asio::awaitable<Opened> open(const Destination& destination, const Target& target, net::Session session,
                                    net::Tap tap, bool searched = false);

}  // namespace gauntlet::drive
