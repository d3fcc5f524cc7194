#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::wire::notation {
namespace {

// RFC 3629 section 4: what the first byte says about the length and about the range of the second byte.
struct Lead {
    std::size_t length;
    std::uint8_t second_least;
    std::uint8_t second_most;
    std::uint8_t bits;
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80)
        return {1, 0, 0, 0x7f};
    if (byte < 0xc2)
        return {0, 0, 0, 0};
    if (byte < 0xe0)
        return {2, 0x80, 0xbf, 0x1f};
    if (byte == 0xe0)
        return {3, 0xa0, 0xbf, 0x0f};
    if (byte == 0xed)  // U+D800 to U+DFFF, the surrogates, begin with ed a0
        return {3, 0x80, 0x9f, 0x0f};
    if (byte < 0xf0)
        return {3, 0x80, 0xbf, 0x0f};
    if (byte == 0xf0)
        return {4, 0x90, 0xbf, 0x07};
    if (byte < 0xf4)
        return {4, 0x80, 0xbf, 0x07};
    if (byte == 0xf4)
        return {4, 0x80, 0x8f, 0x07};
    return {0, 0, 0, 0};
}

}  // namespace

CodePoint code_point(View bytes) {
    if (bytes.empty())
        return {};
    const Lead lead = lead_of(bytes[0]);
    if (lead.length == 0 || lead.length > bytes.size())
        return {};
    char32_t value = bytes[0] & lead.bits;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const std::uint8_t least = i == 1 ? lead.second_least : 0x80;
        const std::uint8_t most = i == 1 ? lead.second_most : 0xbf;
        if (bytes[i] < least || bytes[i] > most)
            return {};
        value = (value << 6) | (bytes[i] & 0x3f);
    }
    return {value, lead.length};
}

std::size_t well_formed_prefix(View bytes) {
    std::size_t position = 0;
    while (position < bytes.size()) {
        if (bytes[position] < 0x80) {
            ++position;
            continue;
        }
        const std::size_t length = code_point(bytes.subspan(position)).length;
        if (length == 0)
            break;
        position += length;
    }
    return position;
}

}  // namespace gauntlet::wire::notation
