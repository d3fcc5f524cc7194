#include <gtest/gtest.h>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::notation {
namespace {

struct Row {
    std::string notation;
    const char* where;
    const char* how;  // a part of the message: what was expected or how to mend it
};

const Row rows[] = {Row{"0a0", "1:1: ", "odd number"},
                    Row{"10\n  0", "2:3: ", "two for each byte"},
                    Row{"10 CONNECT", "1:4: ", "no token"},
                    Row{"zz", "1:1: ", "expected hexadecimal"},
                    Row{"{client}", "1:2: ", "placeholder"},
                    Row{"10,20", "1:1: ", "no token"},
                    Row{"r", "1:1: ", "number from 0 to 4294967295"},
                    Row{"s65536", "1:1: ", "from 0 to 65535"},
                    Row{"k70000", "1:1: ", "from 0 to 65535"},
                    Row{"i99999999999999999999", "1:1: ", "65535"},
                    Row{"w4294967296", "1:1: ", "4294967295"},
                    Row{"k-1", "1:1: ", "number"},
                    Row{"r268435456", "1:1: ", "write r268435456/5"},
                    Row{"r300/1", "1:1: ", "width from 2 to 5"},
                    Row{"v5/6", "1:1: ", "width"},
                    Row{"v5/", "1:1: ", "width"},
                    Row{"k5/2", "1:3: ", "expected a space"},
                    Row{"s4'MQTT'", "1:3: ", "expected a space"},
                    Row{"'a''b'", "1:4: ", "expected a space"},
                    Row{"10{ 01 }", "1:1: ", "no token"},
                    Row{"k{ 01 }", "1:1: ", "no computed form"},
                    Row{"w'a'", "1:1: ", "no computed form"},
                    Row{"r'a'", "1:1: ", "r{ … }"},
                    Row{"m'a'", "1:1: ", "m{ … }"},
                    Row{"m", "1:1: ", "number from 0 to 4294967295"},
                    Row{"u4294967296", "1:1: ", "number from 0 to 4294967295"},
                    Row{"u5/2", "1:1: ", "1, 3 or 9 bytes"},
                    Row{"m126/1", "1:1: ", "3 or 9 bytes"},
                    Row{"m65536/3", "1:1: ", "of 9 bytes"},
                    Row{"m5/", "1:1: ", "width"},
                    Row{"10 'abc", "1:4: ", "closing '"},
                    Row{"'a\nb'", "1:1: ", "\\x0a"},
                    Row{"'a\\n'", "1:3: ", "unknown escape"},
                    Row{"'\\x0'", "1:2: ", "unknown escape"},
                    Row{"'\\", "1:2: ", "unknown escape"},
                    Row{"'a{client}'", "1:3: ", "placeholder"},
                    Row{"'}'", "1:2: ", "\\x7b"},
                    Row{"'\xff'", "1:2: ", "write it as \\xff"},
                    Row{"'\xed\xa0\x80'", "1:2: ", "UTF-8"},
                    Row{"{ 01", "1:1: ", "has no }"},
                    Row{"10\nr{ { 01 }", "2:2: ", "has no }"},
                    Row{"10 }", "1:4: ", "has no {"},
                    Row{"00*", "1:3: ", "count"},
                    Row{"00*x", "1:3: ", "count"},
                    Row{"00*314572801", "1:3: ", "count"},
                    Row{"00 *3", "1:4: ", "no token"},
                    Row{"00*2*3", "1:5: ", "expected a space"},
                    Row{"0000*314572800", "1:1: ", "314572800 bytes"},
                    Row{"00*314572800 00", "1:14: ", "more than"},
                    Row{"{ 00*200000000 }*2", "1:1: ", "more than"},
                    Row{"{ { { 0001*314572800 }*314572800 }*314572800 }", "1:7: ", "more than"},
                    Row{"s{ 00*65536 }", "1:1: ", "65536 bytes, s{ } can say 65535"},
                    Row{"10 r{ 00*268435456 }", "1:4: ", "r{ } can say 268435455"},
                    Row{std::string(65, '{') + "00" + std::string(65, '}'), "1:65: ", "64 deep"}};

TEST(ParseErrors, NameThePlaceAndTheRemedy) {
    for (const Row& row : rows) {
        const auto parsed = parse(row.notation);
        ASSERT_FALSE(parsed) << row.notation;
        const std::string message = parsed.error().text();
        EXPECT_EQ(message.find(row.where), 0u) << row.notation << ": " << message;
        EXPECT_NE(message.find(row.how), std::string::npos) << row.notation << ": " << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    }
}

TEST(Parse, NestsUpToTheLimit) {
    EXPECT_TRUE(parse(std::string(64, '{') + "00" + std::string(64, '}')));
}

TEST(Parse, NothingIsMadeOfWhatARepetitionClaims) {
    // 300 MiB are claimed here, some hundred bytes are held.
    const auto parsed = parse("{ 00*314572800 }");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(size(*parsed), maximum_size);
}

}  // namespace
}  // namespace gauntlet::wire::notation
