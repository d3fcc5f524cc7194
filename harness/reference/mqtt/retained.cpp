#include "retained.hpp"

#include "topic.hpp"

namespace gauntlet::reference::mqtt {

bool Retained::store(const SharedMessage& message, Time now) {
    if (message->payload.empty()) {  // [MQTT-3.3.1-6] [MQTT-3.3.1-7]
        messages_.erase(message->topic);
        return true;
    }
    if (messages_.size() >= maximum_ && !messages_.contains(message->topic))
        std::erase_if(messages_, [now](const auto& row) { return expired(*row.second, now); });
    if (messages_.size() >= maximum_ && !messages_.contains(message->topic))
        return false;
    messages_[message->topic] = message;  // [MQTT-3.3.1-5]
    return true;
}

std::vector<SharedMessage> Retained::matching(std::string_view filter, Time now) const {
    std::vector<SharedMessage> out;
    for (const auto& [topic, message] : messages_)
        if (matches(filter, topic) && !expired(*message, now))
            out.push_back(message);
    return out;
}

}  // namespace gauntlet::reference::mqtt
