#include <array>

#include "gauntlet/fuzz/mutate/packet.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using namespace wire::mqtt;
using wire::Bytes;

Message plain(PacketType type, Context context) {
    switch (type) {
        case PacketType::connect:
            return Connect{"c"};
        case PacketType::connack:
            return Connack{};
        case PacketType::publish:
            return Publish{"t", "p"};
        case PacketType::puback:
            return Puback{1};
        case PacketType::pubrec:
            return Pubrec{1};
        case PacketType::pubrel:
            return Pubrel{1};
        case PacketType::pubcomp:
            return Pubcomp{1};
        case PacketType::subscribe:
            return Subscribe{1, {{"t"}}};
        case PacketType::suback:
            return Suback{1, {0}};
        case PacketType::unsubscribe:
            return Unsubscribe{1, {"t"}};
        case PacketType::unsuback:
            return Unsuback{1, {0}};
        case PacketType::pingreq:
            return Pingreq{};
        case PacketType::pingresp:
            return Pingresp{};
        case PacketType::disconnect:
            return Disconnect{};
        default:
            // Success is the server's to say (MQTT 5.0 Table 3-11).
            return Auth{context.sender == Sender::client ? std::uint8_t{0x18} : std::uint8_t{0},
                        {{Property::authentication_method, "m"}}};
    }
}

}  // namespace

std::optional<wire::Bytes> new_packet(PacketType type, Context context, Random& random) {
    if (type == PacketType::reserved)
        return std::nullopt;
    Bytes out = encode(plain(type, context), context.version);
    if (decode(out, context).violation)
        return std::nullopt;
    // Some edits make another type of it, or a CONNECT of another version.
    const auto is_of = [&](const Packet& packet) {
        return packet.type() == type && packet.context.version == context.version;
    };
    for (std::size_t edits = random.below(5); edits > 0; --edits)
        if (Bytes varied = vary_packet(out, context, random); is_of(decode(varied, context)))
            out = std::move(varied);
    return out;
}

wire::Bytes new_packet(Context context, Random& random) {
    for (;;)
        if (auto out = new_packet(static_cast<PacketType>(1 + random.below(15)), context, random))
            return *std::move(out);
}

}  // namespace gauntlet::fuzz::mutate
