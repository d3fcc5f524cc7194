#include "gauntlet/wire/websocket/frame.hpp"

#include <fmt/format.h>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::websocket {

std::string_view name(std::uint8_t opcode) {
    switch (static_cast<Opcode>(opcode)) {
        case Opcode::continuation:
            return "continuation";
        case Opcode::text:
            return "text";
        case Opcode::binary:
            return "binary";
        case Opcode::close:
            return "close";
        case Opcode::ping:
            return "ping";
        case Opcode::pong:
            return "pong";
    }
    return "reserved";
}

Bytes encode(const Frame& frame) {
    Bytes out;
    out.reserve(frame.payload.size() + 14);
    out.push_back(
        static_cast<std::uint8_t>((frame.fin ? 0x80 : 0) | ((frame.reserved & 7) << 4) | (frame.opcode & 15)));
    notation::append_frame_length(out, frame.length.value_or(frame.payload.size()), frame.length_width,
                                  frame.key.has_value());
    if (!frame.key) {
        out.insert(out.end(), frame.payload.begin(), frame.payload.end());
        return out;
    }
    out.insert(out.end(), frame.key->begin(), frame.key->end());
    for (std::size_t i = 0; i < frame.payload.size(); ++i)
        out.push_back(frame.payload[i] ^ (*frame.key)[i % 4]);
    return out;
}

Bytes close_payload(std::uint16_t status, std::string_view reason) {
    Bytes out;
    out.reserve(2 + reason.size());
    out.push_back(static_cast<std::uint8_t>(status >> 8));
    out.push_back(static_cast<std::uint8_t>(status));
    out.insert(out.end(), reason.begin(), reason.end());
    return out;
}

Closing closing(View payload) {
    if (payload.size() < 2)
        return {};
    return {static_cast<std::uint16_t>(payload[0] << 8 | payload[1]), std::string(text(payload.subspan(2)))};
}

std::string summary(const Frame& frame) {
    std::string out = fmt::format("{} frame", name(frame.opcode));
    if (name(frame.opcode) == "reserved")
        out += fmt::format(" (opcode {})", frame.opcode);
    if (static_cast<Opcode>(frame.opcode) == Opcode::close) {
        const Closing said = closing(frame.payload);
        out += fmt::format(" {}", said.status);
        if (!said.reason.empty())
            out += " " + notation::print({notation::text_item(said.reason)});
    } else {
        out += fmt::format(", {} bytes", frame.payload.size());
    }
    if (!frame.fin)
        out += ", to be continued";
    if (frame.reserved != 0)
        out += fmt::format(", reserved bits {:03b}", frame.reserved);
    return out;
}

}  // namespace gauntlet::wire::websocket
