#include "gauntlet/record/trend.hpp"

#include <gtest/gtest.h>

#include "json_schema.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

using core::Verdict;

NamedRun run_of(const std::string& file, int hour, Verdict verdict) {
    NamedRun named{file, tests::empty_run()};
    named.run.started += std::chrono::hours(hour);
    tests::add(named.run, "mutual/a", verdict);
    tests::add(named.run, "mutual/steady", Verdict::pass);
    return named;
}

TEST(Trend, RunsAreOrderedByStartAndOnlyWhatChangedIsNamed) {
    std::vector<NamedRun> runs{run_of("c", 9, Verdict::fail), run_of("a", 1, Verdict::pass),
                               run_of("b", 5, Verdict::inconclusive)};
    tests::add(runs[0].run, "mutual/late", Verdict::fail);  // in one run alone: no change
    const Trend found = trend(runs);
    ASSERT_EQ(found.points.size(), 3U);
    EXPECT_EQ(found.points[0].file, "a");
    EXPECT_EQ(found.points[2].file, "c");
    EXPECT_EQ(found.points[2].totals.of(Verdict::fail), 2);
    ASSERT_EQ(found.courses.size(), 1U);
    EXPECT_EQ(found.courses[0].cell, "mosquitto/mqtts/mutual/a");
    EXPECT_EQ(found.courses[0].verdicts,
              (std::vector<std::optional<Verdict>>{Verdict::pass, Verdict::inconclusive, Verdict::fail}));
}

TEST(Trend, ACellThatARunDoesNotHaveHasNoVerdictThere) {
    std::vector<NamedRun> runs{run_of("a", 1, Verdict::pass), run_of("b", 2, Verdict::pass),
                               run_of("c", 3, Verdict::fail)};
    runs[1].run.cells.clear();
    const Trend found = trend(runs);
    ASSERT_EQ(found.courses.size(), 1U);
    EXPECT_EQ(found.courses[0].verdicts,
              (std::vector<std::optional<Verdict>>{Verdict::pass, std::nullopt, Verdict::fail}));
}

TEST(Trend, JsonObeysItsSchema) {
    const std::string schema = tests::file_text(std::string(GAUNTLET_SCHEMAS) + "/trend.schema.json");
    std::vector<NamedRun> runs{run_of("a", 1, Verdict::pass), run_of(tests::hostile_text(), 2, Verdict::fail)};
    runs[1].run.cells.erase(runs[1].run.cells.begin() + 1);
    EXPECT_EQ(tests::schema_violation(schema, to_json(trend(runs))), std::nullopt);
    EXPECT_EQ(tests::schema_violation(schema, to_json(trend({{"rich", tests::rich_run()}}))), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::record
