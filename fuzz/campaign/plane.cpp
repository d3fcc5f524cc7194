#include "gauntlet/fuzz/campaign/plane.hpp"

#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"

namespace gauntlet::fuzz::campaign {

namespace {

constexpr std::size_t longest_packet = 4 * 65'536;

}  // namespace

std::string_view plane(const mutate::Steps& steps) {
    int connections = 0;
    std::size_t packets = 0;
    bool logs_in = false;
    wire::mqtt::Decoder stream({wire::mqtt::Version::v3_1_1, wire::mqtt::Sender::client}, longest_packet);
    for (const core::Step& step : steps) {
        connections += std::holds_alternative<core::Open>(step) ? 1 : 0;
        const auto* send = std::get_if<core::Send>(&step);
        if (send == nullptr)
            continue;
        if (send->as == core::As::frames)
            return "frames";
        if (const auto bytes = mutate::literal_bytes(send->bytes))
            stream.feed(*bytes);
    }
    while (const auto event = stream.next()) {
        const auto* packet = std::get_if<wire::mqtt::Packet>(&*event);
        const bool connect = packet != nullptr && packet->type() == wire::mqtt::PacketType::connect;
        logs_in = logs_in || (packets == 0 && connect && !packet->violation);
        // What completes a session is a PINGREQ.
        packets += packet != nullptr && packet->type() == wire::mqtt::PacketType::pingreq ? 0 : 1;
    }
    if (connections > 1)
        return "connections";
    if (!logs_in)
        return "unauthenticated";
    return packets > 2 ? "sequences" : "packets";
}

}  // namespace gauntlet::fuzz::campaign
