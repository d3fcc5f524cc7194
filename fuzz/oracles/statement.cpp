#include "gauntlet/fuzz/oracles/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "reaction.hpp"

namespace gauntlet::fuzz::oracles {

namespace mqtt = wire::mqtt;

namespace {

constexpr std::size_t largest_packet = std::size_t{1} << 29U;

// Rules that leave the receiver a choice, or that no reaction can be asked for:
//   protocol_name               the server MAY process another protocol [MQTT-3.1.2-1]
//   client_identifier_length    it MAY allow longer ones [MQTT-3.1.3-6], MQTT 5.0 the same
//   payload_not_utf8            it MAY validate the payload (MQTT 5.0 section 3.3.2.3.2)
//   incomplete, packet_too_large, bytes_after_packet   depend on what follows, and on what the server has announced
constexpr std::array leeway{mqtt::Rule::protocol_name,    mqtt::Rule::client_identifier_length,
                            mqtt::Rule::payload_not_utf8, mqtt::Rule::incomplete,
                            mqtt::Rule::packet_too_large, mqtt::Rule::bytes_after_packet};

constexpr std::uint8_t topic_filter_invalid = 0x8f;
constexpr std::uint8_t topic_name_invalid = 0x90;

// An acknowledgement with an error is an answer to these, and the connection may go on (MQTT 5.0 sections 3.4.2.1 and
// 3.9.3; MQTT 3.1.1 has the failure code of SUBACK).
bool may_go_on(const mqtt::Violation& violation) {
    const std::uint8_t reason = mqtt::reason(violation);
    return reason == topic_filter_invalid ||
           (reason == topic_name_invalid && violation.context.version == mqtt::Version::v5_0);
}

// That an acknowledgement names no packet the standard says of its sender [MQTT-2.3.1-6]; for a receiver it is one that
// it does not expect, as any other unknown identifier is.
bool acknowledges_nothing(const mqtt::Violation& violation) {
    using enum mqtt::PacketType;
    const bool acknowledges =
        violation.type == puback || violation.type == pubrec || violation.type == pubrel || violation.type == pubcomp;
    return violation.rule == mqtt::Rule::packet_identifier_zero && acknowledges;
}

Packets decode(wire::View bytes, mqtt::Context context) {
    mqtt::Decoder decoder(context, largest_packet);
    decoder.feed(bytes);
    Packets packets;
    while (auto event = decoder.next())
        if (auto* packet = std::get_if<mqtt::Packet>(&*event))
            packets.push_back(std::move(*packet));
    return packets;
}

std::string id_of(std::string_view clause, mqtt::Version version) {
    constexpr std::string_view prefix = "MQTT-";
    return fmt::format("{}/{}", mqtt::name(version),
                       clause.starts_with(prefix) ? clause.substr(prefix.size()) : clause);
}

// What is wrong, wherever in the packet it stands: `SUBSCRIBE: topic filter: the topic is empty (MQTT-4.7.3-1)`.
std::string wherever(const mqtt::Violation& violation) {
    const auto rows = mqtt::rules();
    const auto row = std::ranges::find(rows, violation.rule, &mqtt::RuleRow::rule);
    const mqtt::Field field{violation.field, mqtt::Kind::raw, violation.property};
    const std::vector<mqtt::Clause> clauses = mqtt::clauses(violation);
    const std::string clause =
        clauses.empty() ? "" : fmt::format(" ({})", mqtt::text(clauses.front(), violation.context.version));
    return fmt::format("{}: {}: {}{}", mqtt::name(violation.type), mqtt::name(field),
                       row == rows.end() ? "" : row->message, clause);
}

// The order of packets, which one packet alone does not show.
std::optional<std::string_view> out_of_order(const Packets& sent, std::size_t index) {
    const bool connects = sent[index].type() == mqtt::PacketType::connect;
    if (index == 0 && !connects)
        return "MQTT-3.1.0-1";
    if (index > 0 && connects)
        return "MQTT-3.1.0-2";
    return std::nullopt;
}

Alarm alarm(std::string what, std::vector<std::string> statements, const mqtt::Packet& packet) {
    constexpr std::size_t longest = 120;
    Alarm alarm{"statement", std::move(what), {}, std::move(statements)};
    const std::string notation = mqtt::print(packet);
    alarm.text =
        fmt::format("{}: {}{}", alarm.signature, notation.substr(0, longest), notation.size() > longest ? " …" : "");
    return alarm;
}

std::optional<Alarm> answers_what_is_out_of_order(const Packets& sent, std::size_t index, std::string_view clause,
                                                  const Packets& received) {
    const bool tolerated = index == 0 ? std::ranges::any_of(received, is_acceptance)
                                      : outlived(sent, index, received) ||
                                            std::ranges::count_if(received, [](const mqtt::Packet& p) {
                                                return p.type() == mqtt::PacketType::connack && is_acceptance(p);
                                            }) > 1;
    if (!tolerated)
        return std::nullopt;
    return alarm(fmt::format("goes on after {} ([{}])",
                             index == 0 ? "a first packet that is no CONNECT" : "a second CONNECT", clause),
                 {id_of(clause, sent[index].context.version)}, sent[index]);
}

std::optional<Alarm> answers_what_is_wrong(const Packets& sent, std::size_t index, const Packets& received,
                                           bool silent) {
    const mqtt::Violation& violation = *sent[index].violation;
    if (!must_close(violation))
        return std::nullopt;
    const bool goes_on = outlived(sent, index, received) && !may_go_on(violation);
    if (goes_on || acknowledged(sent, index, received))
        return alarm("goes on after " + wherever(violation), statements_of(violation), sent[index]);
    if (silent)
        return alarm("neither closes nor answers after " + wherever(violation), statements_of(violation), sent[index]);
    return std::nullopt;
}

// Nothing wrong was sent, and nobody said goodbye.
std::optional<Alarm> answers_nothing(const Packets& sent) {
    if (sent.back().type() != mqtt::PacketType::pingreq)
        return std::nullopt;
    const mqtt::Packet& before = sent.size() > 1 ? sent[sent.size() - 2] : sent.back();
    Alarm silence = alarm(fmt::format("does not answer a PINGREQ behind {}", mqtt::name(before.type())), {}, before);
    silence.oracle = "hang";
    return silence;
}

std::optional<Alarm> reaction_to(const Packets& sent, const Packets& received, bool silent) {
    for (std::size_t i = 0; i < sent.size(); ++i) {
        if (const auto clause = out_of_order(sent, i))
            return answers_what_is_out_of_order(sent, i, *clause, received);
        if (sent[i].violation)
            return answers_what_is_wrong(sent, i, received, silent);
        // What follows is not the server's to read [MQTT-3.14.4-1].
        if (sent[i].type() == mqtt::PacketType::disconnect)
            return std::nullopt;
    }
    return silent ? answers_nothing(sent) : std::nullopt;
}

// A server that does not speak 5.0 answers as 3.1.1 has it (MQTT 3.1.1 section 3.1.2.2).
bool is_older_connack(const mqtt::Packet& packet) {
    return packet.type() == mqtt::PacketType::connack && packet.bytes.size() == 4 &&
           packet.context.version == mqtt::Version::v5_0;
}

// Only where all that we sent was good: else the two sides may not agree on the version.
std::optional<Alarm> says_what_is_wrong(const Packets& sent, const Packets& received) {
    const bool good = std::ranges::none_of(sent, [](const mqtt::Packet& p) { return p.violation.has_value(); });
    if (!good || sent.empty() || sent[0].type() != mqtt::PacketType::connect)
        return std::nullopt;
    for (const mqtt::Packet& packet : received) {
        if (!packet.violation || is_older_connack(packet) || packet.context.version == mqtt::Version::v3_1)
            continue;
        return alarm("sends " + wherever(*packet.violation), statements_of(*packet.violation), packet);
    }
    return std::nullopt;
}

}  // namespace

bool must_close(const mqtt::Violation& violation) {
    if (violation.context.version == mqtt::Version::v3_1 || violation.context.sender == mqtt::Sender::server)
        return false;
    return std::ranges::find(leeway, violation.rule) == leeway.end() && !acknowledges_nothing(violation) &&
           !mqtt::clauses(violation).empty();
}

std::vector<std::string> statements_of(const mqtt::Violation& violation) {
    std::vector<std::string> ids;
    for (const mqtt::Clause& clause : mqtt::clauses(violation))
        if (!clause.id.empty())
            ids.push_back(id_of(clause.id, violation.context.version));
    return ids;
}

std::optional<Alarm> violates(const Exchange& exchange) {
    const Packets sent = decode(exchange.sent, {mqtt::Version::v3_1_1, mqtt::Sender::client});
    if (sent.empty())
        return std::nullopt;
    const Packets received = decode(exchange.received, {sent[0].context.version, mqtt::Sender::server});
    if (auto tolerated = reaction_to(sent, received, exchange.silent))
        return tolerated;
    return says_what_is_wrong(sent, received);
}

}  // namespace gauntlet::fuzz::oracles
