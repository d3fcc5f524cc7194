#include "outlet.hpp"

namespace gauntlet::reference::mqtt {

bool Outlet::send(const Message& message) {
    buffer_.clear();
    wire::mqtt::encode(message, version_, buffer_);
    if (buffer_.size() > limits_.packet_size)
        return false;
    output_.send(buffer_);
    return true;
}

bool Outlet::publish(const Delivery& delivery, std::uint16_t packet_identifier, bool dup, Time now) {
    const Publish plain = publish_of(delivery, packet_identifier, dup, now);
    Publish publish = plain;
    if (const auto known = aliases_.find(plain.topic); known != aliases_.end()) {
        publish.topic.clear();
        publish.properties.push_back({Property::topic_alias, std::uint32_t{known->second}});
        return send(publish);
    }
    // Aliases go to the first topics, and stay with them: none above what the client allows [MQTT-3.1.2-26].
    if (aliases_.size() >= limits_.topic_alias_maximum)
        return send(plain);
    const auto alias = static_cast<std::uint16_t>(aliases_.size() + 1);
    publish.properties.push_back({Property::topic_alias, std::uint32_t{alias}});
    if (!send(publish))
        return send(plain);
    aliases_.emplace(plain.topic, alias);
    return true;
}

}  // namespace gauntlet::reference::mqtt
