#include "identity.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace gauntlet::broker {

std::optional<Identity> unprivileged_identity() {
    if (::geteuid() != 0)
        return std::nullopt;
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r("nobody", &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return Identity{entry.pw_uid, entry.pw_gid, "nobody"};
    return Identity{65534, 65534, "65534"};  // the kernel's overflow uid, which is what `nobody` has everywhere
}

}  // namespace gauntlet::broker
