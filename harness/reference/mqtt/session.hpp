// What the server keeps of a client beyond its network connection (MQTT 5.0 section 4.1).
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "codec.hpp"
#include "gauntlet/reference/mqtt/time.hpp"
#include "outbox.hpp"

namespace gauntlet::reference::mqtt {

class Protocol;

/// One Topic Filter that a session has subscribed to, with its options (MQTT 5.0 section 3.8.3.1).
struct Subscribed {
    std::string filter;  // without `$share/NAME/`
    bool shared = false;
    std::uint8_t qos = 0;
    bool no_local = false;
    bool retain_as_published = false;
    std::uint32_t identifier = 0;  // 0: none
    std::uint64_t served = 0;      // of a shared subscription: when it last got a message, in the order of all of them
};

struct Session {
    static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();  // MQTT 5.0 section 3.1.2.11.2

    Session(std::string client_identifier, std::optional<std::string> user_name, const Limits& limits)
        : id(std::move(client_identifier)), user(std::move(user_name)), outbox(limits) {}

    const std::string id;
    const std::optional<std::string> user;  // who may resume it
    Protocol* connection = nullptr;
    std::uint32_t expiry_interval = 0;  // seconds from the end of the connection on
    std::optional<Time> expires;        // while there is no connection
    std::optional<Will> will;
    std::optional<Time> will_due;                                  // while there is no connection
    std::map<std::string, Subscribed, std::less<>> subscriptions;  // by the whole filter
    std::set<std::uint16_t> unreleased;  // identifiers of QoS 2 messages received, until PUBREL
    Outbox outbox;
};

}  // namespace gauntlet::reference::mqtt
