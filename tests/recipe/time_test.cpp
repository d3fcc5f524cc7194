#include "gauntlet/recipe/time.hpp"

#include <gtest/gtest.h>

namespace gauntlet::recipe {
namespace {

std::chrono::sys_seconds at(std::int64_t seconds) {
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

TEST(Rfc3339, ReadsUtcAndOffsets) {
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), at(0));
    EXPECT_EQ(parse_rfc3339("2026-11-21T08:30:01Z"), at(1795249801));
    EXPECT_EQ(parse_rfc3339("2026-11-21t08:30:01z"), at(1795249801));
    EXPECT_EQ(parse_rfc3339("2026-11-21T09:30:01+01:00"), at(1795249801));
    EXPECT_EQ(parse_rfc3339("2026-11-20T23:00:01-09:30"), at(1795249801));
    EXPECT_EQ(parse_rfc3339("2026-11-21T08:30:01-00:00"), at(1795249801));
    EXPECT_EQ(parse_rfc3339("2024-02-29T00:00:00Z"), at(1709164800));
    EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59Z"), at(-1));
}

TEST(Rfc3339, RefusesEverythingElse) {
    for (const char* text : {"",
                             "now",
                             "2026-11-21",
                             "2026-11-21T08:30:01",
                             "2026-11-21 08:30:01Z",
                             "2026-11-21T08:30Z",
                             "2026-11-21T08:30:01.5Z",
                             "2026-11-21T08:30:60Z",
                             "2026-11-21T24:00:00Z",
                             "2026-11-21T08:60:01Z",
                             "2026-02-29T08:30:01Z",
                             "2026-00-21T08:30:01Z",
                             "2026-13-21T08:30:01Z",
                             "2026-11-31T08:30:01Z",
                             "2026-11-21T08:30:01ZZ",
                             " 2026-11-21T08:30:01Z",
                             "2026-11-21T08:30:01+1:00",
                             "2026-11-21T08:30:01+0100",
                             "2026-11-21T08:30:01+24:00",
                             "2026-11-21T08:30:01+01:60",
                             "26-11-21T08:30:01Z",
                             "+026-11-21T08:30:01Z",
                             "-026-11-21T08:30:01Z",
                             "9999-12-31T23:59:59-00:01",
                             "0000-01-01T00:00:00+00:01",
                             "1795249801"})
        EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
}

TEST(Rfc3339, WritesUtc) {
    EXPECT_EQ(format_rfc3339(at(1795249801)), "2026-11-21T08:30:01Z");
    EXPECT_EQ(format_rfc3339(at(-1)), "1969-12-31T23:59:59Z");
}

TEST(Rfc3339, ReadsWhatItWrites) {
    for (std::int64_t seconds = -62167219200; seconds < 253402300800; seconds += 86399 * 997)
        EXPECT_EQ(parse_rfc3339(format_rfc3339(at(seconds))), at(seconds));
    EXPECT_EQ(format_rfc3339(at(253402300799)), "9999-12-31T23:59:59Z");
    EXPECT_EQ(format_rfc3339(at(-62167219200)), "0000-01-01T00:00:00Z");
}

}  // namespace
}  // namespace gauntlet::recipe
