#include "text.hpp"

#include <gtest/gtest.h>

namespace gauntlet::reports {
namespace {

TEST(Plain, LeavesOrdinaryTextAlone) {
    EXPECT_EQ(plain("Grüße, 你好 💥 \\x"), "Grüße, 你好 💥 \\x");
}

TEST(Plain, SpellsOutWhatSteersATerminalOrDeceivesAReader) {
    EXPECT_EQ(plain("a\x1b[31mb\r\n\t\x7f"), "a\\x1b[31mb\\x0d\\x0a\\x09\\x7f");
    EXPECT_EQ(plain("\xc2\x9b"), "\\x9b");
    EXPECT_EQ(plain("\xff\xc0\xaf"), "\\xff\\xc0\\xaf");
    EXPECT_EQ(plain("a\xe2\x80\xae"
                    "b"),
              "a\\u{202e}b");
    EXPECT_EQ(plain(std::string_view("\0", 1)), "\\x00");
}

TEST(Plain, TellsWhatItCuts) {
    EXPECT_EQ(plain("ääää", 4), "ääää");
    EXPECT_EQ(plain("äääää", 4), "ääää… (2 more bytes in the record)");
    EXPECT_LT(plain(std::string(1 << 20, 'x')).size(), 2100U);
}

TEST(Wrap, BreaksAtBlanks) {
    EXPECT_EQ(wrap("one two  three", 7), (std::vector<std::string>{"one two", "three"}));
    EXPECT_EQ(wrap("one two", 100), std::vector<std::string>{"one two"});
    EXPECT_TRUE(wrap("", 10).empty());
    EXPECT_TRUE(wrap("   ", 10).empty());
    EXPECT_EQ(wrap("ää ää", 5), std::vector<std::string>{"ää ää"});
}

TEST(Wrap, KeepsALongWordWhole) {
    EXPECT_EQ(wrap("a 0123456789 b", 4), (std::vector<std::string>{"a", "0123456789", "b"}));
    EXPECT_EQ(wrap("ab", 0), std::vector<std::string>{"ab"});
}

TEST(Cut, CountsCharacters) {
    EXPECT_EQ(cut("äöü", 2), "äö");
    EXPECT_EQ(cut("äöü", 9), "äöü");
    EXPECT_EQ(cut("äöü", 0), "");
}

}  // namespace
}  // namespace gauntlet::reports
