// Runs a composition: material, instances, cells, aftermath, verdicts.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/composition.hpp"
#include "gauntlet/plan/subject.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::plan {

struct Progress {
    std::size_t done = 0;
    std::size_t total = 0;
    std::size_t failed = 0;  // fail and inconclusive
    std::string cell;        // that was finished last
};

struct Settings {
    unsigned jobs = 12;                                        // cells at a time
    std::chrono::milliseconds timeout{5000};                   // of each step
    bool share_controls = false;                               // cells of one listener share rounds of their control
    std::string run_prefix;                                    // of client ids and topics: letters and digits
    std::filesystem::path out;                                 // holds logs/ and transcripts/; empty: nothing is kept
    std::function<bool(const record::Cell&)> keep_transcript;  // of a cell that was judged; unset: of all
    std::function<std::string(const PlannedCell&)> reproduce;  // the command that repeats a cell
    std::function<void(const PlannedCell&, const record::Cell&)> finished;  // each cell that was run, with its verdict
    std::function<void(const Progress&)> progress;
};

// Runs every cell that has no excuse and returns all of them with their verdicts, in the order of the composition. The
// fields of the record that are the caller's stay empty: tool, fail_on, stale, exit.
//
// SIGINT and SIGTERM end the run early: what is not finished is skipped ("interrupted"), and the record says so. A
// second one kills the brokers instead of stopping them. Both signals stay blocked when it returns, so that the record
// can be written.
record::Run run(const Composition& composition, std::span<const Subject> subjects, broker::Supervisor& supervisor,
                issue::Issuer& issuer, const Settings& settings);

// A prefix for client ids and topics that no other run has.
std::string new_run_prefix(std::uint64_t seed);

}  // namespace gauntlet::plan
