#include <gtest/gtest.h>

#include <stdexcept>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::notation {
namespace {

struct Row {
    const char* notation;
    const char* bytes;
};

constexpr Row rows[] = {
    Row{"", ""}, Row{"  # nothing\n\t", ""}, Row{"10", "10"}, Row{"0a0bFF", "0a0bff"},
    Row{"10 00 # a comment\n 0a", "10000a"}, Row{"10#tight", "10"},
    // Remaining Length, as it is and in more bytes than needed (MQTT 5.0 section 1.5.5, Table 1-1).
    Row{"r0", "00"}, Row{"r127", "7f"}, Row{"r128", "8001"}, Row{"r16383", "ff7f"}, Row{"r16384", "808001"},
    Row{"r2097151", "ffff7f"}, Row{"r2097152", "80808001"}, Row{"r268435455", "ffffff7f"}, Row{"r13/4", "8d808000"},
    Row{"r0/2", "8000"}, Row{"r13/5", "8d80808000"}, Row{"r268435456/5", "8080808001"},
    Row{"r4294967295/5", "ffffffff0f"}, Row{"v5", "05"}, Row{"v5/2", "8500"}, Row{"s4", "0004"}, Row{"s65535", "ffff"},
    Row{"k60", "003c"}, Row{"i1", "0001"}, Row{"w3600", "00000e10"}, Row{"w4294967295", "ffffffff"},
    // Lengths of WebSocket frames (RFC 6455 section 5.2).
    Row{"u5", "05"}, Row{"u125", "7d"}, Row{"u126", "7e007e"}, Row{"u65535", "7effff"},
    Row{"u65536", "7f0000000000010000"}, Row{"u4294967295", "7f00000000ffffffff"}, Row{"u5/1", "05"},
    Row{"u5/3", "7e0005"}, Row{"u5/9", "7f0000000000000005"}, Row{"m5", "8500000000"}, Row{"m126", "fe007e00000000"},
    Row{"m5/3", "fe000500000000"}, Row{"u{ }", "00"}, Row{"82 u{ c0 r0 }", "8202c000"},
    Row{"82 m{ c0 r0 }", "828200000000c000"}, Row{"m{ u{ 01 } }*2", "8200000000010182000000000101"},
    Row{"'MQTT'", "4d515454"}, Row{"''", ""}, Row{"'\\'\\\\\\x00\\xfF'", "275c00ff"}, Row{"'\xc3\xa9'", "c3a9"},
    Row{"'a # b'",
        "612023"
        "2062"},
    Row{"'\\x7b\\x7d'", "7b7d"}, Row{"s4 'MQTT'", "00044d515454"}, Row{"s65535 'M'", "ffff4d"},
    Row{"s'MQTT'", "00044d515454"}, Row{"s{ 'MQ' 5454 }", "00044d515454"}, Row{"s{}", "0000"}, Row{"s''", "0000"},
    Row{"r{ 00 01 }", "020001"},
    Row{"r{00*128}*1 'x'",
        "8001"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "78"},
    Row{"v{ 21 k10 }", "0321000a"}, Row{"{ 01 02 }*3", "010201020102"}, Row{"00*0", ""}, Row{"'ab'*2", "61626162"},
    Row{"k1*2", "00010001"}, Row{"{ { 01 }*2 02 }*2", "010102010102"},
    Row{"s'a'*2",
        "0001610001"
        "61"},
    Row{"10 r13 s4 'MQTT' 04 02 k10 s1 'p'", "100d00044d5154540402000a000170"},
    Row{"10 r{ s'MQTT' 04 02 k10 s'p' }", "100d00044d5154540402000a000170"}};

TEST(Flatten, GivesTheBytes) {
    for (const Row& row : rows)
        EXPECT_EQ(hex(bytes_of(row.notation)), row.bytes) << row.notation;
}

TEST(Flatten, RepetitionOfManyBytes) {
    const Bytes bytes = bytes_of("00*262144 'a'*100");
    ASSERT_EQ(bytes.size(), 262244u);
    EXPECT_EQ(bytes[262143], 0);
    EXPECT_EQ(bytes[262144], 'a');
}

TEST(Flatten, SizeIsKnownWithoutTheBytes) {
    EXPECT_EQ(size(*parse("r{ 00*16384 } s'abc' w1 k1 v5/2")), 3u + 16384 + 5 + 4 + 2 + 2);
    Item huge = group_item(Form::none, {hex_item(Bytes{1, 2})});
    huge.times = ~0ULL;
    EXPECT_EQ(size(huge), ~0ULL);
    EXPECT_EQ(size(Items{huge, huge}), ~0ULL);
    EXPECT_EQ(size(group_item(Form::remaining_length, {huge})), ~0ULL);
}

TEST(Flatten, NumbersThatDoNotFitTheirBytesAreRefused) {
    EXPECT_THROW(flatten({number_item(Form::limit, 65536)}), std::invalid_argument);
    EXPECT_THROW(flatten({number_item(Form::identifier, 65536)}), std::invalid_argument);
    EXPECT_THROW(flatten({number_item(Form::string_length, 65536)}), std::invalid_argument);
    EXPECT_THROW(flatten({number_item(Form::variable, 128, 1)}), std::invalid_argument);
    EXPECT_THROW(flatten({number_item(Form::remaining_length, 1, 6)}), std::invalid_argument);
    EXPECT_EQ(hex(flatten({number_item(Form::limit, 65535)})), "ffff");
}

TEST(Flatten, GroupsThatDoNotFitTheirLengthAreRefused) {
    Item many = hex_item(Bytes{0});
    many.times = 65536;
    EXPECT_THROW(flatten({group_item(Form::string_length, {many})}), std::invalid_argument);
    many.times = 268'435'456;
    EXPECT_THROW(flatten({group_item(Form::variable, {many})}), std::invalid_argument);
    many.times = maximum_size + 1;
    EXPECT_THROW(flatten({many}), std::invalid_argument);
}

TEST(Flatten, LiteralsOfTheSourceThrow) {
    try {
        bytes_of("10 zz");
        FAIL() << "accepted";
    } catch (const std::invalid_argument& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 5), "1:4: ");
    }
}

}  // namespace
}  // namespace gauntlet::wire::notation
