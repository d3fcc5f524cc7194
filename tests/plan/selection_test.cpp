#include "gauntlet/plan/selection.hpp"

#include <gtest/gtest.h>

#include "some.hpp"

namespace gauntlet::plan {
namespace {

using core::Transport;

bool selected(std::vector<std::string> globs, const std::string& check, core::Level limit = core::Level::observe,
              core::Level level = core::Level::must) {
    core::Scenario scenario = some_scenario(check, some_profile("p"));
    scenario.level = level;
    return selects({.globs = std::move(globs), .level = limit, .shard = {}}, scenario, "mosquitto", Transport::mqtts);
}

TEST(Selection, WithoutGlobsEverythingIsSelected) {
    EXPECT_TRUE(selected({}, "mutual/expired-leaf"));
}

TEST(Selection, AGlobMatchesTheWholeScenarioId) {
    EXPECT_TRUE(selected({"mutual/*"}, "mutual/expired-leaf"));
    EXPECT_TRUE(selected({"mutual/expired-lea?"}, "mutual/expired-leaf"));
    EXPECT_FALSE(selected({"mutual"}, "mutual/expired-leaf"));
    EXPECT_FALSE(selected({"cipher/*"}, "mutual/expired-leaf"));
}

TEST(Selection, AGlobMatchesTheWholeCellId) {
    EXPECT_TRUE(selected({"mosquitto/mqtts/mutual/*"}, "mutual/expired-leaf"));
    EXPECT_TRUE(selected({"*/mqtts/mutual/expired-leaf"}, "mutual/expired-leaf"));
    EXPECT_FALSE(selected({"mosquitto/mqtt/mutual/*"}, "mutual/expired-leaf"));
    EXPECT_FALSE(selected({"emqx/*"}, "mutual/expired-leaf"));
}

TEST(Selection, SeveralGlobsAddUp) {
    EXPECT_TRUE(selected({"cipher/*", "mutual/*"}, "mutual/a"));
    EXPECT_TRUE(selected({"cipher/*", "mutual/*"}, "cipher/a"));
    EXPECT_FALSE(selected({"cipher/*", "mutual/*"}, "one-way/a"));
}

TEST(Selection, AnExclusionWinsWhateverTheOrder) {
    EXPECT_FALSE(selected({"!mutual/a", "mutual/*"}, "mutual/a"));
    EXPECT_FALSE(selected({"mutual/*", "!mutual/a"}, "mutual/a"));
    EXPECT_TRUE(selected({"mutual/*", "!mutual/a"}, "mutual/b"));
}

TEST(Selection, ExclusionsAloneStartFromEverything) {
    EXPECT_TRUE(selected({"!mutual/a"}, "cipher/a"));
    EXPECT_FALSE(selected({"!mutual/a"}, "mutual/a"));
    EXPECT_FALSE(selected({"!mosquitto/*"}, "mutual/a"));
}

TEST(Selection, ALevelSelectsThatOneAndStricter) {
    EXPECT_TRUE(selected({}, "a/b", core::Level::should, core::Level::must));
    EXPECT_TRUE(selected({}, "a/b", core::Level::should, core::Level::should));
    EXPECT_FALSE(selected({}, "a/b", core::Level::should, core::Level::policy));
    EXPECT_FALSE(selected({}, "a/b", core::Level::policy, core::Level::observe));
}

TEST(Shard, IsWrittenAsIndexSlashCount) {
    EXPECT_EQ(parse_shard("1/1"), (Shard{1, 1}));
    EXPECT_EQ(parse_shard("2/5"), (Shard{2, 5}));
    for (const char* bad :
         {"", "1", "/", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1/", "/3", " 1/3", "1/99999999999"})
        EXPECT_EQ(parse_shard(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace gauntlet::plan
