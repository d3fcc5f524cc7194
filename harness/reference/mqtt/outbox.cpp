#include "outbox.hpp"

#include <algorithm>

namespace gauntlet::reference::mqtt {

void Outbox::attach(Outlet& outlet, Time now) {
    outlet_ = &outlet;
    unacknowledged_ = 0;
    for (Entry& entry : entries_)
        entry.sent = false;
    send_waiting(now);
}

void Outbox::add(const Delivery& delivery, Time now) {
    if (delivery.qos == 0) {
        if (outlet_ != nullptr && !outlet_->congested() && !expired(*delivery.message, now))
            outlet_->publish(delivery, 0, false, now);
        return;
    }
    const std::size_t size = delivery.message->payload.size();
    if (entries_.size() >= limits_.queued_messages || bytes_ + size > limits_.queued_bytes)
        return;
    entries_.push_back({.delivery = delivery});
    bytes_ += size;
    send_waiting(now);
}

void Outbox::send_waiting(Time now) {
    for (auto entry = entries_.begin(); outlet_ != nullptr && entry != entries_.end() && !outlet_->congested();) {
        // [MQTT-3.3.4-9]: no more unacknowledged messages than the client's Receive Maximum. PUBREL goes at any time.
        const bool allowed = entry->stage == Stage::released || unacknowledged_ < outlet_->receive_maximum();
        if (entry->sent || !allowed || send(*entry, now))
            ++entry;
        else {
            bytes_ -= entry->delivery.message->payload.size();
            entry = entries_.erase(entry);
        }
    }
}

// False where the message is not to be sent any more.
bool Outbox::send(Entry& entry, Time now) {
    const bool again = entry.stage != Stage::waiting;
    if (!again && expired(*entry.delivery.message, now))
        return false;  // [MQTT-3.3.2-5]
    if (!again)
        entry.packet_identifier = unused_identifier();
    if (entry.stage == Stage::released)
        outlet_->send(Pubrel{entry.packet_identifier});
    else if (!outlet_->publish(entry.delivery, entry.packet_identifier, again, now))
        return false;
    if (!again)
        entry.stage = Stage::published;
    entry.sent = true;
    ++unacknowledged_;
    return true;
}

// [MQTT-2.2.1-4]. There are fewer entries than identifiers.
std::uint16_t Outbox::unused_identifier() {
    do {
        last_identifier_ =
            last_identifier_ == 65'535 ? std::uint16_t{1} : static_cast<std::uint16_t>(last_identifier_ + 1);
    } while (find(last_identifier_) != entries_.end());
    return last_identifier_;
}

Outbox::Entries::iterator Outbox::find(std::uint16_t packet_identifier) {
    return std::ranges::find(entries_, packet_identifier, &Entry::packet_identifier);
}

// MQTT 5.0 section 4.9: the quota grows again.
void Outbox::erase(Entries::iterator entry) {
    if (entry->sent)
        --unacknowledged_;
    bytes_ -= entry->delivery.message->payload.size();
    entries_.erase(entry);
}

Outbox::Match Outbox::puback(std::uint16_t packet_identifier) {
    const auto entry = find(packet_identifier);
    if (entry == entries_.end())
        return Match::unknown;
    if (entry->delivery.qos != 1)
        return Match::wrong;
    erase(entry);
    return Match::expected;
}

Outbox::Match Outbox::pubrec(std::uint16_t packet_identifier, bool refused) {
    const auto entry = find(packet_identifier);
    if (entry == entries_.end())
        return Match::unknown;
    if (entry->delivery.qos != 2)
        return Match::wrong;
    if (refused) {
        erase(entry);
        return Match::expected;
    }
    entry->stage = Stage::released;
    if (!entry->sent)
        ++unacknowledged_;
    entry->sent = true;
    outlet_->send(Pubrel{packet_identifier});  // [MQTT-4.3.3-4]
    return Match::expected;
}

Outbox::Match Outbox::pubcomp(std::uint16_t packet_identifier) {
    const auto entry = find(packet_identifier);
    if (entry == entries_.end())
        return Match::unknown;
    if (entry->stage != Stage::released)
        return Match::wrong;
    erase(entry);
    return Match::expected;
}

std::vector<Delivery> Outbox::undelivered_shared() const {
    std::vector<Delivery> out;
    for (const Entry& entry : entries_)
        if (!entry.delivery.shared.empty() && (entry.delivery.qos == 1 || entry.stage == Stage::waiting))
            out.push_back(entry.delivery);
    return out;
}

}  // namespace gauntlet::reference::mqtt
