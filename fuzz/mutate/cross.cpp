#include <algorithm>
#include <array>

#include "gauntlet/fuzz/mutate/packet.hpp"
#include "parts.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using Crossing = bool (*)(Parts& first, const Parts& second, Random&);

bool copy_properties(Parts& first, const Parts& second, Random& random) {
    const auto to = first.property_lists();
    const auto from = second.property_lists();
    if (to.empty() || from.empty())
        return false;
    const std::size_t length = random.pick(to);
    bool copied = false;
    for (const auto& group : second.groups(random.pick(from))) {
        if (random.chance(2))
            continue;
        const auto begin = second.list.begin() + static_cast<std::ptrdiff_t>(group.at);
        first.insert(first.end_of_properties(length),
                     std::vector<Part>(begin, begin + static_cast<std::ptrdiff_t>(group.count)));
        copied = true;
    }
    return copied;
}

// Of a field that both have: the second's content or number.
bool copy_value(Parts& first, const Parts& second, Random& random) {
    std::vector<std::pair<std::size_t, std::size_t>> shared;
    for (std::size_t i = 2; i < first.list.size(); ++i)
        for (std::size_t j = 2; j < second.list.size(); ++j)
            if (first.list[i].name == second.list[j].name && first.list[i].property == second.list[j].property &&
                first.list[i].kind == second.list[j].kind)
                shared.emplace_back(i, j);
    if (shared.empty())
        return false;
    const auto [to, from] = random.pick(shared);
    first.list[to].content = second.list[from].content;
    first.list[to].value = second.list[from].value;
    return true;
}

// Topic Filters with their options, or reason codes.
bool append_list(Parts& first, const Parts& second, Random& random) {
    if (first.type() != second.type())
        return false;
    const PacketType type = first.type();
    const Name element = type == PacketType::subscribe || type == PacketType::unsubscribe ? Name::topic_filter
                         : type == PacketType::suback || type == PacketType::unsuback     ? Name::reason_code
                                                                                          : Name::rest;
    const auto elements = second.indices(element);
    if (element == Name::rest || elements.empty())
        return false;
    const auto begin = second.list.begin() + static_cast<std::ptrdiff_t>(random.pick(elements));
    first.insert(first.end_of_body(),
                 std::vector<Part>(begin, second.list.begin() + static_cast<std::ptrdiff_t>(second.end_of_body())));
    return true;
}

bool splice(Parts& first, const Parts& second, Random& random) {
    const std::size_t cut = std::min<std::size_t>(2 + random.below(first.list.size()), first.list.size());
    const std::size_t from = std::min<std::size_t>(2 + random.below(second.list.size()), second.list.size());
    first.erase(cut, first.list.size() - cut);
    first.insert(cut, std::vector<Part>(second.list.begin() + static_cast<std::ptrdiff_t>(from), second.list.end()));
    return true;
}

constexpr std::array<Crossing, 4> crossings = {copy_properties, copy_value, append_list, splice};
constexpr std::size_t tries = 8;

}  // namespace

Bytes cross_packets(View first, View second, wire::mqtt::Context context, Random& random) {
    const wire::mqtt::Packet one = wire::mqtt::decode(first, context);
    const Parts other(wire::mqtt::decode(second, context));
    const bool keep_good = !one.violation && !random.chance(4);
    Bytes out = one.bytes;
    for (std::size_t i = 0; i < tries; ++i) {
        Parts parts(one);
        if (!parts.has_header() || !other.has_header())
            return random.chance(2) ? out : Bytes(second.begin(), second.end());
        if (!random.pick(crossings)(parts, other, random))
            continue;
        Bytes crossed = parts.bytes();
        if (crossed == one.bytes || crossed.size() > std::max(longest_packet, one.bytes.size()))
            continue;
        const bool good = !wire::mqtt::decode(crossed, context).violation;
        if (good || !keep_good)
            return crossed;
    }
    return out;
}

}  // namespace gauntlet::fuzz::mutate
