#include "check.hpp"

#include <cstdio>
#include <cstdlib>

namespace gauntlet::fuzz::properties {

void check(bool holds, std::string_view message) {
    if (holds)
        return;
    std::fprintf(stderr, "violated: %.*s\n", static_cast<int>(message.size()), message.data());
    std::abort();
}

}  // namespace gauntlet::fuzz::properties
