#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/property.hpp"
#include "gauntlet/wire/mqtt/types.hpp"

/// The packets as values. Text and binary data are both strings of bytes. encode() writes the values as they are: what
/// has no value here (a wrong length, a missing field) is written in notation.
namespace gauntlet::wire::mqtt {

using StringPair = std::pair<std::string, std::string>;

/// A property and its value: a number, text or binary data, or the pair of a User Property.
struct PropertyValue {
    Property property = Property::none;
    std::variant<std::uint32_t, std::string, StringPair> value;

    bool operator==(const PropertyValue&) const = default;
};

/// In the order of the wire; duplicates are kept.
using Properties = std::vector<PropertyValue>;

/// MQTT 5.0 section 3.1.3.2; the properties are written in 5.0 only.
struct Will {
    std::string topic;
    std::string message;
    std::uint8_t qos = 0;
    bool retain = false;
    Properties properties = {};

    bool operator==(const Will&) const = default;
};

struct Connect {
    static constexpr PacketType type = PacketType::connect;
    std::string client_identifier;
    bool clean_start = true;        // Clean Session before 5.0
    std::uint16_t keep_alive = 60;  // seconds, 0 turns it off
    std::optional<Will> will = {};
    std::optional<std::string> user_name = {};
    std::optional<std::string> password = {};
    Properties properties = {};

    bool operator==(const Connect&) const = default;
};

struct Connack {
    static constexpr PacketType type = PacketType::connack;
    bool session_present = false;
    std::uint8_t reason = 0;
    Properties properties = {};

    bool operator==(const Connack&) const = default;
};

struct Publish {
    static constexpr PacketType type = PacketType::publish;
    std::string topic;
    std::string payload = {};
    std::uint8_t qos = 0;
    bool retain = false;
    bool dup = false;
    std::uint16_t packet_identifier = 0;  // written where the QoS is above 0
    Properties properties = {};

    bool operator==(const Publish&) const = default;
};

/// PUBACK, PUBREC, PUBREL and PUBCOMP; before 5.0 only the identifier is written.
template <PacketType Type>
struct Acknowledgement {
    static constexpr PacketType type = Type;
    std::uint16_t packet_identifier = 0;
    std::uint8_t reason = 0;
    Properties properties = {};

    bool operator==(const Acknowledgement&) const = default;
};

using Puback = Acknowledgement<PacketType::puback>;
using Pubrec = Acknowledgement<PacketType::pubrec>;
using Pubrel = Acknowledgement<PacketType::pubrel>;
using Pubcomp = Acknowledgement<PacketType::pubcomp>;

/// A Topic Filter with its options (MQTT 5.0 section 3.8.3.1); before 5.0 only the QoS is written.
struct Subscription {
    std::string filter;
    std::uint8_t qos = 0;
    bool no_local = false;
    bool retain_as_published = false;
    std::uint8_t retain_handling = 0;

    bool operator==(const Subscription&) const = default;
};

struct Subscribe {
    static constexpr PacketType type = PacketType::subscribe;
    std::uint16_t packet_identifier = 0;
    std::vector<Subscription> subscriptions;
    Properties properties = {};

    bool operator==(const Subscribe&) const = default;
};

struct Suback {
    static constexpr PacketType type = PacketType::suback;
    std::uint16_t packet_identifier = 0;
    std::vector<std::uint8_t> reasons;
    Properties properties = {};

    bool operator==(const Suback&) const = default;
};

struct Unsubscribe {
    static constexpr PacketType type = PacketType::unsubscribe;
    std::uint16_t packet_identifier = 0;
    std::vector<std::string> filters;
    Properties properties = {};

    bool operator==(const Unsubscribe&) const = default;
};

struct Unsuback {
    static constexpr PacketType type = PacketType::unsuback;
    std::uint16_t packet_identifier = 0;
    std::vector<std::uint8_t> reasons = {};  // written in 5.0 only
    Properties properties = {};

    bool operator==(const Unsuback&) const = default;
};

struct Pingreq {
    static constexpr PacketType type = PacketType::pingreq;
    bool operator==(const Pingreq&) const = default;
};

struct Pingresp {
    static constexpr PacketType type = PacketType::pingresp;
    bool operator==(const Pingresp&) const = default;
};

/// Before 5.0 there is nothing to write but the packet.
struct Disconnect {
    static constexpr PacketType type = PacketType::disconnect;
    std::uint8_t reason = 0;
    Properties properties = {};

    bool operator==(const Disconnect&) const = default;
};

/// 5.0 only.
struct Auth {
    static constexpr PacketType type = PacketType::auth;
    std::uint8_t reason = 0;
    Properties properties = {};

    bool operator==(const Auth&) const = default;
};

using Message = std::variant<Connect, Connack, Publish, Puback, Pubrec, Pubrel, Pubcomp, Subscribe, Suback, Unsubscribe,
                             Unsuback, Pingreq, Pingresp, Disconnect, Auth>;

/// The packet of a message. Throws std::length_error where a text is longer than 65,535 bytes or the packet longer than
/// a Remaining Length can say.
Bytes encode(const Message& message, Version version);

/// The same, appended to bytes whose memory is used again.
void encode(const Message& message, Version version, Bytes& out);

/// The value of a good packet; nothing for one with a violation, as it may have no value.
std::optional<Message> message(const Packet& packet);

/// What a server keeps under a topic (MQTT 5.0 section 3.3.1.3).
struct Retained {
    std::string topic;
    /// Has no payload: the server forgets what it kept. Not so for QoS 2, where it may wait for PUBREL.
    bool empty = false;
    bool operator==(const Retained&) const = default;
};

/// The message that a server may keep of a PUBLISH, or of a CONNECT as its will, whatever other rule the packet breaks:
/// a lenient server takes it. Nothing where nothing is to be retained or the topic is no topic name.
std::optional<Retained> retained(const Packet& packet);

}  // namespace gauntlet::wire::mqtt
