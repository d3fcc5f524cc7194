// JSON text of a Boost.JSON value: indented, one element a line, ASCII control characters and C1 escaped, bytes that
// are no UTF-8 as the text \xNN. (Boost's own serializer writes such bytes as they are.)
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

namespace gauntlet::record {

std::string print(const boost::json::value& value);

// The string in quotes, escaped.
std::string quote(std::string_view text);

}  // namespace gauntlet::record
