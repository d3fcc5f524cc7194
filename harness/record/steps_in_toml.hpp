// The key `steps` of a table: one step on each line, as core::to_text() writes them.
#pragma once

#include <vector>

#include "gauntlet/core/step.hpp"
#include "toml_file.hpp"

namespace gauntlet::record {

// Throws core::BadInput at the line of the step that is none, and where there are no steps.
std::vector<core::Step> read_steps(const TomlFile& file, const toml::table& table);

}  // namespace gauntlet::record
