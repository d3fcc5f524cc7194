// The steps that most scenarios are made of.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/step.hpp"

namespace gauntlet::core {

// An MQTT 3.1.1 CONNECT with a clean session and the client id {id}CHANNEL; with {user} and {password} where the
// profile asks for a password.
constexpr std::string connect_packet(const Profile& profile, const std::string& channel) {
    const bool password = profile.access == Access::password;
    return "10 r{ s'MQTT' 04 " + std::string(password ? "c2" : "02") + " k60 s'{id}" + channel + "'" +
           (password ? " s'{user}' s'{password}'" : "") + " }";
}

// Open, CONNECT at once, and whatever comes: under TLS 1.3 the broker judges the client's certificate after the
// client's handshake is complete (RFC 8446 4.4.2.4), so the decisive observation is the one at "connack".
constexpr std::vector<Step> connecting(const Profile& profile) {
    return {Open{}, Send{"a", connect_packet(profile, "a")}, Read{"a", "connack"}};
}

}  // namespace gauntlet::core
