// Where something stands in a JSON text.
#pragma once

#include <string_view>

namespace gauntlet::record {

// The line, from 1, of the value at `pointer` (RFC 6901, without escapes) in a well-formed JSON text; of the last value
// on the way to it where there is none.
int line_of(std::string_view json, std::string_view pointer);

}  // namespace gauntlet::record
