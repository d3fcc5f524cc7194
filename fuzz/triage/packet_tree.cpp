#include "packet_tree.hpp"

#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::triage {

namespace mqtt = wire::mqtt;

namespace {

constexpr std::size_t largest_packet = std::size_t{1} << 20U;

}  // namespace

std::optional<std::vector<wire::notation::Items>> packets_of(std::string_view notation, mqtt::Version version) {
    const std::optional<wire::Bytes> bytes = mutate::literal_bytes(notation);
    if (!bytes)
        return std::nullopt;
    mqtt::Decoder decoder({version, mqtt::Sender::client}, largest_packet);
    decoder.feed(*bytes);
    std::vector<wire::notation::Items> packets;
    while (const auto event = decoder.next())
        if (const auto* packet = std::get_if<mqtt::Packet>(&*event))
            packets.push_back(mqtt::nested_items(*packet));
    if (!decoder.rest().empty())
        packets.push_back(mqtt::nested_items(mqtt::decode(decoder.rest(), decoder.context())));
    return packets;
}

std::optional<mqtt::Version> version_of(std::string_view notation) {
    const std::optional<wire::Bytes> bytes = mutate::literal_bytes(notation);
    return bytes ? mqtt::version_of_connect(*bytes) : std::nullopt;
}

}  // namespace gauntlet::fuzz::triage
