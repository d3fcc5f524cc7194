// A certificate by its bytes.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::net {

// "sha256:" and 64 lower-case hexadecimal digits.
std::string fingerprint(std::string_view der);

}  // namespace gauntlet::net
