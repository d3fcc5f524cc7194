// Who a broker runs as.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace gauntlet::broker {

struct Identity {
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name;
};

// As root: the user `nobody` (law 12). Otherwise nothing: a broker runs as we do.
std::optional<Identity> unprivileged_identity();

}  // namespace gauntlet::broker
