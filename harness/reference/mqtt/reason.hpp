// The reason codes that this server gives (MQTT 5.0 section 2.4).
#pragma once

#include <cstdint>

namespace gauntlet::reference::mqtt::reason {

inline constexpr std::uint8_t success = 0x00;
inline constexpr std::uint8_t no_subscription_existed = 0x11;
inline constexpr std::uint8_t failure = 0x80;  // the only one in a SUBACK before 5.0
inline constexpr std::uint8_t protocol_error = 0x82;
inline constexpr std::uint8_t unsupported_protocol_version = 0x84;
inline constexpr std::uint8_t client_identifier_not_valid = 0x85;
inline constexpr std::uint8_t bad_user_name_or_password = 0x86;
inline constexpr std::uint8_t not_authorised = 0x87;
inline constexpr std::uint8_t server_shutting_down = 0x8b;
inline constexpr std::uint8_t bad_authentication_method = 0x8c;
inline constexpr std::uint8_t keep_alive_timeout = 0x8d;
inline constexpr std::uint8_t session_taken_over = 0x8e;
inline constexpr std::uint8_t packet_identifier_in_use = 0x91;
inline constexpr std::uint8_t packet_identifier_not_found = 0x92;
inline constexpr std::uint8_t receive_maximum_exceeded = 0x93;
inline constexpr std::uint8_t topic_alias_invalid = 0x94;
inline constexpr std::uint8_t quota_exceeded = 0x97;

/// MQTT 5.0 section 2.4: 0x80 and above say that it failed.
constexpr bool failed(std::uint8_t code) {
    return code >= 0x80;
}

}  // namespace gauntlet::reference::mqtt::reason
