#include <algorithm>

#include "check.hpp"
#include "gauntlet/fuzz/properties/context.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "splits.hpp"

namespace gauntlet::fuzz::properties {
namespace {

using namespace wire::mqtt;

constexpr std::size_t strict_maximum = 128;
constexpr std::size_t lenient_maximum = 1024 * 1024;

struct Decoded {
    std::vector<Decoder::Event> events;
    wire::Bytes rest;

    bool operator==(const Decoded&) const = default;
};

void take(Decoder& decoder, Decoded& out) {
    while (auto event = decoder.next())
        out.events.push_back(*std::move(event));
}

Decoded finish(Decoder& decoder, Decoded out) {
    const wire::View rest = decoder.rest();
    out.rest.assign(rest.begin(), rest.end());
    return out;
}

Decoded decode_whole(wire::View stream, Context context, std::size_t maximum) {
    Decoder decoder(context, maximum);
    Decoded out;
    decoder.feed(stream);
    take(decoder, out);
    return finish(decoder, std::move(out));
}

// After an error the rest ends somewhere: how much of it is kept depends on the pieces.
bool same(const Decoded& one, const Decoded& other) {
    const bool ended = !one.events.empty() && std::holds_alternative<StreamError>(one.events.back());
    return one.events == other.events && (ended || one.rest == other.rest);
}

void check_splits(wire::View stream, Context context, std::size_t maximum, const Decoded& whole) {
    for_each_split(stream, [&](auto next) {
        Decoder decoder(context, maximum);
        Decoded out;
        for (wire::View piece = next(); !piece.empty(); piece = next()) {
            decoder.feed(piece);
            take(decoder, out);
        }
        check(same(whole, finish(decoder, std::move(out))), "a stream in pieces is decoded as in one");
    });
}

// What the strict one accepts, the lenient one accepts.
void check_lenient(const Decoded& strict, const Decoded& lenient) {
    for (std::size_t i = 0; i < strict.events.size(); ++i) {
        if (std::holds_alternative<StreamError>(strict.events[i]))
            return check(i + 1 == strict.events.size(), "an error ends a stream");
        check(i < lenient.events.size() && lenient.events[i] == strict.events[i],
              "a packet within the maximum is one within a larger maximum");
    }
}

void check_packets(const Decoded& decoded, wire::View stream, Context context) {
    std::size_t at = 0;
    for (const Decoder::Event& event : decoded.events) {
        if (const auto* error = std::get_if<StreamError>(&event))
            return check(error->offset == at, "an error says where its packet begins");
        const Packet& packet = std::get<Packet>(event);
        check(std::ranges::equal(packet.bytes, stream.subspan(at, packet.bytes.size())), "packets are the stream");
        check(decode(packet.bytes, context) == packet, "a packet of a stream is decoded as alone");
        if (packet.type() == PacketType::connect)
            context.version = packet.context.version;
        at += packet.bytes.size();
    }
    check(std::ranges::equal(decoded.rest, stream.subspan(at)), "the rest is what is left of the stream");
}

}  // namespace

void mqtt_stream(Input input) {
    const wire::View bytes = view_of(input);
    if (bytes.empty() || bytes.size() > lenient_maximum)
        return;
    const Context context = context_of(bytes[0]);
    const wire::View stream = bytes.subspan(1);
    const Decoded lenient = decode_whole(stream, context, lenient_maximum);
    const Decoded strict = decode_whole(stream, context, strict_maximum);
    check_packets(lenient, stream, context);
    check_lenient(strict, lenient);
    check_splits(stream, context, lenient_maximum, lenient);
    if (!(strict == lenient))
        check_splits(stream, context, strict_maximum, strict);
}

}  // namespace gauntlet::fuzz::properties
