// Alarms that nobody has looked into yet: files in the folder of the campaign, so that none is lost.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::campaign {

struct Pending {
    oracles::Alarm alarm;
    std::vector<std::string> sessions;  // texts, the latest last
    std::uint64_t executions = 0;       // of the campaign until then
    std::filesystem::path file;         // set by take_pending()
};

// `folder` is the campaign's. Throws std::runtime_error where it cannot be written.
void write_pending(const std::filesystem::path& folder, const Pending& pending);
bool has_pending(const std::filesystem::path& folder);
// The oldest one; it stays until it is forgotten. What cannot be read is forgotten at once.
std::optional<Pending> take_pending(const std::filesystem::path& folder);
void forget_pending(const Pending& pending);

}  // namespace gauntlet::fuzz::campaign
