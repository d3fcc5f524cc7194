#include "frames.hpp"

#include <algorithm>
#include <array>

#include "gauntlet/wire/websocket/frame.hpp"

namespace gauntlet::fuzz::mutate {

namespace ws = wire::websocket;

namespace {

constexpr ws::MaskingKey key{0x37, 0xfa, 0x21, 0x3d};
constexpr std::array<std::uint64_t, 8> lengths{0, 1, 125, 126, 127, 65'535, 65'536, 1ULL << 63U};

ws::Frame frame_of(wire::View payload, Random& random) {
    ws::Frame frame;
    frame.key = key;
    frame.payload.assign(payload.begin(), payload.end());
    switch (random.below(8)) {
        case 0:
            frame.opcode = static_cast<std::uint8_t>(random.below(16));
            break;
        case 1:
            frame.reserved = static_cast<std::uint8_t>(random.below(8));
            break;
        case 2:
            frame.fin = false;
            break;
        case 3:
            frame.key.reset();
            break;
        case 4:
            frame.length = random.pick(lengths);
            break;
        case 5:
            frame.length_width = random.chance(2) ? 3 : 9;
            break;
        default:
            break;
    }
    return frame;
}

ws::Frame control_frame(Random& random) {
    constexpr std::array<ws::Opcode, 3> opcodes{ws::Opcode::close, ws::Opcode::ping, ws::Opcode::pong};
    ws::Frame frame;
    frame.key = key;
    frame.opcode = static_cast<std::uint8_t>(random.pick(opcodes));
    frame.payload = ws::close_payload(static_cast<std::uint16_t>(random.below(5000)));
    frame.payload.resize(random.below(140), 'x');
    return frame;
}

void append(wire::Bytes& out, const ws::Frame& frame) {
    const wire::Bytes encoded = ws::encode(frame);
    out.insert(out.end(), encoded.begin(), encoded.end());
}

// The bytes in one frame or in several, which need not end where packets do.
wire::Bytes framed(wire::View bytes, Random& random) {
    wire::Bytes out;
    if (random.chance(4))
        append(out, control_frame(random));
    while (!bytes.empty()) {
        const std::size_t size = random.chance(2) ? bytes.size() : 1 + random.below(bytes.size());
        append(out, frame_of(bytes.first(size), random));
        bytes = bytes.subspan(size);
    }
    return out;
}

void damage(wire::Bytes& bytes, Random& random) {
    const std::size_t at = random.below(std::min<std::size_t>(bytes.size(), 64));
    if (random.chance(4))
        bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
    else
        bytes[at] = static_cast<std::uint8_t>(random.next());
}

}  // namespace

void change_frames(Draft& draft, Random& random) {
    std::vector<std::size_t> sending;
    for (std::size_t i = 0; i < draft.units().size(); ++i)
        if (draft.units()[i].send() != nullptr && !draft.units()[i].packets.empty())
            sending.push_back(i);
    if (sending.empty())
        return;
    Unit& unit = draft.units()[random.pick(sending)];
    core::Send& send = *unit.send();
    if (send.as == core::As::frames) {
        damage(unit.packets.front(), random);
    } else {
        wire::Bytes stream;
        for (const wire::Bytes& packet : unit.packets)
            stream.insert(stream.end(), packet.begin(), packet.end());
        unit.packets = {framed(stream, random)};
        send.as = core::As::frames;
    }
    unit.changed = true;
    if (unit.packets.front().empty())
        unit.packets.clear();
}

}  // namespace gauntlet::fuzz::mutate
