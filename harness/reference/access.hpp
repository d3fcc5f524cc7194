// The access rules of a listener, as its settings say.
#pragma once

#include "gauntlet/reference/mqtt/access.hpp"
#include "gauntlet/reference/settings.hpp"

namespace gauntlet::reference {

/// Passwords are kept as salted SHA-256 from here on.
mqtt::Access access_of(const ListenerSettings& settings, const Flaws& flaws);

}  // namespace gauntlet::reference
