// A finding.json that a campaign wrote (json.hpp), read back.
#pragma once

#include <filesystem>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

// Throws core::BadInput, also where the file cannot be read.
Finding read_finding(const std::filesystem::path& path);

}  // namespace gauntlet::record
