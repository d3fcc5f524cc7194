#include "gauntlet/fuzz/mutate/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace gauntlet::fuzz::mutate {
namespace {

// The first outputs for the seed 1, computed with the authors' reference code: SplitMix64, then xoshiro256**.
TEST(Random, IsXoshiroOnEveryMachine) {
    Random random(1);
    const std::array<std::uint64_t, 4> drawn = {random.next(), random.next(), random.next(), random.next()};
    const std::array<std::uint64_t, 4> expected = {0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514,
                                                   0x642e1c7bc266a3a7};
    EXPECT_EQ(drawn, expected);
}

TEST(Random, EqualSeedsGiveEqualSequencesAndOthersDoNot) {
    Random one(7);
    Random same(7);
    Random other(8);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t drawn = one.next();
        EXPECT_EQ(drawn, same.next());
        differs = differs || drawn != other.next();
    }
    EXPECT_TRUE(differs);
}

TEST(Random, BelowReachesEveryNumberAndNoOther) {
    Random random(3);
    std::set<std::size_t> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(random.below(10));
    EXPECT_EQ(seen.size(), 10u);
    EXPECT_EQ(*seen.rbegin(), 9u);
    EXPECT_EQ(random.below(0), 0u);
    EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, ChanceIsOnceInN) {
    Random random(4);
    int hits = 0;
    for (int i = 0; i < 10'000; ++i)
        hits += random.chance(10) ? 1 : 0;
    EXPECT_NEAR(hits, 1000, 150);
    EXPECT_TRUE(random.chance(1));
}

}  // namespace
}  // namespace gauntlet::fuzz::mutate
