#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/wire/mqtt/field.hpp"
#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::wire::mqtt {

/// What can be wrong with one packet, as far as the packet alone shows it.
enum class Rule : std::uint8_t {
    // framing
    incomplete,
    variable_integer_too_long,
    variable_integer_not_minimal,
    packet_too_large,
    // fixed header
    packet_type_0,
    packet_type_15,
    packet_type_from_wrong_sender,
    fixed_header_flags,
    dup_with_qos_0,
    qos_3,
    // every field
    missing,
    truncated,
    trailing_bytes,
    bytes_after_packet,
    ill_formed_utf8,
    null_character,
    packet_identifier_zero,
    // topics
    wildcard_in_topic_name,
    empty_topic,
    empty_topic_without_alias,
    multi_level_wildcard,
    single_level_wildcard,
    share_name_empty,
    share_name,
    no_local_on_shared,
    // CONNECT
    protocol_name,
    protocol_level,
    connect_reserved_flag,
    will_qos_without_will,
    will_retain_without_will,
    will_qos_3,
    password_without_user_name,
    unflagged_fields,
    unflagged_credentials,
    unflagged_user_name,
    unflagged_password,
    client_identifier_length,
    empty_client_identifier,
    // acknowledgements
    acknowledge_flags,
    session_present_with_refusal,
    reason_code,
    reason_code_from_wrong_sender,
    no_reason_codes,
    // SUBSCRIBE and UNSUBSCRIBE
    no_topic_filters,
    subscription_options,
    subscription_qos_3,
    retain_handling_3,
    // properties
    property_unknown,
    property_not_allowed,
    property_duplicate,
    property_length_overrun,
    property_value_above_1,
    property_value_zero,
    session_expiry_from_server,
    subscription_identifier_from_client,
    authentication_data_without_method,
    authentication_method_missing,
    payload_not_utf8,
};

/// What is wrong, in words, and the MQTT 5.0 reason code that announces it (section 4.13).
struct RuleRow {
    Rule rule;
    std::uint8_t reason;
    std::string_view message;
};

std::span<const RuleRow> rules();

/// A clause that a rule stands for. `id` is a normative statement ("MQTT-3.1.2-1"), or, for a rule of the standard that
/// carries no statement, a name of ours ("x-trailing-bytes") with the section that has the rule.
struct Clause {
    std::string_view id;
    std::string_view section;

    bool operator==(const Clause&) const = default;
};

/// One row of the table of clauses: which clause a rule breaks in which version. `type`, `field`, `property`
/// and `sender` narrow the row; PacketType::reserved, any_field, Property::none and no sender stand for all.
struct Citation {
    Version version;
    Rule rule;
    PacketType type;
    Name field;
    Property property;
    std::optional<Sender> sender;
    Clause clause;
};

inline constexpr Name any_field = Name{0xff};

/// Every clause that decode() can name.
std::span<const Citation> citations();

/// The first thing that is wrong with a packet.
struct Violation {
    Rule rule = Rule::incomplete;
    Name field = Name::rest;
    Property property = Property::none;
    PacketType type = PacketType::reserved;
    Context context;
    std::uint32_t offset = 0;  // from the packet's first byte to the first wrong byte; to its end for what is missing

    bool operator==(const Violation&) const = default;
};

/// The clauses that it breaks, the closest first.
std::vector<Clause> clauses(const Violation& violation);

/// "[MQTT-3.1.2-1]", or "MQTT 3.1.1 section 2.2.3" for a clause without a statement.
std::string text(const Clause& clause, Version version);

/// The reason code of MQTT 5.0 that a receiver announces it with, such as 0x81, Malformed Packet.
std::uint8_t reason(const Violation& violation);

/// One line: `CONNECT: protocol name at byte 4: … ([MQTT-3.1.2-1])`.
std::string text(const Violation& violation);

}  // namespace gauntlet::wire::mqtt
