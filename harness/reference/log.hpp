// What the broker writes to its standard error: a line for each event, with the time.
#pragma once

#include <string_view>

namespace gauntlet::reference {

/// `who` is a listener and a peer, or empty. Never a password, never a payload.
void log(std::string_view who, std::string_view what);

}  // namespace gauntlet::reference
