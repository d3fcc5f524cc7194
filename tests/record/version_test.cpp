#include "gauntlet/record/version.hpp"

#include <gtest/gtest.h>

namespace gauntlet::record {
namespace {

TEST(Version, AreOrdered) {
    // Semantic Versioning 2.0.0 item 11 has the pre-releases of 1.0.0 in this order.
    const std::vector<std::string> ascending{"0.9",        "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                             "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                                             "1.0.0",      "1.0.1",        "1.2",           "1.10",
                                             "2.0.11",     "2.0.11.1",     "2.1",           "10"};
    for (std::size_t i = 0; i < ascending.size(); ++i)
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            const auto a = Version::parse(ascending[i]);
            const auto b = Version::parse(ascending[j]);
            ASSERT_TRUE(a && b);
            EXPECT_EQ(*a < *b, i < j) << ascending[i] << ' ' << ascending[j];
            EXPECT_EQ(*a == *b, i == j) << ascending[i] << ' ' << ascending[j];
        }
}

TEST(Version, TrailingZerosAndBuildsDoNotCount) {
    EXPECT_EQ(Version::parse("2"), Version::parse("2.0.0"));
    EXPECT_EQ(Version::parse("v2.0"), Version::parse("2"));
    EXPECT_EQ(Version::parse("2.0+debug"), Version::parse("2"));
    EXPECT_EQ(Version::parse("2.0-rc.1+x-y"), Version::parse("2-rc.1"));
}

TEST(Version, OtherTextsAreNone) {
    for (const char* text :
         {"", "v", "x", "-1", "2.", "2.x", "2 ", " 2", "2.0rc1", "2-", "2..1", "99999999999999999999999"})
        EXPECT_FALSE(Version::parse(text)) << text;
}

TEST(VersionRange, ContainsWhatAllComparisonsAllow) {
    const auto range = VersionRange::parse(">=2.0.0  <2.1");
    ASSERT_TRUE(range);
    for (const char* inside : {"2", "2.0.0", "2.0.11", "2.0.99", "2.1-rc.1"})
        EXPECT_TRUE(range->contains(inside)) << inside;
    for (const char* outside : {"1.9.9", "2.0-rc.1", "2.1", "2.1.0", "3", "", "unknown"})
        EXPECT_FALSE(range->contains(outside)) << outside;
}

TEST(VersionRange, EveryOperator) {
    const auto holds = [](const char* range, const char* version) {
        return VersionRange::parse(range).value().contains(version);
    };
    EXPECT_TRUE(holds("=2.0.11", "2.0.11"));
    EXPECT_FALSE(holds("=2.0.11", "2.0.12"));
    EXPECT_FALSE(holds("=2.0.11", "2.0.10"));
    EXPECT_FALSE(holds(">2", "2"));
    EXPECT_TRUE(holds(">2", "2.0.1"));
    EXPECT_TRUE(holds("<=2", "2"));
    EXPECT_FALSE(holds("<=2", "2.0.1"));
    EXPECT_FALSE(holds("<2", "2"));
    EXPECT_TRUE(holds(">=1 <=3 >2", "2.5"));
    EXPECT_FALSE(holds(">=1 <=3 >2", "2"));
    EXPECT_TRUE(holds("*", "anything at all"));
    EXPECT_TRUE(holds("*", ""));
}

TEST(VersionRange, RangesThatNothingFits) {
    for (const char* text :
         {"", " ", "2.0", ">=", ">=x", ">= 2.0", "~2", "* *", "* <2", ">=2 <2", ">2 <=2", ">2.1 <2.0", "=1 =2"})
        EXPECT_FALSE(VersionRange::parse(text)) << text;
    EXPECT_TRUE(VersionRange::parse(">=2 <=2"));
}

TEST(VersionRange, Overlap) {
    const auto overlap = [](const char* a, const char* b) {
        const auto left = VersionRange::parse(a).value();
        const auto right = VersionRange::parse(b).value();
        EXPECT_EQ(left.overlaps(right), right.overlaps(left));
        return left.overlaps(right);
    };
    EXPECT_TRUE(overlap(">=2.0 <2.1", ">=2.0.5"));
    EXPECT_TRUE(overlap("*", "=3"));
    EXPECT_TRUE(overlap("<=2", ">=2"));
    EXPECT_FALSE(overlap("<2", ">=2"));
    EXPECT_FALSE(overlap(">=2.0 <2.1", ">=2.1 <2.2"));
}

}  // namespace
}  // namespace gauntlet::record
