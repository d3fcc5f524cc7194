#include "behaviour.hpp"

#include "engine.hpp"

namespace gauntlet::fuzz::campaign {

namespace mqtt = wire::mqtt;

namespace {

// Of SplitMix64: every bit depends on every bit.
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111eb;
    return value ^ (value >> 31U);
}

std::uint64_t both(std::uint64_t a, std::uint64_t b) {
    return mix(a * 0x9e3779b97f4a7c15 + b + 1);
}

std::uint64_t of_channel(std::string_view channel) {
    return channel.empty() ? 0 : static_cast<unsigned char>(channel.front());
}

// One that is repeated in a packet, such as a user property, counts once for each of its neighbours.
std::uint64_t of_field(const mqtt::Packet& packet, const mqtt::Field& field) {
    switch (field.name) {
        case mqtt::Name::property_identifier:
        case mqtt::Name::acknowledge_flags:
            return both(static_cast<std::uint64_t>(field.name), packet.bytes[field.offset]);
        case mqtt::Name::reason_code:
            return both(1, packet.bytes[field.offset]);
        default:
            return 0;
    }
}

// Who gets one of these is not at the end of the connection.
bool goes_on(mqtt::PacketType type) {
    using enum mqtt::PacketType;
    return type == puback || type == pubrec || type == pubcomp || type == suback || type == unsuback;
}

// A loaded machine stretches what takes milliseconds; these are another behaviour.
constexpr std::chrono::milliseconds slow{1000};
constexpr std::chrono::milliseconds very_slow{2500};

}  // namespace

std::uint32_t behaviour_of(std::uint64_t sign) {
    return static_cast<std::uint32_t>(both(0x51, sign) % behaviours);
}

void Behaviour::clear() {
    seen_.clear();
    answers_.clear();
    previous_ = 0;
    hash_ = 0;
}

std::array<std::uint32_t, 2> Behaviour::signs_of(std::uint64_t reply) const {
    return {static_cast<std::uint32_t>(reply % behaviours),
            static_cast<std::uint32_t>(both(previous_, reply) % behaviours)};
}

void Behaviour::add(std::uint64_t reply) {
    const auto signs = signs_of(reply);
    seen_.insert(seen_.end(), signs.begin(), signs.end());
    hash_ = both(hash_, reply);
    previous_ = reply;
}

void Behaviour::add_answers(const mqtt::Packet& packet) {
    if (!goes_on(packet.type()) || packet.bytes.empty())
        return;
    const std::uint64_t type = both(static_cast<std::uint64_t>(packet.context.version), packet.bytes[0]);
    bool has_code = false;
    for (const mqtt::Field& field : packet.fields)
        if (field.name == mqtt::Name::reason_code) {
            has_code = true;
            answers_.push_back(static_cast<std::uint32_t>(both(type, packet.bytes[field.offset])));
        }
    if (!has_code)
        answers_.push_back(static_cast<std::uint32_t>(type));
}

void Behaviour::reply(std::string_view channel, const mqtt::Packet& packet) {
    std::uint64_t reply = both(of_channel(channel), packet.bytes.empty() ? 0 : packet.bytes[0]);
    for (const mqtt::Field& field : packet.fields) {
        if (const std::uint64_t value = of_field(packet, field); value != 0)
            reply = both(reply, value);
    }
    add_answers(packet);
    if (packet.violation)
        reply = both(reply, static_cast<std::uint64_t>(packet.violation->rule) + 1);
    add(reply);
}

void Behaviour::reply(std::string_view channel, const core::Observation& observation) {
    // Who closes with bytes unread resets (RFC 9293 3.6.1): whether ours came before that is a race.
    const bool reset = observation.layer == core::Layer::tcp && observation.kind == core::Kind::rst;
    const core::Kind seen = reset ? core::Kind::fin : observation.kind;
    const std::uint64_t kind =
        both(static_cast<std::uint64_t>(observation.layer) + 256, static_cast<std::uint64_t>(seen));
    const std::uint64_t reply =
        both(both(of_channel(channel), kind), static_cast<std::uint64_t>(observation.code.value_or(-1) + 1));
    if (reply != previous_)  // how often it is told depends on when it came
        add(reply);
}

std::vector<std::uint32_t> Behaviour::slowness(std::chrono::microseconds time) const {
    if (time < slow)
        return {};
    const auto signs = signs_of(both(0x71, time >= very_slow ? 2 : 1));
    return {signs.begin(), signs.end()};
}

}  // namespace gauntlet::fuzz::campaign
