// A WebSocket server that says what the test tells it to, with OpenSSL's SHA-1 and no code of ours for frames.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gauntlet/net/websocket.hpp"
#include "peer.hpp"

namespace gauntlet::net::test {

struct WebSocketPeer {
    std::string answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
    std::string frames;  // sent right behind the answer
    bool ends = true;    // FIN behind them
    bool resets = false;

    struct Seen {
        std::mutex mutex;
        std::string request;  // with the empty line
        std::string frames;   // what came behind it
    };
    std::shared_ptr<Seen> seen = std::make_shared<Seen>();

    std::function<void(int)> server() const;
};

// Sec-WebSocket-Accept for the request's key.
std::string accept_of(const std::string& request);
// The value of a header field of the request, as it stands there; "-" where it is absent.
std::string field_of(const std::string& request, const std::string& name);

// What one conversation of ours came to.
struct WebSocketTalk {
    std::optional<core::Observation> upgrade;
    std::string bytes;
    std::vector<core::Observation> others;
    std::optional<core::Observation> end;  // none: a time-out came first
};

struct WebSocketScript {
    core::WebSocketOffer offer;
    bool readable = false;
    std::vector<std::string> sends;
    std::string frames;  // sent as they are
    std::optional<core::CloseHow> close;
    std::chrono::milliseconds patience{20000};
};

WebSocketTalk talk_over_websocket(const Endpoint& endpoint, const WebSocketScript& script);
// The same with a scripted peer; returns when it has seen our end.
WebSocketTalk talk_over_websocket(const WebSocketPeer& peer, const WebSocketScript& script);

}  // namespace gauntlet::net::test
