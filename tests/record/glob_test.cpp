#include "gauntlet/record/glob.hpp"

#include <gtest/gtest.h>

namespace gauntlet::record {
namespace {

TEST(Glob, MatchesTheWholeText) {
    EXPECT_TRUE(glob_matches("", ""));
    EXPECT_TRUE(glob_matches("mutual/a", "mutual/a"));
    EXPECT_FALSE(glob_matches("mutual/a", "mutual/ab"));
    EXPECT_FALSE(glob_matches("mutual/ab", "mutual/a"));
    EXPECT_FALSE(glob_matches("", "a"));
    EXPECT_FALSE(glob_matches("a", ""));
}

TEST(Glob, AStarStandsForAnyCharacters) {
    EXPECT_TRUE(glob_matches("*", ""));
    EXPECT_TRUE(glob_matches("*", "mutual/expired-leaf/tls-1-2"));
    EXPECT_TRUE(glob_matches("mutual/*", "mutual/expired-leaf/tls-1-2"));
    EXPECT_TRUE(glob_matches("*/tls-1-2", "mutual/expired-leaf/tls-1-2"));
    EXPECT_TRUE(glob_matches("m*l*-1-*", "mutual/expired-leaf/tls-1-2"));
    EXPECT_TRUE(glob_matches("**a**", "bab"));
    EXPECT_FALSE(glob_matches("mutual/*", "one-way/mutual/x"));
    EXPECT_FALSE(glob_matches("*-1-3", "mutual/expired-leaf/tls-1-2"));
    EXPECT_FALSE(glob_matches("a*b*c", "abab"));
    EXPECT_TRUE(glob_matches("*ab", "aab"));
    EXPECT_TRUE(glob_matches("*aab", "aaaab"));
}

TEST(Glob, AQuestionMarkStandsForOneCharacter) {
    EXPECT_TRUE(glob_matches("tls-1-?", "tls-1-2"));
    EXPECT_FALSE(glob_matches("tls-1-?", "tls-1-"));
    EXPECT_FALSE(glob_matches("?", ""));
    EXPECT_TRUE(glob_matches("*?", "a"));
}

TEST(Glob, ManyStarsEnd) {
    const std::string text(2000, 'a');
    EXPECT_FALSE(glob_matches("*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace gauntlet::record
