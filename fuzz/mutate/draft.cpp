#include "draft.hpp"

#include <algorithm>
#include <map>

#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::mutate {

namespace mqtt = wire::mqtt;

namespace {

constexpr std::size_t longest_stream = 4 * 65'536;

// Whole packets, and what follows the last one.
std::vector<wire::Bytes> packets_of(wire::View stream) {
    mqtt::Framer framer(longest_stream);
    framer.feed(stream);
    std::vector<wire::Bytes> packets;
    while (const std::optional<wire::View> packet = framer.next())
        packets.emplace_back(packet->begin(), packet->end());
    if (!framer.rest().empty())
        packets.emplace_back(framer.rest().begin(), framer.rest().end());
    return packets;
}

Unit unit_of(const core::Step& step) {
    Unit unit{.step = step};
    const core::Send* send = unit.send();
    if (send == nullptr)
        return unit;
    const std::optional<wire::Bytes> bytes = literal_bytes(send->bytes);
    if (!bytes || bytes->empty())
        return unit;
    if (send->as == core::As::frames)
        unit.packets.push_back(*bytes);
    else
        unit.packets = packets_of(*bytes);
    return unit;
}

mqtt::Context initial() {
    return {mqtt::Version::v3_1_1, mqtt::Sender::client};
}

// After that packet.
mqtt::Context following(mqtt::Context context, wire::View packet) {
    return is_connect(packet) ? mqtt::Context{mqtt::decode(packet, context).context.version, context.sender} : context;
}

std::string notation_of(const Unit& unit, mqtt::Context context) {
    if (unit.send()->as == core::As::frames)
        return hex_notation(unit.packets.front());
    std::string text;
    for (const wire::Bytes& packet : unit.packets) {
        text += (text.empty() ? "" : " ") + literal_notation(packet, context);
        context = following(context, packet);
    }
    return text;
}

}  // namespace

bool is_connect(wire::View packet) {
    return !packet.empty() && packet[0] >> 4 == static_cast<unsigned>(mqtt::PacketType::connect);
}

Draft::Draft(const Steps& steps) {
    units_.reserve(steps.size() + 4);
    for (const core::Step& step : steps)
        units_.push_back(unit_of(step));
}

std::vector<Place> Draft::places(bool connects) const {
    std::vector<Place> places;
    std::map<std::string, mqtt::Context> contexts;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const core::Send* send = units_[i].send();
        if (send == nullptr || send->as == core::As::frames)
            continue;
        mqtt::Context& context = contexts.try_emplace(send->channel, initial()).first->second;
        for (std::size_t j = 0; j < units_[i].packets.size(); ++j) {
            const wire::Bytes& packet = units_[i].packets[j];
            if (connects || !is_connect(packet))
                places.push_back({i, j, context});
            context = following(context, packet);
        }
    }
    return places;
}

std::size_t Draft::packet_count() const {
    std::size_t count = 0;
    for (const Unit& unit : units_)
        count += unit.packets.size();
    return count;
}

std::size_t Draft::client_count() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(units_, [](const Unit& unit) { return std::holds_alternative<core::Open>(unit.step); }));
}

mqtt::Context Draft::context(const std::string& channel, std::size_t before) const {
    mqtt::Context context = initial();
    for (std::size_t i = 0; i < std::min(before, units_.size()); ++i)
        if (const core::Send* send = units_[i].send(); send != nullptr && send->channel == channel)
            for (const wire::Bytes& packet : units_[i].packets)
                context = following(context, packet);
    return context;
}

Steps Draft::steps() const {
    Steps steps;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const Unit& unit = units_[i];
        const core::Send* send = unit.send();
        if (send == nullptr || !unit.changed) {
            steps.push_back(unit.step);
        } else if (!unit.packets.empty()) {
            core::Send rewritten = *send;
            rewritten.bytes = notation_of(unit, context(send->channel, i));
            steps.emplace_back(std::move(rewritten));
        }
    }
    return steps;
}

}  // namespace gauntlet::fuzz::mutate
