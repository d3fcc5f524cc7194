// MQTT over WebSocket (MQTT 5.0 section 6, RFC 6455), by Beast.
#pragma once

#include <string>
#include <string_view>

#include "gauntlet/reference/settings.hpp"
#include "link.hpp"

namespace gauntlet::reference {

struct Upgraded {
    std::unique_ptr<Link> link;  // null: refused, and the client has been told so
    std::string refusal;         // for the log
};

/// Reads the client's HTTP request and answers it: 101, or why not. `stream` outlives the link.
boost::asio::awaitable<Upgraded> upgrade_to_websocket(Stream& stream, std::string_view path, const Flaws& flaws);

}  // namespace gauntlet::reference
