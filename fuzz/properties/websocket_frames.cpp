#include <algorithm>
#include <utility>

#include "check.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"
#include "splits.hpp"

namespace gauntlet::fuzz::properties {
namespace {

using namespace wire::websocket;

struct Decoded {
    std::vector<Decoder::Event> events;
    wire::Bytes rest;

    bool operator==(const Decoded&) const = default;
};

void take(Decoder& decoder, Decoded& out) {
    while (auto event = decoder.next())
        out.events.push_back(*std::move(event));
}

void check_frame(const Received& received, wire::View stream, std::size_t& at) {
    const wire::Bytes bytes = encode(received.frame);
    check(bytes.size() <= stream.size() - at, "a frame is no longer than its bytes");
    check(std::ranges::equal(bytes, stream.subspan(at, bytes.size())), "an encoded frame is its bytes");
    check(is_one_line(summary(received.frame)), "a summary is one line");
    if (received.violation) {
        check(received.violation->offset < bytes.size(), "a violation is within its frame");
        check(is_one_line(text(*received.violation)), "a violation is one line");
    }
    at += bytes.size();
}

bool ended(const Decoded& decoded) {
    return !decoded.events.empty() && std::holds_alternative<StreamError>(decoded.events.back());
}

void check_frames(const Decoded& decoded, wire::View stream) {
    std::size_t at = 0;
    for (const Decoder::Event& event : decoded.events) {
        if (const auto* error = std::get_if<StreamError>(&event))
            return check(error->offset == at && &event == &decoded.events.back(), "an error ends the stream");
        check_frame(std::get<Received>(event), stream, at);
    }
    check(std::ranges::equal(decoded.rest, stream.subspan(at)), "the rest is what is left of the stream");
}

}  // namespace

void websocket_frames(Input input) {
    constexpr std::uint64_t maximum = 4096;
    const wire::View bytes = view_of(input);
    if (bytes.empty())
        return;
    const Sender sender = (bytes[0] & 1) != 0 ? Sender::server : Sender::client;
    const wire::View stream = bytes.subspan(1);
    const auto decode = [&](auto next) {
        Decoder decoder(sender, maximum);
        Decoded out;
        for (wire::View piece = next(); !piece.empty(); piece = next()) {
            decoder.feed(piece);
            take(decoder, out);
        }
        out.rest.assign(decoder.rest().begin(), decoder.rest().end());
        return out;
    };
    wire::View left = stream;
    const Decoded whole = decode([&] { return std::exchange(left, {}); });
    check_frames(whole, stream);
    for_each_split(stream, [&](auto next) {
        const Decoded out = decode(next);
        check(out.events == whole.events && (ended(whole) || out.rest == whole.rest),
              "a stream in pieces is decoded as in one");
    });
}

}  // namespace gauntlet::fuzz::properties
