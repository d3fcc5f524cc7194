#include "gauntlet/wire/mqtt/property.hpp"

#include <array>

namespace gauntlet::wire::mqtt {
namespace {

using enum PropertyType;

constexpr Places connect = place(PacketType::connect);
constexpr Places connack = place(PacketType::connack);
constexpr Places publish = place(PacketType::publish);
constexpr Places subscribe = place(PacketType::subscribe);
constexpr Places disconnect = place(PacketType::disconnect);
constexpr Places auth = place(PacketType::auth);
constexpr Places acknowledgements = place(PacketType::puback) | place(PacketType::pubrec) | place(PacketType::pubrel) |
                                    place(PacketType::pubcomp) | place(PacketType::suback) |
                                    place(PacketType::unsuback);
constexpr Places message = publish | will_place;
constexpr Places everywhere =
    connect | connack | message | acknowledgements | subscribe | place(PacketType::unsubscribe) | disconnect | auth;

// MQTT 5.0 Table 2-4.
constexpr std::array<PropertyRow, 27> table = {{
    {Property::payload_format_indicator, byte, message, "Payload Format Indicator"},
    {Property::message_expiry_interval, four_bytes, message, "Message Expiry Interval"},
    {Property::content_type, text, message, "Content Type"},
    {Property::response_topic, text, message, "Response Topic"},
    {Property::correlation_data, binary, message, "Correlation Data"},
    {Property::subscription_identifier, variable, publish | subscribe, "Subscription Identifier"},
    {Property::session_expiry_interval, four_bytes, connect | connack | disconnect, "Session Expiry Interval"},
    {Property::assigned_client_identifier, text, connack, "Assigned Client Identifier"},
    {Property::server_keep_alive, two_bytes, connack, "Server Keep Alive"},
    {Property::authentication_method, text, connect | connack | auth, "Authentication Method"},
    {Property::authentication_data, binary, connect | connack | auth, "Authentication Data"},
    {Property::request_problem_information, byte, connect, "Request Problem Information"},
    {Property::will_delay_interval, four_bytes, will_place, "Will Delay Interval"},
    {Property::request_response_information, byte, connect, "Request Response Information"},
    {Property::response_information, text, connack, "Response Information"},
    {Property::server_reference, text, connack | disconnect, "Server Reference"},
    {Property::reason_string, text, connack | acknowledgements | disconnect | auth, "Reason String"},
    {Property::receive_maximum, two_bytes, connect | connack, "Receive Maximum"},
    {Property::topic_alias_maximum, two_bytes, connect | connack, "Topic Alias Maximum"},
    {Property::topic_alias, two_bytes, publish, "Topic Alias"},
    {Property::maximum_qos, byte, connack, "Maximum QoS"},
    {Property::retain_available, byte, connack, "Retain Available"},
    {Property::user_property, text_pair, everywhere, "User Property"},
    {Property::maximum_packet_size, four_bytes, connect | connack, "Maximum Packet Size"},
    {Property::wildcard_subscription_available, byte, connack, "Wildcard Subscription Available"},
    {Property::subscription_identifier_available, byte, connack, "Subscription Identifier Available"},
    {Property::shared_subscription_available, byte, connack, "Shared Subscription Available"},
}};

constexpr std::size_t identifiers = 0x2b;

// Decoding looks a row up for every property, so the identifier is an index.
constexpr std::array<const PropertyRow*, identifiers> index_of_table() {
    std::array<const PropertyRow*, identifiers> index{};
    for (const PropertyRow& row : table)
        index[static_cast<std::size_t>(row.property)] = &row;
    return index;
}

constexpr auto by_identifier = index_of_table();

}  // namespace

std::span<const PropertyRow> properties() {
    return table;
}

const PropertyRow* find_property(std::uint32_t identifier) {
    return identifier < identifiers ? by_identifier[identifier] : nullptr;
}

std::string_view name(Property property) {
    const PropertyRow* row = find_property(static_cast<std::uint32_t>(property));
    return row == nullptr ? std::string_view{} : row->name;
}

}  // namespace gauntlet::wire::mqtt
