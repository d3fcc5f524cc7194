// How the inputs of mqtt_packet and mqtt_stream say who sends, and in which version.
#pragma once

#include <array>
#include <cstdint>

#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::fuzz::properties {

/// By the first byte of an input, modulo 6: '0' (0x30) to '5' are the six in order.
inline constexpr std::array<wire::mqtt::Context, 6> contexts = {{
    {wire::mqtt::Version::v3_1, wire::mqtt::Sender::client},
    {wire::mqtt::Version::v3_1, wire::mqtt::Sender::server},
    {wire::mqtt::Version::v3_1_1, wire::mqtt::Sender::client},
    {wire::mqtt::Version::v3_1_1, wire::mqtt::Sender::server},
    {wire::mqtt::Version::v5_0, wire::mqtt::Sender::client},
    {wire::mqtt::Version::v5_0, wire::mqtt::Sender::server},
}};

constexpr wire::mqtt::Context context_of(std::uint8_t first) {
    return contexts[first % contexts.size()];
}

}  // namespace gauntlet::fuzz::properties
