#pragma once

#include <optional>

#include "gauntlet/fuzz/mutate/random.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

/// Mutations of one MQTT packet by its fields. The bytes may be any; what is no whole packet is mutated as far as it
/// has fields. `context` says who sends it and which protocol it follows; a CONNECT names its protocol itself. The same
/// bytes, context and state of `Random` give the same result on every machine.
namespace gauntlet::fuzz::mutate {

/// No mutation makes a packet longer than this, in bytes, unless it was that long before: what is longer costs
/// executions and finds little more. Texts of 65,535 bytes, the longest there are, fit.
inline constexpr std::size_t longest_packet = 70'000;

/// One to three mutations: most keep a good packet good, others break one rule, lie about a length or change bytes.
wire::Bytes mutate_packet(wire::View packet, wire::mqtt::Context context, Random& random);

/// Another packet that breaks as many rules as this one: a good packet stays good, and what breaks a rule breaks the
/// same one. The packet itself, where no such neighbour was found in a few tries.
wire::Bytes vary_packet(wire::View packet, wire::mqtt::Context context, Random& random);

/// The packet with one edit after which decode() reports that rule; nothing where a packet of its type cannot break it
/// (or the few tries did not).
std::optional<wire::Bytes> break_rule(wire::View packet, wire::mqtt::Context context, wire::mqtt::Rule rule,
                                      Random& random);

/// A good packet that the sender of `context` may send, of any type or of the given one; nothing where that side or
/// version has no such type.
wire::Bytes new_packet(wire::mqtt::Context context, Random& random);
std::optional<wire::Bytes> new_packet(wire::mqtt::PacketType type, wire::mqtt::Context context, Random& random);

/// A packet of both: the first with properties, filters, codes or values of the second; of packets with nothing in
/// common the head of the first and the tail of the second.
wire::Bytes cross_packets(wire::View first, wire::View second, wire::mqtt::Context context, Random& random);

}  // namespace gauntlet::fuzz::mutate
