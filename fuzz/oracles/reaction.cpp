#include "reaction.hpp"

#include <algorithm>
#include <optional>

#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::fuzz::oracles {

namespace mqtt = wire::mqtt;

namespace {

constexpr std::uint8_t first_failure = 0x80;  // reason codes from here on are errors (MQTT 5.0 section 2.4)

std::optional<std::uint32_t> identifier_of(const mqtt::Packet& packet) {
    const mqtt::Field* field = packet.find(mqtt::Name::packet_identifier);
    return field == nullptr ? std::nullopt : std::optional(field->value);
}

// The types that acknowledge a packet of that type.
bool answers(mqtt::PacketType type, mqtt::PacketType answer) {
    using enum mqtt::PacketType;
    switch (type) {
        case connect:
            return answer == connack;
        case publish:
            return answer == puback || answer == pubrec;
        case subscribe:
            return answer == suback;
        case unsubscribe:
            return answer == unsuback;
        case pubrel:
            return answer == pubcomp;
        default:
            return false;
    }
}

// None of its reason codes is an error; return codes of before 5.0 the same.
bool is_taken(const mqtt::Packet& answer) {
    if (answer.type() == mqtt::PacketType::connack)
        return is_acceptance(answer);
    return std::ranges::none_of(answer.fields, [](const mqtt::Field& field) {
        return field.name == mqtt::Name::reason_code && field.value >= first_failure;
    });
}

std::ptrdiff_t count(Packets::const_iterator from, Packets::const_iterator to, mqtt::PacketType type) {
    return std::count_if(from, to, [type](const mqtt::Packet& p) { return p.type() == type && !p.violation; });
}

}  // namespace

bool is_acceptance(const mqtt::Packet& received) {
    if (received.type() == mqtt::PacketType::disconnect || received.type() == mqtt::PacketType::auth)
        return false;
    if (received.type() != mqtt::PacketType::connack)
        return true;
    const mqtt::Field* code = received.find(mqtt::Name::reason_code);
    return code != nullptr && code->value == 0;
}

bool acknowledged(const Packets& sent, std::size_t index, const Packets& received) {
    const mqtt::Packet& packet = sent[index];
    const std::optional<std::uint32_t> identifier = identifier_of(packet);
    if (!identifier && packet.type() != mqtt::PacketType::connect)
        return false;
    const auto same = [&](const mqtt::Packet& other) {
        return other.type() == packet.type() && identifier_of(other) == identifier;
    };
    if (std::any_of(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(index), same))
        return false;
    return std::ranges::any_of(received, [&](const mqtt::Packet& answer) {
        return answers(packet.type(), answer.type()) && identifier_of(answer) == identifier && is_taken(answer);
    });
}

bool outlived(const Packets& sent, std::size_t index, const Packets& received) {
    using enum mqtt::PacketType;
    const auto at = sent.begin() + static_cast<std::ptrdiff_t>(index);
    const auto before = count(sent.begin(), at, pingreq);
    const auto behind = count(at + 1, sent.end(), pingreq);
    return behind > 0 && count(received.begin(), received.end(), pingresp) > before;
}

}  // namespace gauntlet::fuzz::oracles
