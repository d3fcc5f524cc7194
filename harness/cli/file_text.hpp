// A whole file that an option names.
#pragma once

#include <string>

namespace gauntlet::cli {

// `option` stands in the error: "--ca". Throws UsageError.
std::string file_text(const std::string& option, const std::string& path);

}  // namespace gauntlet::cli
