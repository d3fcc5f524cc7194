#include "observe.hpp"

#include <fmt/format.h>

#include <utility>

#include "gauntlet/core/fact_value.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/notation/excerpt.hpp"

namespace gauntlet::drive {

namespace mqtt = wire::mqtt;

namespace {

using core::yes_no;

std::string as_sent(bool same) {
    return same ? "as-sent" : "other";
}

template <typename Codes>
core::Fact reasons(const Codes& codes) {
    return {"reason", fmt::format("{}", fmt::join(codes, ","))};
}

core::Observation packet(mqtt::PacketType type) {
    return {.layer = core::Layer::mqtt, .kind = core::Kind::packet, .code = static_cast<int>(type)};
}

// What becomes of each message; the text is the packet's summary.
struct Observe {
    const Published& published;

    core::Observation operator()(const mqtt::Connack& connack) const {
        core::Observation seen{.layer = core::Layer::mqtt, .kind = core::Kind::accepted};
        if (connack.reason != 0) {
            seen.kind = core::Kind::connack;
            seen.code = connack.reason;
        }
        seen.facts = {{"session-present", yes_no(connack.session_present)}};
        return seen;
    }
    core::Observation operator()(const mqtt::Disconnect& disconnect) const {
        return {.layer = core::Layer::mqtt, .kind = core::Kind::disconnect, .code = disconnect.reason};
    }
    core::Observation operator()(const mqtt::Publish& publish) const {
        const auto sent = published.latest.find(publish.topic);
        const bool known = sent != published.latest.end();
        core::Observation seen = packet(mqtt::PacketType::publish);
        seen.facts = {{"topic", as_sent(known)},
                      {"payload", as_sent(known && sent->second == publish.payload)},
                      {"qos", std::to_string(publish.qos)},
                      {"retain", yes_no(publish.retain)},
                      {"dup", yes_no(publish.dup)}};
        if (core::is_payload_text(publish.payload))
            seen.facts.push_back({"payload-text", publish.payload});
        return seen;
    }
    core::Observation operator()(const mqtt::Suback& suback) const {
        core::Observation seen = packet(mqtt::PacketType::suback);
        seen.facts = {reasons(suback.reasons)};
        return seen;
    }
    core::Observation operator()(const mqtt::Unsuback& unsuback) const {
        core::Observation seen = packet(mqtt::PacketType::unsuback);
        seen.facts = {reasons(unsuback.reasons)};
        return seen;
    }
    template <typename Other>
    core::Observation operator()(const Other& other) const {
        core::Observation seen = packet(Other::type);
        if constexpr (requires { other.reason; })
            seen.facts = {{"reason", std::to_string(other.reason)}};
        return seen;
    }
};

// A server that does not speak 5.0 answers a CONNECT of 5.0 as 3.1.1 tells it to (MQTT 3.1.1 section 3.1.2.2).
mqtt::Packet as_older_connack(const mqtt::Packet& packet) {
    if (packet.violation && packet.type() == mqtt::PacketType::connack && packet.bytes.size() == 4 &&
        packet.context.version == mqtt::Version::v5_0)
        return mqtt::decode(packet.bytes, {mqtt::Version::v3_1_1, mqtt::Sender::server});
    return packet;
}

}  // namespace

core::Observation observe(const mqtt::Packet& arrived, const Published& published) {
    const mqtt::Packet packet = as_older_connack(arrived);
    const std::optional<mqtt::Message> message = mqtt::message(packet);
    if (!message || packet.violation)
        return no_packet(packet.violation ? mqtt::text(*packet.violation) : "no message", packet.bytes);
    core::Observation seen = std::visit(Observe{published}, *message);
    seen.text = mqtt::summary(packet);
    return seen;
}

core::Observation no_packet(const std::string& why, wire::View bytes) {
    return {.layer = core::Layer::tcp,
            .kind = core::Kind::packet,
            .text = fmt::format("no MQTT packet: {}: {}", why, wire::notation::excerpt(bytes))};
}

}  // namespace gauntlet::drive
