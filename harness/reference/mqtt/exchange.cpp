#include "exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "reason.hpp"

namespace gauntlet::reference::mqtt {
namespace {

bool due(const std::optional<Time>& deadline, Time now) {
    return deadline && *deadline <= now;
}

void earlier(std::optional<Time>& earliest, const std::optional<Time>& deadline) {
    if (deadline && (!earliest || *deadline < *earliest))
        earliest = deadline;
}

}  // namespace

Exchange::Exchange(const Flaws& flaws, const Limits& limits, const std::optional<Planted>& planted)
    : flaws_(flaws), limits_(limits), planted_(planted), retained_(limits.retained_messages) {
    // What there is below $ is the server's (MQTT 5.0 section 4.7.2).
    const ApplicationMessage version{.topic = "$SYS/broker/version", .payload = "gauntlet reference", .retain = true};
    retained_.store(std::make_shared<const ApplicationMessage>(version), Time{});
}

void Exchange::tick(Time now) {
    std::vector<Session*> owing;
    std::vector<Session*> over;
    for (const auto& [id, session] : sessions_) {
        if (due(session->will_due, now))
            owing.push_back(session.get());
        if (due(session->expires, now))
            over.push_back(session.get());
    }
    for (Session* session : owing) {
        session->will_due.reset();
        publish(message_of(*std::exchange(session->will, std::nullopt), session->id, now), now);
    }
    for (Session* session : over)
        end(*session, now);
}

std::optional<Time> Exchange::next_deadline() const {
    std::optional<Time> earliest;
    for (const auto& [id, session] : sessions_) {
        earlier(earliest, session->will_due);
        earlier(earliest, session->expires);
    }
    return earliest;
}

Session* Exchange::find(std::string_view client_identifier) {
    const auto found = sessions_.find(client_identifier);
    return found == sessions_.end() ? nullptr : found->second.get();
}

Session* Exchange::open(std::string_view client_identifier, const std::optional<std::string>& user) {
    if (sessions_.size() >= limits_.sessions)
        return nullptr;
    auto session = std::make_unique<Session>(std::string(client_identifier), user, limits_);
    return sessions_.emplace(session->id, std::move(session)).first->second.get();
}

void Exchange::end(Session& session, Time now) {
    // [MQTT-3.1.3-9]: the will delay ends with the session, too.
    if (session.will)
        publish(message_of(*std::exchange(session.will, std::nullopt), session.id, now), now);
    const std::vector<Delivery> undelivered = session.outbox.undelivered_shared();
    sessions_.erase(sessions_.find(session.id));
    for (const Delivery& delivery : undelivered)
        deliver_shared(delivery.shared, delivery.message, now);
}

void Exchange::disconnected(Session& session, Time now) {
    if (session.expiry_interval == 0)
        return end(session, now);
    if (session.expiry_interval != Session::never)
        session.expires = now + std::chrono::seconds(session.expiry_interval);
    if (!session.will)
        return;
    const std::uint32_t delay = number_of(session.will->properties, Property::will_delay_interval, 0);
    session.will_due = now + std::chrono::seconds(std::min(delay, session.expiry_interval));
    tick(now);
}

std::string Exchange::new_client_identifier() {
    std::string id;
    do {
        id = fmt::format("assigned-{}", ++last_assigned_);
    } while (sessions_.contains(id));
    return id;
}

std::uint8_t Exchange::publish(ApplicationMessage message, Time now) {
    const auto shared = std::make_shared<const ApplicationMessage>(std::move(message));
    if (shared->retain && !retained_.store(shared, now))
        return reason::quota_exceeded;
    distribute(shared, now);
    return reason::success;
}

}  // namespace gauntlet::reference::mqtt
