#include "gauntlet/core/nearest.hpp"

#include <gtest/gtest.h>

namespace gauntlet::core {
namespace {

using Names = std::vector<std::string>;

TEST(Nearest, the_fewest_letters_differ) {
    const Names known = {"ignores-crl", "ignores-pings", "spins"};
    EXPECT_EQ(nearest("ignores-clr", known, 1), Names{"ignores-crl"});
    EXPECT_EQ(nearest("spin", known, 1), Names{"spins"});
    EXPECT_EQ(nearest("ignores-ping", known, 2), (Names{"ignores-pings", "ignores-crl"}));
}

TEST(Nearest, equals_come_by_name_and_no_more_than_there_are) {
    EXPECT_EQ(nearest("b", {"c", "a"}, 5), (Names{"a", "c"}));
    EXPECT_EQ(nearest("", {"long", "s"}, 1), Names{"s"});
    EXPECT_EQ(nearest("x", {}, 3), Names{});
}

}  // namespace
}  // namespace gauntlet::core
