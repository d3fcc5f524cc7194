// The opening handshake of a WebSocket (RFC 6455 4.1), as values. Good by default: a scenario spells only what
// deviates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::core {

struct HeaderField {
    std::string name;
    std::string value;
    bool operator==(const HeaderField&) const = default;
};

struct WebSocketOffer {
    std::optional<std::string> path;          // unset: the listener's
    std::optional<std::string> method;        // unset: GET
    std::optional<std::string> http_version;  // unset: HTTP/1.1
    // Each in place of the good field of its name, or beside the good ones: Host, Upgrade, Connection,
    // Sec-WebSocket-Key, Sec-WebSocket-Version: 13, Sec-WebSocket-Protocol: mqtt. An empty value leaves it out.
    std::vector<HeaderField> fields;
    bool byte_by_byte = false;  // every byte of the request in a write of its own
    bool waits = true;          // false: what is sent first goes out with the request, before its answer is there
    bool operator==(const WebSocketOffer&) const = default;
};

// Arguments are views: g++ 12 cannot move short strings in constant expressions.
constexpr void set_field(WebSocketOffer& offer, std::string_view name, std::string_view value) {
    HeaderField& field = offer.fields.emplace_back();
    field.name = name;
    field.value = value;
}
constexpr void leave_out(WebSocketOffer& offer, std::string_view name) {
    set_field(offer, name, "");
}

}  // namespace gauntlet::core
