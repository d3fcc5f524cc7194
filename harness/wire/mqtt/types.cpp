#include "gauntlet/wire/mqtt/types.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::wire::mqtt {

std::string_view name(Version version) {
    switch (version) {
        case Version::v3_1:
            return "3.1";
        case Version::v3_1_1:
            return "3.1.1";
        case Version::v5_0:
            break;
    }
    return "5.0";
}

std::string_view name(Sender sender) {
    return sender == Sender::client ? "client" : "server";
}

std::string_view name(PacketType type) {
    static constexpr std::array<std::string_view, 16> names = {
        "RESERVED",  "CONNECT", "CONNACK",     "PUBLISH",  "PUBACK",  "PUBREC",   "PUBREL",     "PUBCOMP",
        "SUBSCRIBE", "SUBACK",  "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"};
    return names[static_cast<std::size_t>(type) & 15];
}

std::optional<Version> version_of(std::string_view name_of_version) {
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        if (name(version) == name_of_version)
            return version;
    return std::nullopt;
}

std::optional<Version> version_of_connect(View bytes) {
    constexpr std::string_view mqtt("\0\4MQTT", 6);
    constexpr std::string_view mqisdp("\0\6MQIsdp", 8);
    if (bytes.empty() || bytes[0] >> 4 != static_cast<std::uint8_t>(PacketType::connect))
        return std::nullopt;
    std::size_t length_bytes = 1;
    while (length_bytes < 4 && length_bytes < bytes.size() && (bytes[length_bytes] & 0x80) != 0)
        ++length_bytes;
    const std::string_view rest = text(bytes).substr(std::min(bytes.size(), length_bytes + 1));
    if (rest.size() > mqtt.size() && rest.starts_with(mqtt) && (rest[6] == 4 || rest[6] == 5))
        return static_cast<Version>(rest[6]);
    if (rest.size() > mqisdp.size() && rest.starts_with(mqisdp) && rest[8] == 3)
        return Version::v3_1;
    return std::nullopt;
}

}  // namespace gauntlet::wire::mqtt
