// A channel over a channel: frames of a WebSocket (RFC 6455) over TCP or TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "gauntlet/core/websocket.hpp"
#include "gauntlet/net/channel.hpp"

namespace gauntlet::net {

struct WebSocketClient {
    core::WebSocketOffer offer;
    std::string path;       // where the offer names none
    std::string authority;  // of the good Host field: host:port
    // Masking keys of zeros, so that masks do not hide what TLS should (RFC 6455 5.3 wants keys that nobody can guess).
    bool readable = false;
};

struct Upgraded {
    // Never null. Where the observation is no acceptance, it has ended with that observation.
    std::unique_ptr<Channel> channel;
    // ws/accepted, with the fact subprotocol; or how the channel ended. Nothing where the offer does not wait.
    std::optional<core::Observation> observation;
};

// Asks for the upgrade on a channel that is open, and reads the answer. One that has ended already is given back.
//
// The channel sends every send() as one masked binary frame, and receives the payload of binary messages. It answers
// pings and close frames by itself; the pong to a ping that was sent by send_frames(), close frames, text frames and
// bytes that are no frame of a server are other().
boost::asio::awaitable<Upgraded> upgrade(std::unique_ptr<Channel> below, WebSocketClient client, Deadline deadline);

}  // namespace gauntlet::net
