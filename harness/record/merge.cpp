#include "gauntlet/record/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/print.hpp"

namespace gauntlet::record {

namespace {

[[noreturn]] void refuse(const Shard& shard, const std::string& what) {
    throw core::BadInput(shard.file, 0, what);
}

std::string brokers_of(const Run& run) {
    std::string text;
    for (const BrokerInfo& broker : run.brokers)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", broker.name, broker.version);
    return text;
}

std::string selection_of(const Run& run) {
    std::string text;
    for (const std::string& glob : run.selection->select)
        text += fmt::format("--select {} ", glob);
    return text + fmt::format("--level {}", core::to_string(run.selection->level));
}

// What shards of one run have in common, by name.
std::vector<std::pair<std::string, std::string>> identity_of(const Run& run) {
    return {{"seed", fmt::format("{}", run.seed)},
            {"now", recipe::format_rfc3339(run.now)},
            {"program", fmt::format("gauntlet {} {}", run.tool.version, run.tool.commit)},
            {"selection", selection_of(run)},
            {"--fail-on", run.fail_on == FailOn::weak ? "weak" : "fail"},
            {"brokers", brokers_of(run)},
            {"number of shards", fmt::format("{}", run.selection->shards)}};
}

void check_same_run(const std::vector<Shard>& shards) {
    for (const Shard& shard : shards)
        if (!shard.run.selection || shard.run.selftest || shard.run.campaign)
            refuse(shard, "is no shard of 'gauntlet run --shard I/N'");
    const auto first = identity_of(shards.front().run);
    for (const Shard& shard : shards) {
        const auto other = identity_of(shard.run);
        for (std::size_t i = 0; i < first.size(); ++i)
            if (other[i] != first[i])
                refuse(shard, fmt::format("is of another run than {}: {} {} and {}; give all shards the same --seed, "
                                          "--now, --select and --level",
                                          shards.front().file, first[i].first, quote(other[i].second),
                                          quote(first[i].second)));
    }
}

void check_complete(const std::vector<Shard>& shards) {
    std::map<unsigned, const Shard*> seen;
    for (const Shard& shard : shards)
        if (const auto [found, is_new] = seen.emplace(shard.run.selection->shard, &shard); !is_new)
            refuse(shard,
                   fmt::format("is shard {}, and so is {}; name each shard once", found->first, found->second->file));
    const unsigned count = shards.front().run.selection->shards;
    for (unsigned i = 1; i <= count; ++i)
        if (!seen.contains(i))
            refuse(shards.front(),
                   fmt::format("is one of {} shards, and shard {} is missing; name its record too", count, i));
}

void check_cells(const Shard& shard, std::set<std::string>& ids) {
    for (const Cell& cell : shard.run.cells)
        if (!ids.insert(cell.id()).second)
            refuse(shard, fmt::format("has {}, which another shard has too", quote(cell.id())));
}

void add_times(Run& whole, const Run& shard) {
    whole.started = std::min(whole.started, shard.started);
    whole.ended = std::max(whole.ended, shard.ended);
    whole.ms += shard.ms;
    whole.signal = whole.signal == 0 ? shard.signal : whole.signal;
}

void add_brokers(Run& whole, const Run& shard) {
    for (std::size_t i = 0; i < whole.brokers.size(); ++i) {
        BrokerInfo& sum = whole.brokers[i];
        sum.instances += shard.brokers[i].instances;
        sum.ready_ms = std::max(sum.ready_ms, shard.brokers[i].ready_ms);
        sum.stop_ms = std::max(sum.stop_ms, shard.brokers[i].stop_ms);
    }
}

void add_scenarios(Run& whole, Run& shard) {
    for (ScenarioText& scenario : shard.scenarios)
        if (std::ranges::find(whole.scenarios, scenario.id, &ScenarioText::id) == whole.scenarios.end())
            whole.scenarios.push_back(std::move(scenario));
}

void add_cells(Run& whole, Shard& shard) {
    for (Cell& cell : shard.run.cells) {
        for (std::string* path : {&cell.transcript, &cell.log})
            if (!path->empty())
                *path = shard.folder + "/" + *path;
        if (cell.capture)
            cell.capture = shard.folder + "/" + *cell.capture;
        whole.cells.push_back(std::move(cell));
    }
}

}  // namespace

Run merge(std::vector<Shard> shards) {
    check_same_run(shards);
    check_complete(shards);
    std::set<std::string> ids;
    for (const Shard& shard : shards)
        check_cells(shard, ids);
    std::ranges::sort(shards, {}, [](const Shard& shard) { return shard.run.selection->shard; });

    Run whole = shards.front().run;
    whole.selection->shard = whole.selection->shards = 1;
    whole.cells.clear();
    whole.scenarios.clear();
    for (Shard& shard : shards) {
        add_scenarios(whole, shard.run);
        add_cells(whole, shard);
        if (&shard == &shards.front())
            continue;
        add_times(whole, shard.run);
        add_brokers(whole, shard.run);
        whole.faults.insert(whole.faults.end(), shard.run.faults.begin(), shard.run.faults.end());
        whole.stale.insert(whole.stale.end(), shard.run.stale.begin(), shard.run.stale.end());
    }
    std::ranges::sort(whole.cells, {}, &Cell::id);
    std::ranges::sort(whole.scenarios, {}, &ScenarioText::id);
    return whole;
}

}  // namespace gauntlet::record
