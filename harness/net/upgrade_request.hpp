// The client's side of the opening handshake.
#pragma once

#include "gauntlet/core/observation.hpp"
#include "gauntlet/net/websocket.hpp"
#include "gauntlet/wire/websocket/handshake.hpp"

namespace gauntlet::net {

// What goes out: the good request with the offer's deviations in it. `nonce`: 16 bytes for the key.
wire::websocket::Request upgrade_request(const WebSocketClient& client, wire::View nonce);

// What the answer to it means: ws/accepted, http/status, ws/packet where it accepts without keeping RFC 6455 4.1, or
// http/packet where it is none.
core::Observation upgrade_answer(std::string_view head, const wire::websocket::Request& request);

// The broker's bytes are no HTTP response.
core::Observation no_response(const std::string& why, wire::View bytes);

}  // namespace gauntlet::net
