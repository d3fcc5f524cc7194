// --out: the folder of a run.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace gauntlet::cli {

// Throws UsageError where `path` is something else than an empty folder or nothing.
void check_out_folder(const std::filesystem::path& path);

// Makes the folder with its logs/ and transcripts/, readable by the user alone, and returns its path; without a `path`,
// gauntlet-out/TIME-SEED. Throws UsageError.
std::filesystem::path make_out_folder(const std::string& path, std::chrono::sys_seconds time, std::uint64_t seed);

}  // namespace gauntlet::cli
