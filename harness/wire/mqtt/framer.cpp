#include "gauntlet/wire/mqtt/framer.hpp"

#include <algorithm>

namespace gauntlet::wire::mqtt {

void Framer::feed(View bytes) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
    // After an error nothing is cut any more, so that what is kept for a look at it must end somewhere.
    if (error_)
        bytes = bytes.first(std::min(bytes.size(), maximum_ - std::min(maximum_, buffer_.size())));
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<View> Framer::next() {
    const View bytes = rest();
    if (error_ || bytes.size() < 2)
        return std::nullopt;
    std::size_t length = 0;
    std::size_t header = 1;
    bool more = true;
    while (more) {
        if (header == 5) {
            error_ = Rule::variable_integer_too_long;
            return std::nullopt;
        }
        if (header == bytes.size())
            return std::nullopt;
        length |= static_cast<std::size_t>(bytes[header] & 0x7f) << (7 * (header - 1));
        more = (bytes[header] & 0x80) != 0;
        ++header;
    }
    if (header + length > maximum_) {
        error_ = Rule::packet_too_large;
        return std::nullopt;
    }
    if (bytes.size() < header + length)
        return std::nullopt;
    start_ += header + length;
    consumed_ += header + length;
    return bytes.first(header + length);
}

std::optional<Decoder::Event> Decoder::next() {
    if (ended_)
        return std::nullopt;
    if (const std::optional<View> bytes = framer_.next()) {
        Packet packet = decode(*bytes, context_);
        if (packet.type() == PacketType::connect)
            context_.version = packet.context.version;
        return packet;
    }
    if (!framer_.error())
        return std::nullopt;
    ended_ = true;
    const View rest = framer_.rest();
    const PacketType type = static_cast<PacketType>(rest[0] >> 4);
    const Violation violation{*framer_.error(), Name::remaining_length, Property::none, type, context_, 1};
    return StreamError{violation, framer_.consumed()};
}

}  // namespace gauntlet::wire::mqtt
