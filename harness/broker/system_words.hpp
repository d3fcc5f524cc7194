// Words for what the operating system refused.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace gauntlet::broker {

inline std::string system_words(const std::string& what, int error = errno) {
    return what + ": " + std::generic_category().message(error);
}

}  // namespace gauntlet::broker
