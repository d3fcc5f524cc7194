// Scenarios of the user's own, in TOML files beside the built-in ones. The format is in docs/scenario-files.md.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::record {

// Those of every file *.toml of the folder, and of the folders below, by path. Profiles are named as `built_in` does;
// ids must differ from theirs and from each other. Throws core::BadInput with the file and line, and where the folder
// has no such file.
std::vector<core::Scenario> load_scenarios(const std::filesystem::path& folder,
                                           std::span<const core::Scenario> built_in);

// The profile of that name; nullptr where no scenario has it. Profiles of scenarios that start a broker are left out.
const core::Profile* find_profile(std::span<const core::Scenario> scenarios, std::string_view name);

// A file with one scenario, which load_scenarios() reads back. Flaws are left out. Throws std::invalid_argument where
// the scenario has something that files cannot say (a client of a WebSocket handshake that deviates).
std::string to_text(const core::Scenario& scenario);

}  // namespace gauntlet::record
