// What was seen, and nothing else: every refusal has its layer, kind and code.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::core {

enum class Layer : std::uint8_t { tcp, tls, ws, http, mqtt, process };

enum class Kind : std::uint8_t {
    accepted,    // tcp: connected; tls: handshake complete; ws: upgraded; mqtt: CONNACK with code 0;
                 //   process: became ready, was measured, has reloaded
    alert,       // a TLS alert other than close_notify; code: its number
    fin,         // tls: close_notify; tcp: FIN without close_notify; ws: a close frame, code:
                 //   its status (RFC 6455 7.4)
    rst,         //
    timeout,     // nothing came before the deadline
    connack,     // CONNACK with another code than 0; code: that code
    disconnect,  // DISCONNECT from the broker; code: its reason code
    packet,      // any other MQTT packet; code: its type. tcp: bytes that are no packet. ws: a frame without
             //   MQTT in it, code: its opcode; without a code: bytes that are no frame, or no acceptance of an upgrade.
             //   http: bytes that are no response
    status,  // an HTTP status, other than that of an accepted upgrade
    exit,    // process: ended by itself; code: its exit status
    signal,  // process: ended by a signal; code: its number
};

inline constexpr std::array<std::string_view, 6> layer_names{"tcp", "tls", "ws", "http", "mqtt", "process"};
inline constexpr std::array<std::string_view, 11> kind_names{
    "accepted", "alert", "fin", "rst", "timeout", "connack", "disconnect", "packet", "status", "exit", "signal"};

constexpr std::string_view to_string(Layer layer) {
    return layer_names[static_cast<std::size_t>(layer)];
}
constexpr std::string_view to_string(Kind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

// A property of what was seen. Names and values:
//   TLS handshake: version, suite, group, signature (of the peer), alpn ("" none), resumed (yes/no), served (names of
//   the
//     recipes of the presented certificates, or sha256:…, in order, comma-separated), verify (X509_V_… of our own check
//     against the profile's anchors and host), certificate-requested (yes/no), requested-cas, downgrade-sentinel
//     (TLSv1.1/TLSv1.2/none)
//   PUBLISH: topic and payload (as-sent / other), payload-text (where it is short and printable), qos, retain, dup
//   barrier: before (number of packets that came before PINGRESP)
//   crowd: clients (how many)
//   measure: busy, grows, keeps-descriptors (yes/no)
//   search: in-clear (texts found, comma-separated, or none)
//   end of a channel: close-notify (yes/no)
//   upgrade: subprotocol (the selected one, or none)
//   HTTP status: websocket-version (Sec-WebSocket-Version of the answer, or none)
//   pong, close: payload-text (the payload, or the reason, where it is short and printable)
struct Fact {
    std::string name;
    std::string value;
    bool operator==(const Fact&) const = default;
};

struct Observation {
    std::string at;  // the label of the step that saw it
    Layer layer = Layer::tcp;
    Kind kind = Kind::timeout;
    std::optional<int> code;
    std::string text;  // for people: "alert 45 certificate_expired"
    std::vector<Fact> facts;
    bool operator==(const Observation&) const = default;
};

}  // namespace gauntlet::core
