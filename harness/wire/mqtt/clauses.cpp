// What every rule says and which clauses it stands for: the one table of statements that this codec knows.
#include <array>

#include "gauntlet/wire/mqtt/rule.hpp"

namespace gauntlet::wire::mqtt {
namespace {

// Reason codes of MQTT 5.0 Table 2-6. Malformed Packet and Protocol Error are what section 1.2 defines them to be:
// bytes that cannot be read, and bytes that can be read but are not allowed.
constexpr std::uint8_t malformed = 0x81;
constexpr std::uint8_t protocol_error = 0x82;
constexpr std::uint8_t unsupported_version = 0x84;
constexpr std::uint8_t client_identifier_not_valid = 0x85;
constexpr std::uint8_t topic_filter_invalid = 0x8f;
constexpr std::uint8_t topic_name_invalid = 0x90;
constexpr std::uint8_t packet_too_large = 0x95;
constexpr std::uint8_t payload_format_invalid = 0x99;

constexpr std::array rule_table = std::to_array<RuleRow>({
    {Rule::incomplete, malformed, "the packet ends before its remaining length"},
    {Rule::variable_integer_too_long, malformed, "a variable byte integer goes on after its fourth byte"},
    {Rule::variable_integer_not_minimal, malformed, "a variable byte integer has more bytes than its value needs"},
    {Rule::packet_too_large, packet_too_large, "the packet is longer than the maximum of its receiver"},
    {Rule::packet_type_0, malformed, "packet type 0 is reserved"},
    {Rule::packet_type_15, malformed, "packet type 15 is reserved before MQTT 5.0"},
    {Rule::packet_type_from_wrong_sender, protocol_error, "this packet type is for the other side to send"},
    {Rule::fixed_header_flags, malformed, "the flags differ from those that the packet type fixes"},
    {Rule::dup_with_qos_0, malformed, "DUP is set on QoS 0"},
    {Rule::qos_3, malformed, "QoS 3 does not exist"},
    {Rule::missing, malformed, "the packet ends where this field must begin"},
    {Rule::truncated, malformed, "the packet ends within this field"},
    {Rule::trailing_bytes, malformed, "bytes are left over after the last field"},
    {Rule::bytes_after_packet, malformed, "bytes are left over after the remaining length"},
    {Rule::ill_formed_utf8, malformed, "the text is not well-formed UTF-8"},
    {Rule::null_character, malformed, "the text contains U+0000"},
    {Rule::packet_identifier_zero, protocol_error, "the packet identifier is 0"},
    {Rule::wildcard_in_topic_name, topic_name_invalid, "a topic name contains a wildcard"},
    {Rule::empty_topic, protocol_error, "the topic is empty"},
    {Rule::empty_topic_without_alias, protocol_error, "the topic name is empty and there is no topic alias"},
    {Rule::multi_level_wildcard, topic_filter_invalid, "# is not alone in the last level"},
    {Rule::single_level_wildcard, topic_filter_invalid, "+ is not alone in its level"},
    {Rule::share_name_empty, topic_filter_invalid, "the share name is empty"},
    {Rule::share_name, topic_filter_invalid, "the share name has a wildcard, or no '/' and topic filter after it"},
    {Rule::no_local_on_shared, protocol_error, "no local is set on a shared subscription"},
    {Rule::protocol_name, unsupported_version, "the protocol name is not that of MQTT"},
    {Rule::protocol_level, unsupported_version, "the protocol level does not exist under this protocol name"},
    {Rule::connect_reserved_flag, malformed, "the reserved connect flag is set"},
    {Rule::will_qos_without_will, malformed, "will QoS is set without the will flag"},
    {Rule::will_retain_without_will, malformed, "will retain is set without the will flag"},
    {Rule::will_qos_3, malformed, "will QoS 3 does not exist"},
    {Rule::password_without_user_name, malformed, "the password flag is set without the user name flag"},
    {Rule::unflagged_fields, malformed, "bytes follow, but no flag announces a will, a user name or a password"},
    {Rule::unflagged_credentials, malformed, "bytes follow, but no flag announces a user name or a password"},
    {Rule::unflagged_user_name, malformed, "bytes follow, but the user name flag is not set"},
    {Rule::unflagged_password, malformed, "bytes follow, but the password flag is not set"},
    {Rule::client_identifier_length, client_identifier_not_valid,
     "the client identifier is not 1 to 23 characters long"},
    {Rule::empty_client_identifier, client_identifier_not_valid,
     "the client identifier is empty and clean session is 0"},
    {Rule::acknowledge_flags, malformed, "reserved acknowledge flags are set"},
    {Rule::session_present_with_refusal, protocol_error, "session present is set on a refusal"},
    {Rule::reason_code, protocol_error, "this packet has no such code"},
    {Rule::reason_code_from_wrong_sender, protocol_error, "this code is for the other side to send"},
    {Rule::no_reason_codes, malformed, "there is no code, one for each topic filter is required"},
    {Rule::no_topic_filters, protocol_error, "there is no topic filter, at least one is required"},
    {Rule::subscription_options, malformed, "reserved subscription options are set"},
    {Rule::subscription_qos_3, protocol_error, "the requested QoS 3 does not exist"},
    {Rule::retain_handling_3, protocol_error, "retain handling 3 does not exist"},
    {Rule::property_unknown, malformed, "no property has this identifier"},
    {Rule::property_not_allowed, malformed, "this packet does not have this property"},
    {Rule::property_duplicate, protocol_error, "this property stands there twice"},
    {Rule::property_length_overrun, malformed, "a property goes past the property length, or that past the packet"},
    {Rule::property_value_above_1, protocol_error, "the value is neither 0 nor 1"},
    {Rule::property_value_zero, protocol_error, "the value is 0"},
    {Rule::session_expiry_from_server, protocol_error, "only a client sends this property in DISCONNECT"},
    {Rule::subscription_identifier_from_client, protocol_error, "only a server sends this property in PUBLISH"},
    {Rule::authentication_data_without_method, protocol_error, "there is authentication data without a method"},
    {Rule::authentication_method_missing, protocol_error, "there is no authentication method"},
    {Rule::payload_not_utf8, payload_format_invalid, "the payload is not the UTF-8 that its format indicator declares"},
});

// How far a clause reaches.
struct Scope {
    PacketType type = PacketType::reserved;
    Name field = any_field;
    Property property = Property::none;
    std::optional<Sender> sender = {};
};

constexpr Scope in(PacketType type, Name field = any_field, Property property = Property::none) {
    return {type, field, property, {}};
}

constexpr Scope of(Name field) {
    return {PacketType::reserved, field, Property::none, {}};
}

constexpr Scope of(Property property) {
    return {PacketType::reserved, any_field, property, {}};
}

constexpr Scope from(Sender sender, PacketType type = PacketType::reserved) {
    return {type, any_field, Property::none, sender};
}

constexpr Citation cite(Version version, Rule rule, Scope scope, std::string_view id, std::string_view section = {}) {
    return {version, rule, scope.type, scope.field, scope.property, scope.sender, {id, section}};
}

// 3.1 has no statements with ids; rules that it does not have (a reserved bit "should" be 0) are not here.
constexpr Citation old(Rule rule, Scope scope, std::string_view section) {
    return cite(Version::v3_1, rule, scope, "", section);
}

constexpr Citation v311(Rule rule, Scope scope, std::string_view id, std::string_view section = {}) {
    return cite(Version::v3_1_1, rule, scope, id, section);
}

constexpr Citation v5(Rule rule, Scope scope, std::string_view id, std::string_view section = {}) {
    return cite(Version::v5_0, rule, scope, id, section);
}

using enum PacketType;
constexpr Scope everywhere{};

constexpr std::array v3_1_table = std::to_array<Citation>({
    old(Rule::incomplete, everywhere, "2.1"),
    old(Rule::variable_integer_too_long, everywhere, "2.1"),
    old(Rule::packet_type_0, everywhere, "2.1"),
    old(Rule::packet_type_15, everywhere, "2.1"),
    old(Rule::packet_type_from_wrong_sender, everywhere, "2.1"),
    old(Rule::fixed_header_flags, in(pubrel), "3.6"),
    old(Rule::fixed_header_flags, in(subscribe), "3.8"),
    old(Rule::fixed_header_flags, in(unsubscribe), "3.10"),
    old(Rule::dup_with_qos_0, everywhere, "2.1"),
    old(Rule::qos_3, everywhere, "2.1"),
    old(Rule::missing, everywhere, "2.1"),
    old(Rule::truncated, everywhere, "2.1"),
    old(Rule::trailing_bytes, everywhere, "2.1"),
    old(Rule::bytes_after_packet, everywhere, "2.1"),
    old(Rule::ill_formed_utf8, everywhere, "2.5"),
    old(Rule::null_character, everywhere, "A"),
    old(Rule::packet_identifier_zero, everywhere, "2.4"),
    old(Rule::wildcard_in_topic_name, everywhere, "3.3"),
    old(Rule::empty_topic, everywhere, "A"),
    old(Rule::multi_level_wildcard, everywhere, "A"),
    old(Rule::single_level_wildcard, everywhere, "A"),
    old(Rule::protocol_name, everywhere, "3.1"),
    old(Rule::protocol_level, everywhere, "3.1"),
    old(Rule::will_qos_3, everywhere, "3.1"),
    old(Rule::password_without_user_name, everywhere, "3.1"),
    old(Rule::client_identifier_length, everywhere, "3.1"),
    old(Rule::reason_code, in(connack), "3.2"),
    old(Rule::reason_code, in(suback), "3.9"),
    old(Rule::no_reason_codes, everywhere, "3.9"),
    old(Rule::no_topic_filters, in(subscribe), "3.8"),
    old(Rule::no_topic_filters, in(unsubscribe), "3.10"),
    old(Rule::subscription_qos_3, everywhere, "3.8"),
});

constexpr std::array v3_1_1_table = std::to_array<Citation>({
    v311(Rule::incomplete, everywhere, "x-truncated-field", "2.2.3"),
    v311(Rule::variable_integer_too_long, everywhere, "x-remaining-length-five-bytes", "2.2.3"),
    v311(Rule::packet_type_0, everywhere, "x-packet-type-0", "2.2.1"),
    v311(Rule::packet_type_15, everywhere, "x-packet-type-15", "2.2.1"),
    v311(Rule::packet_type_from_wrong_sender, from(Sender::client), "x-server-packet-from-client", "2.2.1"),
    v311(Rule::packet_type_from_wrong_sender, from(Sender::server), "x-server-packet-format", "2.2.1"),
    v311(Rule::fixed_header_flags, in(pubrel), "MQTT-3.6.1-1"),
    v311(Rule::fixed_header_flags, in(subscribe), "MQTT-3.8.1-1"),
    v311(Rule::fixed_header_flags, in(unsubscribe), "MQTT-3.10.1-1"),
    v311(Rule::fixed_header_flags, in(disconnect), "MQTT-3.14.1-1"),
    v311(Rule::fixed_header_flags, everywhere, "MQTT-2.2.2-1"),
    v311(Rule::fixed_header_flags, everywhere, "MQTT-2.2.2-2"),
    v311(Rule::dup_with_qos_0, everywhere, "MQTT-3.3.1-2"),
    v311(Rule::qos_3, everywhere, "MQTT-3.3.1-4"),
    v311(Rule::missing, of(Name::client_identifier), "MQTT-3.1.3-3"),
    v311(Rule::missing, of(Name::will_topic), "MQTT-3.1.2-9"),
    v311(Rule::missing, of(Name::will_message), "MQTT-3.1.2-9"),
    v311(Rule::missing, of(Name::user_name), "MQTT-3.1.2-19"),
    v311(Rule::missing, of(Name::password), "MQTT-3.1.2-21"),
    v311(Rule::missing, of(Name::topic_name), "MQTT-3.3.2-1"),
    v311(Rule::missing, in(connack), "x-connack-length", "3.2.1"),
    v311(Rule::missing, in(puback), "x-ack-length", "3.4.1"),
    v311(Rule::missing, in(pubrec), "x-ack-length", "3.5.1"),
    v311(Rule::missing, in(pubrel), "x-ack-length", "3.6.1"),
    v311(Rule::missing, in(pubcomp), "x-ack-length", "3.7.1"),
    v311(Rule::missing, in(unsuback), "x-unsuback-length", "3.11.1"),
    v311(Rule::missing, everywhere, "x-truncated-field", "2.2.3"),
    v311(Rule::truncated, of(Name::client_identifier), "MQTT-3.1.3-1"),
    v311(Rule::truncated, of(Name::will_topic), "MQTT-3.1.3-1"),
    v311(Rule::truncated, of(Name::will_message), "MQTT-3.1.3-1"),
    v311(Rule::truncated, of(Name::user_name), "MQTT-3.1.3-1"),
    v311(Rule::truncated, of(Name::password), "MQTT-3.1.3-1"),
    v311(Rule::truncated, of(Name::topic_name), "MQTT-3.3.2-1"),
    v311(Rule::truncated, in(puback), "x-ack-length", "3.4.1"),
    v311(Rule::truncated, in(pubrec), "x-ack-length", "3.5.1"),
    v311(Rule::truncated, in(pubrel), "x-ack-length", "3.6.1"),
    v311(Rule::truncated, in(pubcomp), "x-ack-length", "3.7.1"),
    v311(Rule::truncated, in(unsuback), "x-unsuback-length", "3.11.1"),
    v311(Rule::truncated, everywhere, "x-truncated-field", "1.5.3"),
    v311(Rule::trailing_bytes, in(connack), "x-connack-length", "3.2.1"),
    v311(Rule::trailing_bytes, in(puback), "x-ack-length", "3.4.1"),
    v311(Rule::trailing_bytes, in(pubrec), "x-ack-length", "3.5.1"),
    v311(Rule::trailing_bytes, in(pubrel), "x-ack-length", "3.6.1"),
    v311(Rule::trailing_bytes, in(pubcomp), "x-ack-length", "3.7.1"),
    v311(Rule::trailing_bytes, in(unsuback), "x-unsuback-length", "3.11.1"),
    v311(Rule::trailing_bytes, in(pingreq), "x-pingreq-body", "3.12.1"),
    v311(Rule::trailing_bytes, in(pingresp), "x-pingresp-length", "3.13.1"),
    v311(Rule::trailing_bytes, in(disconnect), "x-disconnect-body", "3.14.1"),
    v311(Rule::trailing_bytes, everywhere, "x-trailing-bytes", "2.1"),
    v311(Rule::bytes_after_packet, everywhere, "x-trailing-bytes", "2.2.3"),
    v311(Rule::ill_formed_utf8, of(Name::client_identifier), "MQTT-3.1.3-4"),
    v311(Rule::ill_formed_utf8, of(Name::will_topic), "MQTT-3.1.3-10"),
    v311(Rule::ill_formed_utf8, of(Name::user_name), "MQTT-3.1.3-11"),
    v311(Rule::ill_formed_utf8, of(Name::topic_name), "MQTT-3.3.2-1"),
    v311(Rule::ill_formed_utf8, in(subscribe), "MQTT-3.8.3-1"),
    v311(Rule::ill_formed_utf8, in(unsubscribe), "MQTT-3.10.3-1"),
    v311(Rule::ill_formed_utf8, everywhere, "MQTT-1.5.3-1"),
    v311(Rule::null_character, of(Name::will_topic), "MQTT-4.7.3-2"),
    v311(Rule::null_character, of(Name::topic_name), "MQTT-4.7.3-2"),
    v311(Rule::null_character, of(Name::topic_filter), "MQTT-4.7.3-2"),
    v311(Rule::null_character, everywhere, "MQTT-1.5.3-2"),
    v311(Rule::packet_identifier_zero, in(publish), "MQTT-2.3.1-1"),
    v311(Rule::packet_identifier_zero, in(subscribe), "MQTT-2.3.1-1"),
    v311(Rule::packet_identifier_zero, in(unsubscribe), "MQTT-2.3.1-1"),
    v311(Rule::packet_identifier_zero, in(puback), "MQTT-2.3.1-6"),
    v311(Rule::packet_identifier_zero, in(pubrec), "MQTT-2.3.1-6"),
    v311(Rule::packet_identifier_zero, in(pubrel), "MQTT-2.3.1-6"),
    v311(Rule::packet_identifier_zero, in(pubcomp), "", "3.7.2"),
    v311(Rule::packet_identifier_zero, in(suback), "MQTT-2.3.1-7"),
    v311(Rule::packet_identifier_zero, in(unsuback), "MQTT-2.3.1-7"),
    v311(Rule::wildcard_in_topic_name, of(Name::topic_name), "MQTT-3.3.2-2"),
    v311(Rule::wildcard_in_topic_name, everywhere, "MQTT-4.7.1-1"),
    v311(Rule::empty_topic, everywhere, "MQTT-4.7.3-1"),
    v311(Rule::multi_level_wildcard, everywhere, "MQTT-4.7.1-2"),
    v311(Rule::single_level_wildcard, everywhere, "MQTT-4.7.1-3"),
    v311(Rule::protocol_name, everywhere, "MQTT-3.1.2-1"),
    v311(Rule::protocol_level, everywhere, "MQTT-3.1.2-2"),
    v311(Rule::connect_reserved_flag, everywhere, "MQTT-3.1.2-3"),
    v311(Rule::will_qos_without_will, everywhere, "MQTT-3.1.2-13"),
    v311(Rule::will_qos_without_will, everywhere, "MQTT-3.1.2-11"),
    v311(Rule::will_retain_without_will, everywhere, "MQTT-3.1.2-15"),
    v311(Rule::will_retain_without_will, everywhere, "MQTT-3.1.2-11"),
    v311(Rule::will_qos_3, everywhere, "MQTT-3.1.2-14"),
    v311(Rule::password_without_user_name, everywhere, "MQTT-3.1.2-22"),
    v311(Rule::unflagged_fields, everywhere, "MQTT-3.1.2-11"),
    v311(Rule::unflagged_fields, everywhere, "MQTT-3.1.2-18"),
    v311(Rule::unflagged_fields, everywhere, "MQTT-3.1.2-20"),
    v311(Rule::unflagged_fields, everywhere, "x-trailing-bytes", "2.1"),
    v311(Rule::unflagged_credentials, everywhere, "MQTT-3.1.2-18"),
    v311(Rule::unflagged_credentials, everywhere, "MQTT-3.1.2-20"),
    v311(Rule::unflagged_credentials, everywhere, "x-trailing-bytes", "2.1"),
    v311(Rule::unflagged_password, everywhere, "MQTT-3.1.2-20"),
    v311(Rule::unflagged_password, everywhere, "x-trailing-bytes", "2.1"),
    v311(Rule::empty_client_identifier, everywhere, "MQTT-3.1.3-8"),
    v311(Rule::empty_client_identifier, everywhere, "MQTT-3.1.3-7"),
    v311(Rule::acknowledge_flags, everywhere, "x-connack-reserved-bits", "3.2.2.1"),
    v311(Rule::session_present_with_refusal, everywhere, "MQTT-3.2.2-4"),
    v311(Rule::reason_code, in(connack), "MQTT-3.2.2-6"),
    v311(Rule::reason_code, in(connack), "x-connack-reserved-code", "3.2.2.3"),
    v311(Rule::reason_code, in(suback), "MQTT-3.9.3-2"),
    v311(Rule::no_reason_codes, everywhere, "MQTT-3.8.4-5"),
    v311(Rule::no_topic_filters, in(subscribe), "MQTT-3.8.3-3"),
    v311(Rule::no_topic_filters, in(unsubscribe), "MQTT-3.10.3-2"),
    v311(Rule::subscription_options, everywhere, "MQTT-3.8.3-4"),
    v311(Rule::subscription_qos_3, everywhere, "MQTT-3.8.3-4"),
});

constexpr std::array v5_0_table = std::to_array<Citation>({
    v5(Rule::incomplete, everywhere, "x-truncated-field", "2.1.4"),
    v5(Rule::variable_integer_too_long, everywhere, "x-variable-integer-five-bytes", "1.5.5"),
    v5(Rule::variable_integer_not_minimal, everywhere, "MQTT-1.5.5-1"),
    v5(Rule::packet_too_large, from(Sender::client), "MQTT-3.2.2-15"),
    v5(Rule::packet_too_large, from(Sender::server), "MQTT-3.1.2-24"),
    v5(Rule::packet_type_0, everywhere, "x-packet-type-0", "2.1.2"),
    v5(Rule::packet_type_from_wrong_sender, from(Sender::client), "x-server-packet-from-client", "2.1.2"),
    v5(Rule::packet_type_from_wrong_sender, from(Sender::server), "x-server-packet-format", "2.1.2"),
    v5(Rule::fixed_header_flags, in(pubrel), "MQTT-3.6.1-1"),
    v5(Rule::fixed_header_flags, in(subscribe), "MQTT-3.8.1-1"),
    v5(Rule::fixed_header_flags, in(unsubscribe), "MQTT-3.10.1-1"),
    v5(Rule::fixed_header_flags, in(disconnect), "MQTT-3.14.1-1"),
    v5(Rule::fixed_header_flags, in(auth), "MQTT-3.15.1-1"),
    v5(Rule::fixed_header_flags, everywhere, "MQTT-2.1.3-1"),
    v5(Rule::dup_with_qos_0, everywhere, "MQTT-3.3.1-2"),
    v5(Rule::qos_3, everywhere, "MQTT-3.3.1-4"),
    v5(Rule::missing, of(Name::client_identifier), "MQTT-3.1.3-3"),
    v5(Rule::missing, of(Name::will_property_length), "MQTT-3.1.2-9"),
    v5(Rule::missing, of(Name::will_property_length), "MQTT-2.2.2-1"),
    v5(Rule::missing, of(Name::will_topic), "MQTT-3.1.2-9"),
    v5(Rule::missing, of(Name::will_message), "MQTT-3.1.2-9"),
    v5(Rule::missing, of(Name::user_name), "MQTT-3.1.2-17"),
    v5(Rule::missing, of(Name::password), "MQTT-3.1.2-19"),
    v5(Rule::missing, of(Name::topic_name), "MQTT-3.3.2-1"),
    v5(Rule::missing, of(Name::property_length), "MQTT-2.2.2-1"),
    v5(Rule::missing, everywhere, "x-truncated-field", "2.1.4"),
    v5(Rule::truncated, of(Name::client_identifier), "MQTT-3.1.3-1"),
    v5(Rule::truncated, of(Name::will_topic), "MQTT-3.1.3-1"),
    v5(Rule::truncated, of(Name::will_message), "MQTT-3.1.3-1"),
    v5(Rule::truncated, of(Name::user_name), "MQTT-3.1.3-1"),
    v5(Rule::truncated, of(Name::password), "MQTT-3.1.3-1"),
    v5(Rule::truncated, of(Name::topic_name), "MQTT-3.3.2-1"),
    v5(Rule::truncated, everywhere, "x-truncated-field", "2.1.4"),
    v5(Rule::trailing_bytes, in(pingreq), "x-pingreq-body", "3.12"),
    v5(Rule::trailing_bytes, in(pingresp), "x-server-packet-format", "3.13"),
    v5(Rule::trailing_bytes, everywhere, "x-trailing-bytes", "1.2"),
    v5(Rule::bytes_after_packet, everywhere, "x-trailing-bytes", "2.1.4"),
    v5(Rule::ill_formed_utf8, of(Name::client_identifier), "MQTT-3.1.3-4"),
    v5(Rule::ill_formed_utf8, of(Name::will_topic), "MQTT-3.1.3-11"),
    v5(Rule::ill_formed_utf8, of(Name::user_name), "MQTT-3.1.3-12"),
    v5(Rule::ill_formed_utf8, of(Name::topic_name), "MQTT-3.3.2-1"),
    v5(Rule::ill_formed_utf8, in(subscribe, Name::topic_filter), "MQTT-3.8.3-1"),
    v5(Rule::ill_formed_utf8, in(unsubscribe, Name::topic_filter), "MQTT-3.10.3-1"),
    v5(Rule::ill_formed_utf8, in(publish, Name::property_value, Property::response_topic), "MQTT-3.3.2-13"),
    v5(Rule::ill_formed_utf8, in(publish, Name::property_value, Property::content_type), "MQTT-3.3.2-19"),
    v5(Rule::ill_formed_utf8, of(Name::user_property_name), "MQTT-1.5.7-1"),
    v5(Rule::ill_formed_utf8, of(Name::user_property_value), "MQTT-1.5.7-1"),
    v5(Rule::ill_formed_utf8, everywhere, "MQTT-1.5.4-1"),
    v5(Rule::null_character, of(Name::will_topic), "MQTT-4.7.3-2"),
    v5(Rule::null_character, of(Name::topic_name), "MQTT-4.7.3-2"),
    v5(Rule::null_character, of(Name::topic_filter), "MQTT-4.7.3-2"),
    v5(Rule::null_character, of(Property::response_topic), "MQTT-4.7.3-2"),
    v5(Rule::null_character, of(Name::user_property_name), "MQTT-1.5.7-1"),
    v5(Rule::null_character, of(Name::user_property_value), "MQTT-1.5.7-1"),
    v5(Rule::null_character, everywhere, "MQTT-1.5.4-2"),
    v5(Rule::packet_identifier_zero, from(Sender::client, publish), "MQTT-2.2.1-3"),
    v5(Rule::packet_identifier_zero, from(Sender::server, publish), "MQTT-2.2.1-4"),
    v5(Rule::packet_identifier_zero, in(subscribe), "MQTT-2.2.1-3"),
    v5(Rule::packet_identifier_zero, in(unsubscribe), "MQTT-2.2.1-3"),
    v5(Rule::packet_identifier_zero, in(puback), "MQTT-2.2.1-5"),
    v5(Rule::packet_identifier_zero, in(pubrec), "MQTT-2.2.1-5"),
    v5(Rule::packet_identifier_zero, in(pubrel), "MQTT-2.2.1-5"),
    v5(Rule::packet_identifier_zero, in(pubcomp), "MQTT-2.2.1-5"),
    v5(Rule::packet_identifier_zero, in(suback), "MQTT-2.2.1-6"),
    v5(Rule::packet_identifier_zero, in(unsuback), "MQTT-2.2.1-6"),
    v5(Rule::wildcard_in_topic_name, of(Name::topic_name), "MQTT-3.3.2-2"),
    v5(Rule::wildcard_in_topic_name, in(publish, Name::property_value, Property::response_topic), "MQTT-3.3.2-14"),
    v5(Rule::wildcard_in_topic_name, everywhere, "MQTT-4.7.0-1"),
    v5(Rule::empty_topic, everywhere, "MQTT-4.7.3-1"),
    v5(Rule::empty_topic_without_alias, everywhere, "x-empty-topic-without-alias", "3.3.2.1"),
    v5(Rule::empty_topic_without_alias, everywhere, "MQTT-4.7.3-1"),
    v5(Rule::multi_level_wildcard, everywhere, "MQTT-4.7.1-1"),
    v5(Rule::single_level_wildcard, everywhere, "MQTT-4.7.1-2"),
    v5(Rule::share_name_empty, everywhere, "MQTT-4.8.2-1"),
    v5(Rule::share_name, everywhere, "MQTT-4.8.2-2"),
    v5(Rule::no_local_on_shared, everywhere, "MQTT-3.8.3-4"),
    v5(Rule::protocol_name, everywhere, "MQTT-3.1.2-1"),
    v5(Rule::protocol_level, everywhere, "MQTT-3.1.2-2"),
    v5(Rule::connect_reserved_flag, everywhere, "MQTT-3.1.2-3"),
    v5(Rule::will_qos_without_will, everywhere, "MQTT-3.1.2-11"),
    v5(Rule::will_retain_without_will, everywhere, "MQTT-3.1.2-13"),
    v5(Rule::will_qos_3, everywhere, "MQTT-3.1.2-12"),
    v5(Rule::unflagged_fields, everywhere, "MQTT-3.1.2-16"),
    v5(Rule::unflagged_fields, everywhere, "MQTT-3.1.2-18"),
    v5(Rule::unflagged_fields, everywhere, "x-trailing-bytes", "1.2"),
    v5(Rule::unflagged_credentials, everywhere, "MQTT-3.1.2-16"),
    v5(Rule::unflagged_credentials, everywhere, "MQTT-3.1.2-18"),
    v5(Rule::unflagged_credentials, everywhere, "x-trailing-bytes", "1.2"),
    v5(Rule::unflagged_user_name, everywhere, "MQTT-3.1.2-16"),
    v5(Rule::unflagged_user_name, everywhere, "x-trailing-bytes", "1.2"),
    v5(Rule::unflagged_password, everywhere, "MQTT-3.1.2-18"),
    v5(Rule::unflagged_password, everywhere, "x-trailing-bytes", "1.2"),
    v5(Rule::acknowledge_flags, everywhere, "MQTT-3.2.2-1"),
    v5(Rule::session_present_with_refusal, everywhere, "MQTT-3.2.2-6"),
    v5(Rule::reason_code, in(connack), "MQTT-3.2.2-8"),
    v5(Rule::reason_code, in(puback), "MQTT-3.4.2-1"),
    v5(Rule::reason_code, in(pubrec), "MQTT-3.5.2-1"),
    v5(Rule::reason_code, in(pubrel), "MQTT-3.6.2-1"),
    v5(Rule::reason_code, in(pubcomp), "MQTT-3.7.2-1"),
    v5(Rule::reason_code, in(suback), "MQTT-3.9.3-2"),
    v5(Rule::reason_code, in(unsuback), "MQTT-3.11.3-2"),
    v5(Rule::reason_code, in(disconnect), "MQTT-3.14.2-1"),
    v5(Rule::reason_code, in(auth), "MQTT-3.15.2-1"),
    v5(Rule::reason_code_from_wrong_sender, in(puback), "MQTT-3.4.2-1"),
    v5(Rule::reason_code_from_wrong_sender, in(pubrec), "MQTT-3.5.2-1"),
    v5(Rule::reason_code_from_wrong_sender, in(disconnect), "x-disconnect-code-direction", "3.14.2.1"),
    v5(Rule::reason_code_from_wrong_sender, in(auth), "x-auth-code-direction", "3.15.2.1"),
    v5(Rule::no_reason_codes, in(suback), "MQTT-3.8.4-6"),
    v5(Rule::no_reason_codes, in(unsuback), "MQTT-3.11.3-2"),
    v5(Rule::no_topic_filters, in(subscribe), "MQTT-3.8.3-2"),
    v5(Rule::no_topic_filters, in(unsubscribe), "MQTT-3.10.3-2"),
    v5(Rule::subscription_options, everywhere, "MQTT-3.8.3-5"),
    v5(Rule::subscription_qos_3, everywhere, "x-subscribe-qos-3", "3.8.3.1"),
    v5(Rule::retain_handling_3, everywhere, "x-retain-handling-3", "3.8.3.1"),
    v5(Rule::property_unknown, everywhere, "x-property-unknown", "2.2.2.2"),
    v5(Rule::property_not_allowed, everywhere, "x-property-wrong-packet", "2.2.2.2"),
    v5(Rule::property_duplicate, in(connect), "x-property-duplicate", "3.1"),
    v5(Rule::property_duplicate, in(connack), "x-property-duplicate", "3.2.2.3"),
    v5(Rule::property_duplicate, in(publish), "x-property-duplicate", "3.3.2.3"),
    v5(Rule::property_duplicate, in(puback), "x-property-duplicate", "3.4.2.2"),
    v5(Rule::property_duplicate, in(pubrec), "x-property-duplicate", "3.5.2.2"),
    v5(Rule::property_duplicate, in(pubrel), "x-property-duplicate", "3.6.2.2"),
    v5(Rule::property_duplicate, in(pubcomp), "x-property-duplicate", "3.7.2.2"),
    v5(Rule::property_duplicate, in(subscribe), "x-subscription-id-duplicate", "3.8.2.1.2"),
    v5(Rule::property_duplicate, in(suback), "x-property-duplicate", "3.9.2.1"),
    v5(Rule::property_duplicate, in(unsuback), "x-property-duplicate", "3.11.2.1"),
    v5(Rule::property_duplicate, in(disconnect), "x-property-duplicate", "3.14.2.2"),
    v5(Rule::property_duplicate, in(auth), "x-property-duplicate", "3.15.2.2"),
    v5(Rule::property_length_overrun, of(Name::property_value), "x-property-wrong-type", "2.2.2.2"),
    v5(Rule::property_length_overrun, everywhere, "x-property-length-overrun", "2.2.2.1"),
    v5(Rule::property_value_above_1, in(connack), "x-connack-boolean-value", "3.2.2.3"),
    v5(Rule::property_value_above_1, of(Property::request_response_information), "x-request-response-information-value",
       "3.1.2.11.6"),
    v5(Rule::property_value_above_1, of(Property::request_problem_information), "x-request-problem-information-value",
       "3.1.2.11.7"),
    v5(Rule::property_value_above_1, of(Property::payload_format_indicator), "x-payload-format-indicator-value",
       "3.3.2.3.2"),
    v5(Rule::property_value_zero, in(connect, any_field, Property::receive_maximum), "x-receive-maximum-zero",
       "3.1.2.11.3"),
    v5(Rule::property_value_zero, in(connack, any_field, Property::receive_maximum), "x-connack-receive-maximum-zero",
       "3.2.2.3.3"),
    v5(Rule::property_value_zero, in(connect, any_field, Property::maximum_packet_size), "x-maximum-packet-size-zero",
       "3.1.2.11.4"),
    v5(Rule::property_value_zero, in(connack, any_field, Property::maximum_packet_size),
       "x-connack-maximum-packet-size-zero", "3.2.2.3.6"),
    v5(Rule::property_value_zero, of(Property::topic_alias), "MQTT-3.3.2-8"),
    v5(Rule::property_value_zero, in(subscribe), "x-subscription-id-zero", "3.8.2.1.2"),
    v5(Rule::property_value_zero, in(publish, any_field, Property::subscription_identifier), "x-server-subscription-id",
       "3.3.2.3.8"),
    v5(Rule::session_expiry_from_server, everywhere, "MQTT-3.14.2-2"),
    v5(Rule::subscription_identifier_from_client, everywhere, "MQTT-3.3.4-6"),
    v5(Rule::authentication_data_without_method, everywhere, "x-auth-data-without-method", "3.1.2.11.10"),
    v5(Rule::authentication_method_missing, everywhere, "x-auth-method-missing", "3.15.2.2.2"),
    v5(Rule::payload_not_utf8, everywhere, "x-payload-utf8", "3.3.2.3.2"),
});

template <std::size_t... Sizes>
constexpr auto join(const std::array<Citation, Sizes>&... tables) {
    std::array<Citation, (Sizes + ...)> out{};
    auto next = out.begin();
    const auto copy = [&next](const auto& table) {
        for (const Citation& row : table)
            *next++ = row;
    };
    (copy(tables), ...);
    return out;
}

constexpr auto citation_table = join(v3_1_table, v3_1_1_table, v5_0_table);

}  // namespace

std::span<const RuleRow> rules() {
    return rule_table;
}

std::span<const Citation> citations() {
    return citation_table;
}

}  // namespace gauntlet::wire::mqtt
