// What a client has published, apart from the packet that brought it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "codec.hpp"
#include "gauntlet/reference/mqtt/time.hpp"

namespace gauntlet::reference::mqtt {

struct ApplicationMessage {
    std::string topic;
    std::string payload;
    std::uint8_t qos = 0;
    bool retain = false;
    Properties properties;        // those that go on to the subscribers unaltered, in the publisher's order
    std::optional<Time> expires;  // Message Expiry Interval, counted from its arrival
    std::string publisher;        // client identifier
};

/// One message for all who get it.
using SharedMessage = std::shared_ptr<const ApplicationMessage>;

/// `publish` has its topic, also where that came as an alias.
ApplicationMessage message_of(const Publish& publish, std::string_view publisher, Time now);
ApplicationMessage message_of(const Will& will, std::string_view publisher, Time now);

bool expired(const ApplicationMessage& message, Time now);

/// A message on its way to one session.
struct Delivery {
    SharedMessage message;
    std::uint8_t qos = 0;
    bool retain = false;
    Properties subscription_identifiers = {};
    std::string shared = {};  // the whole filter, where it came by a shared subscription
};

/// The packet that brings it to a client (MQTT 5.0 section 3.3); `packet_identifier` counts where the QoS is above 0.
Publish publish_of(const Delivery& delivery, std::uint16_t packet_identifier, bool dup, Time now);

}  // namespace gauntlet::reference::mqtt
