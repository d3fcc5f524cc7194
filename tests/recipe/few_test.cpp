#include "gauntlet/recipe/few.hpp"

#include <gtest/gtest.h>

namespace gauntlet::recipe {
namespace {

TEST(Few, HoldsItsItemsInOrder) {
    constexpr Few<int, 3> few = {4, 5};
    static_assert(few.size() == 2 && few[0] == 4 && few[1] == 5);
    EXPECT_EQ(std::vector<int>(few.begin(), few.end()), (std::vector<int>{4, 5}));
}

TEST(Few, IsEmptyByDefault) {
    constexpr Few<int, 3> few;
    EXPECT_TRUE(few.empty());
    EXPECT_EQ(few.begin(), few.end());
}

TEST(Few, ComparesItemsAndSize) {
    EXPECT_EQ((Few<int, 3>{1, 2}), (Few<int, 3>{1, 2}));
    EXPECT_NE((Few<int, 3>{1, 2}), (Few<int, 3>{1, 2, 0}));
    EXPECT_NE((Few<int, 3>{1, 2}), (Few<int, 3>{1, 3}));
}

TEST(Few, RefusesMoreThanItsCapacity) {
    Few<int, 2> few = {1, 2};
    EXPECT_THROW(few.push_back(3), std::length_error);
    EXPECT_EQ(few.size(), 2U);
}

}  // namespace
}  // namespace gauntlet::recipe
