// SUBSCRIBE and UNSUBSCRIBE (MQTT 5.0 sections 3.8 to 3.11).
#include <string_view>
#include <vector>

#include "protocol.hpp"
#include "reason.hpp"
#include "topic.hpp"

namespace gauntlet::reference::mqtt {

// What one filter of a SUBSCRIBE gets.
struct Protocol::Grant {
    std::uint8_t reason = reason::success;
    const Subscribed* with_retained = nullptr;
};

void Protocol::on(const Subscribe& subscribe, Time now) {
    const std::uint32_t identifier = number_of(subscribe.properties, Property::subscription_identifier, 0);
    Suback suback{.packet_identifier = subscribe.packet_identifier, .reasons = {}};
    std::vector<const Subscribed*> with_retained;
    for (const auto& wanted : subscribe.subscriptions) {
        const Grant granted = grant(wanted, identifier);
        suback.reasons.push_back(granted.reason);
        if (granted.with_retained != nullptr)
            with_retained.push_back(granted.with_retained);
    }
    answer(suback);
    for (const Subscribed* subscribed : with_retained)
        exchange_.send_retained(*session_, *subscribed, now);
}

Protocol::Grant Protocol::grant(const wire::mqtt::Subscription& wanted, std::uint32_t identifier) {
    // Before 5.0 `$share` is a level like others.
    const std::optional<std::string_view> shared = v5() ? shared_filter(wanted.filter) : std::nullopt;
    const std::string_view filter = shared.value_or(wanted.filter);
    auto& subscriptions = session_->subscriptions;
    const bool is_new = !subscriptions.contains(wanted.filter);
    if (!rights_.cover(filter))
        return {.reason = v5() ? reason::not_authorised : reason::failure};
    if (is_new && subscriptions.size() >= exchange_.limits().subscriptions_per_session)
        return {.reason = v5() ? reason::quota_exceeded : reason::failure};
    Subscribed& subscribed = subscriptions[wanted.filter];  // [MQTT-3.8.4-3]: in place of the one before
    subscribed = {.filter = std::string(filter),
                  .shared = shared.has_value(),
                  .qos = wanted.qos,
                  .no_local = wanted.no_local,
                  .retain_as_published = wanted.retain_as_published,
                  .identifier = identifier};
    // [MQTT-3.3.1-9] to [MQTT-3.3.1-11]; never for a shared subscription (section 4.8.2).
    const bool retained = wanted.retain_handling == 0 || (wanted.retain_handling == 1 && is_new);
    return {.reason = wanted.qos, .with_retained = retained && !shared ? &subscribed : nullptr};
}

void Protocol::on(const Unsubscribe& unsubscribe, Time) {
    Unsuback unsuback{.packet_identifier = unsubscribe.packet_identifier};
    for (const std::string& filter : unsubscribe.filters) {
        const bool known = session_->subscriptions.erase(filter) != 0;
        unsuback.reasons.push_back(known ? reason::success : reason::no_subscription_existed);
    }
    answer(unsuback);
}

}  // namespace gauntlet::reference::mqtt
