// JSON text of a Boost.JSON value: ASCII control characters, C1 and what XML and YAML cannot hold escaped, bytes that
// are no UTF-8 as the text \xNN. (Boost's own serializer writes such bytes as they are.)
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

namespace gauntlet::record {

// Indented, one element a line, with a line feed at the end.
std::string print(const boost::json::value& value);

// In one line, without a line feed at its end (JSON Lines).
std::string print_line(const boost::json::value& value);

// The string in quotes, escaped.
std::string quote(std::string_view text);

}  // namespace gauntlet::record
