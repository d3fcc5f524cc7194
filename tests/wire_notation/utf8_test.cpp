#include "gauntlet/wire/notation/utf8.hpp"

#include <gtest/gtest.h>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::notation {
namespace {

// A second way to the same answer: encode every scalar value, and nothing else is well-formed.
Bytes encode(char32_t c) {
    const auto byte = [](char32_t bits) { return static_cast<std::uint8_t>(bits); };
    if (c < 0x80)
        return {byte(c)};
    if (c < 0x800)
        return {byte(0xc0 | c >> 6), byte(0x80 | (c & 63))};
    if (c < 0x10000)
        return {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
    return {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
}

TEST(Utf8, EveryScalarValueIsRead) {
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        const CodePoint point = code_point(encode(c));
        const bool surrogate = c >= 0xd800 && c <= 0xdfff;
        ASSERT_EQ(point.length, surrogate ? 0 : encode(c).size()) << std::hex << static_cast<unsigned>(c);
        ASSERT_EQ(point.value, surrogate ? 0 : c);
    }
}

TEST(Utf8, IllFormedBytesAreRefused) {
    for (const char* bytes : {"80", "bf", "c0 80", "c1 bf", "c2", "c2 41", "e0 9f bf", "e2 82", "e2 82 41", "ed a0 80",
                              "ed bf bf", "f0 8f bf bf", "f4 90 80 80", "f5 80 80 80", "ff", "f0 90 80"})
        EXPECT_EQ(code_point(bytes_of(bytes)).length, 0u) << bytes;
    EXPECT_EQ(code_point({}).length, 0u);
}

TEST(Utf8, TheFirstWrongByteIsFound) {
    EXPECT_EQ(well_formed_prefix(bytes_of("'abc' c3 a9")), 5u);
    EXPECT_EQ(well_formed_prefix(bytes_of("'abc' c3")), 3u);
    EXPECT_EQ(well_formed_prefix(bytes_of("'ab' ed a0 80 'c'")), 2u);
    EXPECT_EQ(well_formed_prefix({}), 0u);
}

}  // namespace
}  // namespace gauntlet::wire::notation
