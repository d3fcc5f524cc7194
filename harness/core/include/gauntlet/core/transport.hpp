// What carries MQTT.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gauntlet::core {

enum class Transport : std::uint8_t { mqtt, mqtts, ws, wss };

inline constexpr std::array<std::string_view, 4> transport_names{"mqtt", "mqtts", "ws", "wss"};

constexpr std::string_view to_string(Transport transport) {
    return transport_names[static_cast<std::size_t>(transport)];
}
constexpr bool has_tls(Transport transport) {
    return transport == Transport::mqtts || transport == Transport::wss;
}
constexpr bool has_websocket(Transport transport) {
    return transport == Transport::ws || transport == Transport::wss;
}

}  // namespace gauntlet::core
