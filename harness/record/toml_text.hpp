// Values as TOML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::record {

// key = "value"
std::string toml_line(std::string_view key, std::string_view value);
// key = ["one", "two"]; "" where there are none.
std::string toml_line(std::string_view key, const std::vector<std::string>& values);
// key = ''' … ''' over several lines, as they are where they can be.
std::string toml_block(std::string_view key, std::string_view text);

}  // namespace gauntlet::record
