// From an alarm to a finding: repeated, minimised, attributed, written down.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/fuzz/triage/minimise.hpp"
#include "gauntlet/fuzz/triage/stage.hpp"
#include "gauntlet/plan/arena.hpp"
#include "gauntlet/record/reproducer.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::fuzz::triage {

// What is known of the campaign.
struct Origin {
    std::string plane;
    std::vector<std::string> set;    // --set, without the paths of programs
    std::uint64_t seed = 0;          // of the campaign and of its PKI
    std::chrono::sys_seconds now{};  // of the PKI
    std::uint64_t executions = 0;    // until the alarm
};

struct Options {
    Budget budget;
    oracles::GrowthLimits growth;
    std::set<std::string> known;  // ids of findings: one that turns out to be one of these is not minimised again
};

struct Found {
    record::Finding finding;
    record::Reproducer reproducer;
};

struct Outcome {
    std::optional<Found> found;
    bool known = false;  // it is one of Options::known
    std::string note;    // where nothing was found: why not, one line
};

// `ring`: the last sessions before the alarm, oldest first. Repeats the last one, then longer and longer ends of the
// ring; minimises; repeats what is left three times, each on a fresh broker on which good sessions raised nothing.
// A fault that does not come back three times of three is no finding.
boost::asio::awaitable<Outcome> triage(plan::Arena& arena, Sessions ring, oracles::Alarm alarm, Origin origin,
                                       Options options = {});

// Plays a reproducer's sessions, `times` times, each on a fresh broker with a control before it.
struct Replayed {
    int raised = 0;                       // the same fault
    int times = 0;                        //
    std::optional<oracles::Alarm> other;  // another one that came instead
    std::string control;                  // what good sessions raised; "quiet"
    std::optional<oracles::Alarm> last;   // as it was raised last
};
boost::asio::awaitable<Replayed> repeat(Stage& stage, Sessions sessions, oracles::Alarm expected, int times = 3);

// FOLDER/ID/reproducer and FOLDER/ID/finding.json. Throws std::filesystem::filesystem_error.
void write_finding(const std::filesystem::path& folder, const Found& found);

}  // namespace gauntlet::fuzz::triage
