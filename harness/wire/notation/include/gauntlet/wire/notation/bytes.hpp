#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::wire {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

/// The bytes of a text, without a copy; the text must outlive the view.
inline View view(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The same bytes as characters, without a copy; the bytes must outlive the text.
inline std::string_view text(View bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

namespace notation {

/// Two lower-case hexadecimal digits for each byte, nothing between them.
std::string hex(View bytes);

}  // namespace notation
}  // namespace gauntlet::wire
