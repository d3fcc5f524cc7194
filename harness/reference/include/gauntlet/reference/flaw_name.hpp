// Flaws as the command line and the settings file name them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/core/flaw.hpp"

namespace gauntlet::reference {

/// "ignores-crl"; nothing where there is no such flaw.
std::optional<core::Flaw> flaw_named(std::string_view name);

/// One line that names the nearest.
std::string unknown_flaw(std::string_view name);

}  // namespace gauntlet::reference
