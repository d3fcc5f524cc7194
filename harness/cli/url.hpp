// mqtt|mqtts|ws|wss://host[:port][/path]
#pragma once

#include <string>
#include <string_view>

#include "gauntlet/drive/target.hpp"

namespace gauntlet::cli {

// Throws UsageError. Without a port: 1883, 8883, 80, 443.
drive::Address parse_url(std::string_view url);

// Whether every address that the host has is this machine's own. Throws UsageError where the name does not resolve.
bool is_loopback(const std::string& host);

}  // namespace gauntlet::cli
