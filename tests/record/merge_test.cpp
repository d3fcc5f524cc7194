#include "gauntlet/record/merge.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "gauntlet/core/bad_input.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

using core::Verdict;

Shard shard_of(unsigned index, unsigned count) {
    Shard shard{std::to_string(index) + ".json", "shards/" + std::to_string(index), tests::empty_run()};
    shard.run.selection = Selection{{"mutual/*"}, core::Level::must, index, count};
    shard.run.started += std::chrono::seconds(index);
    shard.run.ended += std::chrono::seconds(index);
    Cell& cell = tests::add(shard.run, "mutual/" + std::to_string(9 - index), Verdict::fail);
    cell.transcript = "transcripts/a.txt";
    shard.run.faults = {"fault " + std::to_string(index)};
    shard.run.stale = {{"known.toml", static_cast<int>(index), cell.id()}};
    return shard;
}

std::string error_of(std::vector<Shard> shards) {
    try {
        merge(std::move(shards));
    } catch (const core::BadInput& error) {
        return error.what();
    }
    return "no error";
}

TEST(Merge, HasTheCellsOfAllShardsInTheirOrder) {
    const record::Run whole = merge({shard_of(2, 3), shard_of(3, 3), shard_of(1, 3)});
    ASSERT_EQ(whole.cells.size(), 3U);
    EXPECT_EQ(whole.cells[0].scenario, "mutual/6");
    EXPECT_EQ(whole.cells[2].scenario, "mutual/8");
    EXPECT_EQ(whole.cells[2].transcript, "shards/1/transcripts/a.txt");
    EXPECT_EQ(whole.cells[2].log, "");
    EXPECT_EQ(whole.scenarios.size(), 3U);
    EXPECT_EQ(whole.faults.size(), 3U);
    EXPECT_EQ(whole.stale.size(), 3U);
    EXPECT_EQ(whole.brokers[0].instances, 6);
    EXPECT_EQ(whole.ms, 3 * tests::empty_run().ms);
    EXPECT_EQ(whole.started, tests::empty_run().started + std::chrono::seconds(1));
    EXPECT_EQ(whole.ended, tests::empty_run().ended + std::chrono::seconds(3));
    EXPECT_EQ(whole.selection, (Selection{{"mutual/*"}, core::Level::must, 1, 1}));
}

TEST(Merge, RefusesShardsOfDifferentRuns) {
    const std::vector<std::pair<const char*, std::function<void(record::Run&)>>> ways{
        {"seed", [](record::Run& run) { run.seed = 8; }},
        {"now", [](record::Run& run) { run.now += std::chrono::seconds(1); }},
        {"program", [](record::Run& run) { run.tool.version = "0.2.0"; }},
        {"program", [](record::Run& run) { run.tool.commit = "fedcba"; }},
        {"selection", [](record::Run& run) { run.selection->select = {"one-way/*"}; }},
        {"selection", [](record::Run& run) { run.selection->level = core::Level::should; }},
        {"--fail-on", [](record::Run& run) { run.fail_on = FailOn::weak; }},
        {"brokers", [](record::Run& run) { run.brokers[0].version = "2.0.12"; }},
        {"number of shards", [](record::Run& run) { run.selection->shards = 3; }}};
    for (const auto& [name, spoil] : ways) {
        std::vector<Shard> shards{shard_of(1, 2), shard_of(2, 2)};
        spoil(shards[1].run);
        const std::string error = error_of(shards);
        EXPECT_TRUE(error.starts_with("2.json: is of another run than 1.json: " + std::string(name) + " ")) << error;
        EXPECT_EQ(error.find('\n'), std::string::npos);
    }
}

TEST(Merge, RefusesWhatIsNoShard) {
    Shard other = shard_of(1, 1);
    other.run.selection.reset();
    EXPECT_EQ(error_of({other}), "1.json: is no shard of 'gauntlet run --shard I/N'");
}

TEST(Merge, RefusesMissingAndOverlappingShards) {
    EXPECT_EQ(error_of({shard_of(1, 3), shard_of(3, 3)}),
              "1.json: is one of 3 shards, and shard 2 is missing; name its record too");
    EXPECT_EQ(error_of({shard_of(1, 2), shard_of(1, 2), shard_of(2, 2)}),
              "1.json: is shard 1, and so is 1.json; name each shard once");
    Shard same = shard_of(2, 2);
    same.run.cells[0].scenario = "mutual/8";
    EXPECT_EQ(error_of({shard_of(1, 2), same}),
              "2.json: has \"mosquitto/mqtts/mutual/8\", which another shard has too");
}

TEST(Merge, AnInterruptedShardMakesAnInterruptedRun) {
    Shard second = shard_of(2, 2);
    second.run.signal = 15;
    EXPECT_EQ(merge({shard_of(1, 2), second}).signal, 15);
}

}  // namespace
}  // namespace gauntlet::record
