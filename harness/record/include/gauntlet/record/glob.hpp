// Globs of ids, for --select and known failures.
#pragma once

#include <string_view>

namespace gauntlet::record {

// * stands for any number of characters, slashes included; ? for one.
bool glob_matches(std::string_view glob, std::string_view text);

}  // namespace gauntlet::record
