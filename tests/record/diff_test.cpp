#include "gauntlet/record/diff.hpp"

#include <gtest/gtest.h>

#include "json_schema.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

using core::Verdict;

// The difference of one cell: its name, or "same".
std::string what_of(std::optional<Verdict> before, std::optional<Verdict> after) {
    record::Run old_run = tests::empty_run();
    record::Run new_run = tests::empty_run();
    if (before)
        tests::add(old_run, "mutual/a", *before);
    if (after)
        tests::add(new_run, "mutual/a", *after);
    const Diff found = diff(old_run, new_run);
    return found.differences.empty() ? "same" : std::string(to_string(found.differences[0].what));
}

TEST(Diff, EveryPairOfVerdicts) {
    const auto none = std::nullopt;
    using V = Verdict;
    for (const auto& [before, after, what] : std::vector<std::tuple<std::optional<V>, std::optional<V>, const char*>>{
             {V::pass, V::pass, "same"},
             {V::pass, V::weak, "regression"},
             {V::pass, V::fail, "regression"},
             {V::weak, V::fail, "regression"},
             {V::info, V::fail, "regression"},
             {V::pass, V::info, "same"},
             {V::fail, V::weak, "repair"},
             {V::fail, V::pass, "repair"},
             {V::weak, V::pass, "repair"},
             {V::pass, V::inconclusive, "undecided"},
             {V::fail, V::inconclusive, "undecided"},
             {V::skipped, V::inconclusive, "undecided"},
             {none, V::inconclusive, "undecided"},
             {V::inconclusive, V::inconclusive, "same"},
             {V::inconclusive, V::fail, "new"},
             {V::unsupported, V::pass, "new"},
             {none, V::fail, "new"},
             {V::pass, V::unsupported, "vanished"},
             {V::fail, V::skipped, "vanished"},
             {V::weak, none, "vanished"},
             {V::unsupported, V::skipped, "same"},
             {none, V::skipped, "same"},
             {V::inconclusive, none, "same"}})
        EXPECT_EQ(what_of(before, after), what)
            << (before ? core::to_string(*before) : "-") << " " << (after ? core::to_string(*after) : "-");
}

class TwoRuns : public ::testing::Test {
  protected:
    TwoRuns() : before_(tests::empty_run()), after_(tests::empty_run()) {}
    void both(const std::string& id, Verdict before, Verdict after) {
        tests::add(before_, id, before);
        tests::add(after_, id, after);
    }
    record::Run before_;
    record::Run after_;
};

TEST_F(TwoRuns, ARegressionEndsWithOne) {
    both("mutual/a", Verdict::pass, Verdict::fail);
    both("mutual/b", Verdict::fail, Verdict::pass);
    both("mutual/c", Verdict::pass, Verdict::inconclusive);
    const Diff found = diff(before_, after_);
    EXPECT_EQ(found.exit(), 1);
    EXPECT_EQ(found.of(What::regression), 1U);
    EXPECT_EQ(found.of(What::repair), 1U);
    EXPECT_EQ(found.compared, 2U);
    EXPECT_EQ(cell_of(found.differences[0]), "mosquitto/mqtts/mutual/a");
}

TEST_F(TwoRuns, OneThatIsKnownIsNamedAndDoesNotGate) {
    both("mutual/a", Verdict::pass, Verdict::fail);
    after_.cells[0].known = Known{"known.toml", 1, "r"};
    EXPECT_EQ(diff(before_, after_).of(What::regression), 1U);
    EXPECT_EQ(diff(before_, after_).exit(), 0);
}

TEST_F(TwoRuns, WhatIsUndecidedNowEndsWithThree) {
    both("mutual/a", Verdict::pass, Verdict::pass);
    both("mutual/c", Verdict::pass, Verdict::inconclusive);
    EXPECT_EQ(diff(before_, after_).exit(), 3);
}

TEST_F(TwoRuns, NothingToCompareEndsWithFour) {
    both("mutual/a", Verdict::pass, Verdict::skipped);
    EXPECT_EQ(diff(before_, after_).exit(), 4);
    EXPECT_EQ(diff(tests::empty_run(), tests::empty_run()).exit(), 4);
}

TEST_F(TwoRuns, OtherObservationsAreNamedWhateverTheTexts) {
    both("mutual/a", Verdict::pass, Verdict::pass);
    core::Observation& seen = after_.cells[0].evidence.observed[0];
    seen.text = "in other words";
    seen.facts = {{"payload-text", "g0stg8ucqxfR"}};
    after_.cells[0].ms = std::chrono::milliseconds(99);
    EXPECT_TRUE(diff(before_, after_).differences.empty());
    seen.facts.push_back({"suite", "TLS_AES_128_GCM_SHA256"});
    EXPECT_EQ(diff(before_, after_).of(What::observed), 1U);
    seen.facts.clear();
    seen.code = 46;
    EXPECT_EQ(diff(before_, after_).of(What::observed), 1U);
    EXPECT_EQ(diff(before_, after_).exit(), 0);
}

TEST_F(TwoRuns, TwoVersionsOfOneMatrixAreComparedByName) {
    tests::add(before_, "mutual/a", Verdict::pass).broker = "mosquitto@old";
    tests::add(before_, "mutual/a", Verdict::fail).broker = "mosquitto@new";
    before_.scenarios.pop_back();
    EXPECT_TRUE(diff(before_, before_).differences.empty());
    const Diff found = diff(before_, before_, {"mosquitto@old", "mosquitto@new"});
    ASSERT_EQ(found.differences.size(), 1U);
    EXPECT_EQ(found.differences[0].what, What::regression);
    EXPECT_EQ(cell_of(found.differences[0]), "mosquitto@new/mqtts/mutual/a");
}

TEST_F(TwoRuns, JsonObeysItsSchema) {
    const std::string schema = tests::file_text(std::string(GAUNTLET_SCHEMAS) + "/diff.schema.json");
    both("mutual/a", Verdict::pass, Verdict::fail);
    both("mutual/b", Verdict::fail, Verdict::pass);
    tests::add(after_, "mutual/c", Verdict::fail).reason = tests::hostile_text() + tests::invalid_utf8();
    after_.cells[0].known = Known{"known.toml", 1, "r"};
    const std::string json = to_json(diff(before_, after_), before_, after_);
    EXPECT_EQ(tests::schema_violation(schema, json), std::nullopt);
    EXPECT_NE(json.find("\"regression\": 1"), std::string::npos) << json;
    const record::Run rich = tests::rich_run();
    EXPECT_EQ(tests::schema_violation(schema, to_json(diff(before_, rich), before_, rich)), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::record
