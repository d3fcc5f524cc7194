// The settings of a reference broker as a TOML file, as the adapter writes it.
#pragma once

#include <filesystem>

#include "gauntlet/reference/settings.hpp"

namespace gauntlet::reference {

/// Relative paths in the file start at its folder. A listener with several ports becomes one for each port.
/// Throws core::BadInput: "file:line: what, how to mend it".
Settings read_settings(const std::filesystem::path& file);

}  // namespace gauntlet::reference
