// A campaign: brokers, the workers that fuzz them, and what they find.
//
// The folder of a campaign holds corpus/ (inputs that showed something new), seeds/ (what it began with), state (the
// board), history (samples over time), logs/, and findings/. A campaign that was stopped, in whatever way, goes on from
// it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/fuzz/mutate/session.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/plan/arena.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::fuzz::campaign {

// What became of an alarm.
struct Triaged {
    std::optional<record::Finding> finding;
    bool repetition = false;  // of an earlier finding
    std::string note;         // where there is no finding: why not
};

// Repeats, minimises and writes down what an oracle said. `sessions` are completed(), the latest last. May take long,
// and start brokers of the arena.
using Triage = std::function<boost::asio::awaitable<Triaged>(std::vector<mutate::Steps> sessions,
                                                             const oracles::Alarm& alarm, std::uint64_t executions)>;

struct Settings {
    std::filesystem::path folder;
    std::uint64_t seed = 1;
    unsigned jobs = 1;                              // workers
    std::optional<std::chrono::milliseconds> time;  // those of earlier runs included
    std::uint64_t sessions = 0;                     // likewise; 0: no limit
    mutate::Scope scope;
    bool feedback = true;                // else what the broker does guides nothing
    bool process_guides = true;          // and its time, and what its process logs and uses: no seed gives them again
    bool until_finding = false;          // ends with the first one
    double sessions_per_second = 0;      // of each worker; 0: no limit
    std::uint64_t bytes_per_second = 0;  // likewise, of what is sent
    std::vector<mutate::Steps> seeds;
    std::vector<record::Finding> found;  // by earlier runs of it
    Triage triage;
};

struct Progress {
    std::uint64_t sessions = 0;
    double per_second = 0;  // over the last seconds
    std::size_t corpus = 0;
    std::size_t behaviours = 0;
    std::size_t findings = 0;
    std::size_t unconfirmed = 0;  // alarms that did not happen again
    std::chrono::milliseconds time{0};
    std::string event;  // not empty: what has just happened, a line for people
};

struct Result {
    Progress progress;
    int signal = 0;                         // that ended it
    std::vector<record::Finding> findings;  // those of earlier runs first
    std::vector<std::string> faults;        // why it ended early, though nobody asked for it
    std::vector<record::Sample> samples;    // over time, those of earlier runs included
    std::vector<std::uint64_t> sequences;   // of each worker: a hash over its inputs in their order
};

// Runs until a limit, SIGINT or SIGTERM; both signals stay blocked when it returns. `progress` is called every second
// and when something happens. The thread must be the only one of the process: workers are forked.
Result run(plan::Arena& arena, const Settings& settings, const std::function<void(const Progress&)>& progress);

}  // namespace gauntlet::fuzz::campaign
