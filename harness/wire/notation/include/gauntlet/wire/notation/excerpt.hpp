// Bytes in a message for people.
#pragma once

#include <algorithm>
#include <string>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::notation {

// The first `most` bytes in hexadecimal, and "…" where there are more.
inline std::string excerpt(View bytes, std::size_t most = 64) {
    return hex(bytes.first(std::min(bytes.size(), most))) + (bytes.size() > most ? "…" : "");
}

}  // namespace gauntlet::wire::notation
