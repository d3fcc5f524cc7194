#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::mqtt {

enum class Version : std::uint8_t { v3_1 = 3, v3_1_1 = 4, v5_0 = 5 };

enum class Sender : std::uint8_t { client, server };

/// The control packet types (MQTT 5.0 section 2.1.2); the value is the wire's. 0 is forbidden, 15 is before 5.0.
enum class PacketType : std::uint8_t {
    reserved = 0,
    connect = 1,
    connack = 2,
    publish = 3,
    puback = 4,
    pubrec = 5,
    pubrel = 6,
    pubcomp = 7,
    subscribe = 8,
    suback = 9,
    unsubscribe = 10,
    unsuback = 11,
    pingreq = 12,
    pingresp = 13,
    disconnect = 14,
    auth = 15,
};

/// Who sent the bytes, and which protocol they follow.
struct Context {
    Version version = Version::v3_1_1;
    Sender sender = Sender::client;

    bool operator==(const Context&) const = default;
};

/// "3.1", "3.1.1" or "5.0".
std::string_view name(Version version);
/// "client" or "server".
std::string_view name(Sender sender);
/// "CONNECT" and so on; "RESERVED" for 0, and AUTH for 15 whatever the version.
std::string_view name(PacketType type);

/// The version of that name; nothing for other texts.
std::optional<Version> version_of(std::string_view name);

/// The version that the CONNECT packet at the start of `bytes` asks for by its protocol name and level; nothing where
/// the bytes are no CONNECT or ask for another protocol.
std::optional<Version> version_of_connect(View bytes);

}  // namespace gauntlet::wire::mqtt
