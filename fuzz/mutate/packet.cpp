#include "gauntlet/fuzz/mutate/packet.hpp"

#include <algorithm>

#include "edit.hpp"
#include "values.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using wire::mqtt::Context;
using wire::mqtt::Packet;
using wire::mqtt::Rule;

// Edits are drawn until one has the effect that is asked for. Most do not apply to a packet of a given type, which
// costs little to find out; what applies must be decoded to be judged.
constexpr std::size_t draws_to_vary = 64;
constexpr std::size_t draws_to_break = 16;
constexpr std::size_t draws_to_break_any = 2;  // there are other rules
constexpr std::size_t tries = 12;

std::optional<Rule> broken(const Packet& packet) {
    return packet.violation ? std::optional(packet.violation->rule) : std::nullopt;
}

// One edit of the table; nothing where it does not apply, changes nothing or makes the packet too long.
std::optional<Bytes> edited(const Packet& packet, std::span<const Edit> edits, Random& random) {
    Parts parts(packet);
    if (!parts.has_header() || !random.pick(edits)(parts, random))
        return std::nullopt;
    Bytes out = parts.bytes();
    if (out == packet.bytes || (out.size() > longest_packet && out.size() > packet.bytes.size()))
        return std::nullopt;
    return out;
}

// The same, until the result breaks what is asked for.
std::optional<Bytes> edited_until(const Packet& packet, Context context, std::span<const Edit> edits, std::size_t draws,
                                  std::optional<Rule> rule, Random& random) {
    Packet result;
    std::size_t judged = 0;
    for (std::size_t i = 0; i < draws && judged < tries && !edits.empty(); ++i) {
        std::optional<Bytes> out = edited(packet, edits, random);
        if (!out)
            continue;
        wire::mqtt::decode(*out, context, result);
        if (broken(result) == rule)
            return out;
        ++judged;
    }
    return std::nullopt;
}

Bytes damage_packet(View packet, Context context, Random& random) {
    return edited(wire::mqtt::decode(packet, context), damaging_edits(), random)
        .value_or(Bytes(packet.begin(), packet.end()));
}

Bytes damage_bytes(View packet, Random& random) {
    Bytes out(packet.begin(), packet.end());
    edit_bytes(out, random);
    return out.size() > longest_packet ? Bytes(packet.begin(), packet.end()) : out;
}

// Rules that packets of other types break do not apply: several are tried.
Bytes break_any_rule(View packet, Context context, Random& random) {
    const Packet decoded = wire::mqtt::decode(packet, context);
    for (std::size_t i = 0; i < tries; ++i) {
        const Rule rule = random.pick(wire::mqtt::rules()).rule;
        if (std::optional<Bytes> out =
                edited_until(decoded, context, breaking_edits(rule), draws_to_break_any, rule, random))
            return *std::move(out);
    }
    return damage_packet(packet, context, random);
}

Bytes mutate_once(View packet, Context context, Random& random) {
    const std::size_t dice = packet.empty() ? 99 : random.below(100);
    if (dice < 55)
        return vary_packet(packet, context, random);
    if (dice < 75)
        return break_any_rule(packet, context, random);
    if (dice < 90)
        return damage_packet(packet, context, random);
    if (dice < 97)
        return damage_bytes(packet, random);
    return new_packet(context, random);
}

}  // namespace

Bytes mutate_packet(View packet, Context context, Random& random) {
    Bytes out(packet.begin(), packet.end());
    for (std::size_t rounds = 1 + random.below(3); rounds > 0; --rounds)
        out = mutate_once(out, context, random);
    return out;
}

Bytes vary_packet(View packet, Context context, Random& random) {
    const Packet decoded = wire::mqtt::decode(packet, context);
    return edited_until(decoded, context, varying_edits(), draws_to_vary, broken(decoded), random)
        .value_or(Bytes(packet.begin(), packet.end()));
}

std::optional<Bytes> break_rule(View packet, Context context, Rule rule, Random& random) {
    return edited_until(wire::mqtt::decode(packet, context), context, breaking_edits(rule), draws_to_break, rule,
                        random);
}

}  // namespace gauntlet::fuzz::mutate
