// Who gets a message, and how (MQTT 5.0 sections 3.3.4, 3.8.3.1 and 4.8).
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "exchange.hpp"
#include "topic.hpp"

namespace gauntlet::reference::mqtt {
namespace {

// The member of a shared subscription that gets the next message.
struct Member {
    Session* session;
    Subscribed* subscribed;
};

// One that is connected before one that is not, then the one that has waited longest.
bool goes_first(const Member& a, const Member& b) {
    const bool a_connected = a.session->connection != nullptr;
    const bool b_connected = b.session->connection != nullptr;
    if (a_connected != b_connected)
        return a_connected;
    return a.subscribed->served < b.subscribed->served;
}

// A message that comes as it is published has RETAIN set only where the subscription asked for it [MQTT-3.3.1-12]
// [MQTT-3.3.1-13].
Delivery delivery_of(const SharedMessage& message, const Subscribed& subscribed) {
    Delivery delivery{.message = message,
                      .qos = std::min(message->qos, subscribed.qos),
                      .retain = message->retain && subscribed.retain_as_published};
    if (subscribed.identifier != 0)
        delivery.subscription_identifiers.push_back({Property::subscription_identifier, subscribed.identifier});
    return delivery;
}

// Where several subscriptions of a session match, it gets one copy, at the highest QoS [MQTT-3.3.4-2], with all their
// identifiers [MQTT-3.3.4-4].
void merge(std::optional<Delivery>& all, const Delivery& one) {
    if (!all) {
        all = one;
        return;
    }
    all->qos = std::max(all->qos, one.qos);
    all->retain = all->retain || one.retain;
    all->subscription_identifiers.insert(all->subscription_identifiers.end(), one.subscription_identifiers.begin(),
                                         one.subscription_identifiers.end());
}

}  // namespace

void Exchange::distribute(const SharedMessage& message, Time now) {
    std::set<std::string> shared;
    for (const auto& [id, session] : sessions_) {
        std::optional<Delivery> delivery;
        for (const auto& [name, subscribed] : session->subscriptions) {
            if (!matches(subscribed.filter, message->topic))
                continue;
            if (subscribed.shared)
                shared.insert(name);
            else if (!subscribed.no_local || message->publisher != id)  // [MQTT-3.8.3-3]
                merge(delivery, delivery_of(message, subscribed));
        }
        if (delivery)
            session->outbox.add(*delivery, now);
    }
    for (const std::string& name : shared)
        deliver_shared(name, message, now);
}

// To one of the sessions that share the subscription (MQTT 5.0 section 4.8.2).
void Exchange::deliver_shared(const std::string& name, const SharedMessage& message, Time now) {
    std::optional<Member> chosen;
    for (const auto& [id, session] : sessions_) {
        const auto row = session->subscriptions.find(name);
        if (row == session->subscriptions.end() || !row->second.shared)
            continue;
        const Member member{session.get(), &row->second};
        if (!chosen || goes_first(member, *chosen))
            chosen = member;
    }
    if (!chosen)
        return;
    chosen->subscribed->served = ++last_served_;
    Delivery delivery = delivery_of(message, *chosen->subscribed);
    delivery.shared = name;
    chosen->session->outbox.add(delivery, now);
}

void Exchange::send_retained(Session& session, const Subscribed& subscribed, Time now) {
    for (const SharedMessage& message : retained_.matching(subscribed.filter, now)) {
        if (subscribed.no_local && message->publisher == session.id)
            continue;
        Delivery delivery = delivery_of(message, subscribed);
        delivery.retain = true;  // MQTT 5.0 section 3.3.1.3, [MQTT-3.3.1-8] of 3.1.1
        session.outbox.add(delivery, now);
    }
}

}  // namespace gauntlet::reference::mqtt
