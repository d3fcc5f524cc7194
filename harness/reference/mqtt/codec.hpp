// The names of the codec, which this room uses throughout.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::reference::mqtt {

using wire::Bytes;
using wire::View;
using wire::mqtt::Auth;
using wire::mqtt::Connack;
using wire::mqtt::Connect;
using wire::mqtt::Context;
using wire::mqtt::Disconnect;
using wire::mqtt::Message;
using wire::mqtt::Packet;
using wire::mqtt::PacketType;
using wire::mqtt::Pingreq;
using wire::mqtt::Pingresp;
using wire::mqtt::Properties;
using wire::mqtt::Property;
using wire::mqtt::Puback;
using wire::mqtt::Pubcomp;
using wire::mqtt::Publish;
using wire::mqtt::Pubrec;
using wire::mqtt::Pubrel;
using wire::mqtt::Rule;
using wire::mqtt::Sender;
using wire::mqtt::Suback;
using wire::mqtt::Subscribe;
using wire::mqtt::Unsuback;
using wire::mqtt::Unsubscribe;
using wire::mqtt::Version;
using wire::mqtt::Violation;
using wire::mqtt::Will;

/// The value of a property that is a number, or `otherwise` where the packet has none.
inline std::uint32_t number_of(const Properties& properties, Property property, std::uint32_t otherwise) {
    for (const auto& row : properties)
        if (row.property == property)
            return std::get<std::uint32_t>(row.value);
    return otherwise;
}

}  // namespace gauntlet::reference::mqtt
