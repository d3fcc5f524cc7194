#pragma once

#include <cstdint>
#include <string_view>

#include "gauntlet/wire/mqtt/property.hpp"

namespace gauntlet::wire::mqtt {

/// The fields of all packets, by the names of the standard.
enum class Name : std::uint8_t {
    packet_type_and_flags,
    remaining_length,
    protocol_name,
    protocol_level,
    connect_flags,
    keep_alive,
    property_length,
    property_identifier,
    property_value,
    user_property_name,
    user_property_value,
    client_identifier,
    will_property_length,
    will_topic,
    will_message,
    user_name,
    password,
    acknowledge_flags,
    reason_code,
    packet_identifier,
    topic_name,
    payload,
    topic_filter,
    subscription_options,
    rest,  // bytes that belong to no field: what follows a malformed field, or the last one
};

std::string_view name(Name name);

/// How a field is written.
enum class Kind : std::uint8_t {
    byte,
    two_bytes,
    four_bytes,
    variable,  // variable byte integer
    text,      // two-byte length, then UTF-8
    binary,    // two-byte length, then bytes
    raw,       // bytes without a length
};

/// "byte", "two bytes", "text" and so on.
std::string_view name(Kind kind);

/// One field of a packet: where it stands, and what its number or length claims.
struct Field {
    Name name = Name::rest;
    Kind kind = Kind::raw;
    Property property = Property::none;  // of property_value and user_property_*
    std::uint32_t offset = 0;            // from the packet's first byte to the field's first byte
    std::uint32_t size = 0;              // bytes that are there, those of a length included
    std::uint32_t value = 0;             // the number; of text and binary the length as written, which may lie

    bool operator==(const Field&) const = default;
};

/// The field's name for people: the property's name for the value of a property.
std::string_view name(const Field& field);

}  // namespace gauntlet::wire::mqtt
