#include "application_message.hpp"

#include <algorithm>
#include <chrono>

namespace gauntlet::reference::mqtt {
namespace {

// MQTT-3.3.2-4, -15, -16, -17, -18 and -20: these go on unaltered, User Properties in their order. Topic Alias concerns
// one connection, Will Delay Interval the server.
bool goes_on(Property property) {
    switch (property) {
        case Property::payload_format_indicator:
        case Property::content_type:
        case Property::response_topic:
        case Property::correlation_data:
        case Property::user_property:
            return true;
        default:
            return false;
    }
}

void take_properties(ApplicationMessage& message, const Properties& properties, Time now) {
    for (const auto& row : properties) {
        if (goes_on(row.property))
            message.properties.push_back(row);
        if (row.property == Property::message_expiry_interval)
            message.expires = now + std::chrono::seconds(std::get<std::uint32_t>(row.value));
    }
}

}  // namespace

ApplicationMessage message_of(const Publish& publish, std::string_view publisher, Time now) {
    ApplicationMessage message{.topic = publish.topic,
                               .payload = publish.payload,
                               .qos = publish.qos,
                               .retain = publish.retain,
                               .properties = {},
                               .expires = std::nullopt,
                               .publisher = std::string(publisher)};
    take_properties(message, publish.properties, now);
    return message;
}

ApplicationMessage message_of(const Will& will, std::string_view publisher, Time now) {
    ApplicationMessage message{.topic = will.topic,
                               .payload = will.message,
                               .qos = will.qos,
                               .retain = will.retain,
                               .properties = {},
                               .expires = std::nullopt,
                               .publisher = std::string(publisher)};
    take_properties(message, will.properties, now);
    return message;
}

bool expired(const ApplicationMessage& message, Time now) {
    return message.expires && *message.expires <= now;
}

Publish publish_of(const Delivery& delivery, std::uint16_t packet_identifier, bool dup, Time now) {
    const ApplicationMessage& message = *delivery.message;
    Publish publish{.topic = message.topic,
                    .payload = message.payload,
                    .qos = delivery.qos,
                    .retain = delivery.retain,
                    .dup = dup,
                    .packet_identifier = packet_identifier,
                    .properties = message.properties};
    // What is left of the interval [MQTT-3.3.2-6]; a message that was in flight already may be sent again after it.
    if (message.expires) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(std::max(*message.expires - now, Time::duration{0}));
        publish.properties.push_back({Property::message_expiry_interval, static_cast<std::uint32_t>(left.count())});
    }
    publish.properties.insert(publish.properties.end(), delivery.subscription_identifiers.begin(),
                              delivery.subscription_identifiers.end());
    return publish;
}

}  // namespace gauntlet::reference::mqtt
