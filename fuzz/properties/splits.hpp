// Ways to cut a stream into pieces. All of them give what one piece gives, or the decoder has a fault.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::fuzz::properties {

// Calls `decode(next)` for each way, where next() gives the pieces in turn and an empty one at the end: byte by byte,
// in halves at every place of a short stream or at some places of a long one, and in pieces whose lengths the bytes
// themselves choose.
template <class Decode>
void for_each_split(wire::View stream, Decode decode) {
    const auto pieces_of = [&](auto size_at) {
        std::size_t at = 0;
        decode([&stream, size_at, at]() mutable {
            const std::size_t size = std::min(stream.size() - at, at == stream.size() ? 0 : size_at(at));
            const wire::View piece = stream.subspan(at, size);
            at += size;
            return piece;
        });
    };
    pieces_of([](std::size_t) { return std::size_t{1}; });
    pieces_of([&](std::size_t at) { return std::size_t{1} + stream[at] % 7; });
    const std::size_t step = 1 + stream.size() / 4;
    for (std::size_t cut = 1; cut < stream.size(); cut += step)
        pieces_of([&](std::size_t at) { return at < cut ? cut - at : stream.size() - at; });
}

}  // namespace gauntlet::fuzz::properties
