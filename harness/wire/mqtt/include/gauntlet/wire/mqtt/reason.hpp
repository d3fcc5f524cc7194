#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gauntlet/wire/mqtt/property.hpp"
#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::wire::mqtt {

/// One reason code of MQTT 5.0: Table 2-6, and who may send it in which packet (Tables 3-1, 3-4 to 3-11).
struct ReasonRow {
    std::uint8_t code;
    Places from_client;
    Places from_server;
    std::string_view name;
};

std::span<const ReasonRow> reasons();

/// Whether a packet of that type may carry the code: the return codes of 3.1 and 3.1.1 (CONNACK, SUBACK), the reason
/// codes of 5.0. `by_anyone` is the same question without regard to the sender.
bool reason_allowed(std::uint8_t code, PacketType type, Context context);
bool reason_allowed_by_anyone(std::uint8_t code, PacketType type, Version version);

/// What the code means in that packet, in lower case: "success", "not authorised", "granted QoS 1"; "unknown code"
/// for others.
std::string_view reason_name(std::uint8_t code, PacketType type, Version version);

}  // namespace gauntlet::wire::mqtt
