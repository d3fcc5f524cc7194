// captures/BROKER/TRANSPORT/SCENARIO.pcapng: the packets of one cell, with the secrets of their TLS.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "examiner.hpp"
#include "gauntlet/plan/composition.hpp"

namespace gauntlet::plan {

// Path below the run's folder.
std::string capture_path(const PlannedCell& cell);

// Makes its folders; only the owner may read the file. False where no connection was made, and so nothing is written.
// Throws std::filesystem::filesystem_error.
bool write_capture(const std::filesystem::path& path, const PlannedCell& cell, const std::vector<Try>& tries);

}  // namespace gauntlet::plan
