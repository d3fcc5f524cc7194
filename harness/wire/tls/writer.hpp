// Numbers and vectors of the presentation language (RFC 8446 3), big-endian.
#pragma once

#include <cstdint>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::tls {

inline void put(Bytes& out, std::uint64_t value, std::size_t width) {
    for (std::size_t i = width; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline void put(Bytes& out, View bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// With its length in front, `width` bytes wide.
inline void put_vector(Bytes& out, View bytes, std::size_t width) {
    put(out, bytes.size(), width);
    put(out, bytes);
}

}  // namespace gauntlet::wire::tls
