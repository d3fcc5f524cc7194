#pragma once

#include <cstddef>
#include <cstdint>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::notation {

/// One code point at the start of a byte string; length 0 where the bytes are not well-formed UTF-8 (RFC 3629
/// section 3: no overlong forms, no surrogates, nothing above U+10FFFF).
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};

/// Reads the first code point of `bytes`; an empty view gives length 0.
CodePoint code_point(View bytes);

/// The index of the first byte that does not belong to well-formed UTF-8; `bytes.size()` where all of it does.
std::size_t well_formed_prefix(View bytes);

}  // namespace gauntlet::wire::notation
