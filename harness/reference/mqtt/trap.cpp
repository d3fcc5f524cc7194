#include "trap.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace gauntlet::reference::mqtt {

namespace {

constexpr std::array<PacketType, 3> types{PacketType::publish, PacketType::subscribe, PacketType::unsubscribe};
constexpr unsigned payload_fields = 4;

// By the number of conditions met (MQTT 5.0 sections 3.4.2.1, 3.9.3 and 3.11.3).
constexpr std::array<std::uint8_t, Planted::deepest> of_publish{0x80, 0x83, 0x90, 0x97, 0x99};
constexpr std::array<std::uint8_t, Planted::deepest> of_subscribe{0x80, 0x83, 0x87, 0x8f, 0x97};
constexpr std::array<std::uint8_t, Planted::deepest> of_unsubscribe{0x80, 0x83, 0x87, 0x8f, 0x91};

// SplitMix64.
std::uint64_t draw(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    return z ^ (z >> 31U);
}

std::uint8_t identifier_byte(std::uint16_t identifier, unsigned field) {
    return static_cast<std::uint8_t>(field == 0 ? identifier >> 8U : identifier & 0xffU);
}

}  // namespace

Trap::Trap(const Planted& planted) {
    std::uint64_t state = planted.seed;
    for (unsigned i = 0; i < planted.depth; ++i) {
        Condition condition;
        condition.type = types[draw(state) % types.size()];
        condition.field =
            static_cast<unsigned>(draw(state) % (condition.type == PacketType::publish ? 2 + payload_fields : 2));
        condition.value = static_cast<std::uint8_t>(draw(state));
        conditions_.push_back(condition);
    }
}

std::optional<std::uint8_t> Trap::value_of(const Message& message, const Condition& condition) {
    if (const auto* publish = std::get_if<Publish>(&message);
        publish != nullptr && condition.type == PacketType::publish && publish->qos > 0) {
        if (condition.field < 2)
            return identifier_byte(publish->packet_identifier, condition.field);
        const std::size_t offset = condition.field - 2;
        if (offset < publish->payload.size())
            return static_cast<std::uint8_t>(publish->payload[offset]);
    }
    if (const auto* subscribe = std::get_if<Subscribe>(&message);
        subscribe != nullptr && condition.type == PacketType::subscribe)
        return identifier_byte(subscribe->packet_identifier, condition.field);
    if (const auto* unsubscribe = std::get_if<Unsubscribe>(&message);
        unsubscribe != nullptr && condition.type == PacketType::unsubscribe)
        return identifier_byte(unsubscribe->packet_identifier, condition.field);
    return std::nullopt;
}

void Trap::see(const Message& message) {
    marked_ = value_of(message, conditions_[met_]) == conditions_[met_].value;
    if (!marked_ || ++met_ < conditions_.size())
        return;
    std::fputs("the planted fault was met\n", stderr);
    std::abort();
}

void Trap::mark(Message& answer) const {
    if (!marked_)
        return;
    if (auto* puback = std::get_if<Puback>(&answer))
        puback->reason = of_publish[met_ - 1];
    else if (auto* pubrec = std::get_if<Pubrec>(&answer))
        pubrec->reason = of_publish[met_ - 1];
    else if (auto* suback = std::get_if<Suback>(&answer))
        suback->reasons.front() = of_subscribe[met_ - 1];
    else if (auto* unsuback = std::get_if<Unsuback>(&answer))
        unsuback->reasons.front() = of_unsubscribe[met_ - 1];
}

}  // namespace gauntlet::reference::mqtt
