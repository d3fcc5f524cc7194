#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::wire::mqtt {

/// The properties of MQTT 5.0 Table 2-4; the value is the wire's identifier.
enum class Property : std::uint8_t {
    none = 0,
    payload_format_indicator = 0x01,
    message_expiry_interval = 0x02,
    content_type = 0x03,
    response_topic = 0x08,
    correlation_data = 0x09,
    subscription_identifier = 0x0b,
    session_expiry_interval = 0x11,
    assigned_client_identifier = 0x12,
    server_keep_alive = 0x13,
    authentication_method = 0x15,
    authentication_data = 0x16,
    request_problem_information = 0x17,
    will_delay_interval = 0x18,
    request_response_information = 0x19,
    response_information = 0x1a,
    server_reference = 0x1c,
    reason_string = 0x1f,
    receive_maximum = 0x21,
    topic_alias_maximum = 0x22,
    topic_alias = 0x23,
    maximum_qos = 0x24,
    retain_available = 0x25,
    user_property = 0x26,
    maximum_packet_size = 0x27,
    wildcard_subscription_available = 0x28,
    subscription_identifier_available = 0x29,
    shared_subscription_available = 0x2a,
};

/// How the value of a property is written (MQTT 5.0 section 1.5).
enum class PropertyType : std::uint8_t { byte, two_bytes, four_bytes, variable, text, binary, text_pair };

/// Where properties stand: a packet type, or the will of a CONNECT.
using Places = std::uint32_t;
constexpr Places place(PacketType type) {
    return Places{1} << static_cast<unsigned>(type);
}
inline constexpr Places will_place = Places{1} << 16;

/// One row of Table 2-4.
struct PropertyRow {
    Property property;
    PropertyType type;
    Places places;
    std::string_view name;
};

std::span<const PropertyRow> properties();

/// The row of an identifier; nullptr where Table 2-4 has none.
const PropertyRow* find_property(std::uint32_t identifier);

/// "Receive Maximum" and so on; empty for an identifier that Table 2-4 does not have.
std::string_view name(Property property);

}  // namespace gauntlet::wire::mqtt
