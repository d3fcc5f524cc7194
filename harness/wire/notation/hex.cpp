#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::notation {

std::string hex(View bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace gauntlet::wire::notation
