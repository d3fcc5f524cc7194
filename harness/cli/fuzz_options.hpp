// What `gauntlet fuzz` was asked for; campaign.json keeps it, so that --resume needs nothing else.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/fuzz/mutate/session.hpp"
#include "options.hpp"

namespace gauntlet::cli {

struct FuzzOptions {
    std::string broker;
    ListenerOptions listener;
    std::string transport = "mqtts";  // of --broker
    std::vector<std::string> planes;  // empty: all that fit the transport
    std::string time;                 // "60s", "10m", "7d"; empty: until it is stopped
    std::uint64_t sessions = 0;       // 0: no limit
    unsigned jobs = 1;
    std::string seed;
    std::string now;
    std::string out;
    std::string resume;
    double rate = -1;    // sessions per second of each worker; 0: no limit; negative: the default
    double timeout = 3;  // seconds
    bool no_feedback = false;
    bool until_finding = false;
    std::vector<std::string> set;
};

// Throws UsageError.
std::optional<std::chrono::milliseconds> duration_of(const std::string& text);
fuzz::mutate::Scope scope_of(const std::vector<std::string>& planes, core::Transport transport);

// In the folder of a campaign. read_campaign() throws UsageError where there is none; the limits of `options`, where
// they are given, take the place of those that it had.
void write_campaign(const std::filesystem::path& folder, const FuzzOptions& options);
FuzzOptions read_campaign(const FuzzOptions& options);

}  // namespace gauntlet::cli
