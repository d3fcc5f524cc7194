// Which part of a broker a session is about.
#pragma once

#include <string_view>

#include "gauntlet/fuzz/mutate/session.hpp"

namespace gauntlet::fuzz::campaign {

// "frames" where it sends frames of its own, else "connections" where it has several, else "unauthenticated" where no
// good CONNECT comes first, else "sequences" where several packets follow it, else "packets".
std::string_view plane(const mutate::Steps& steps);

}  // namespace gauntlet::fuzz::campaign
