// Whether a deadline passed because nothing came, or because this machine or program stood still.
#pragma once

#include "gauntlet/net/channel.hpp"

namespace gauntlet::net {

// To be called when it is noticed that a deadline has passed. Throws boost::system::system_error where that is more
// than 2 s late: what was awaited may have come meanwhile, so that its absence says nothing about the broker.
void check_punctual(Deadline deadline);

}  // namespace gauntlet::net
