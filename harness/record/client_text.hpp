// Who a client is and what its TLS offers, in one line.
#pragma once

#include <string>

#include "gauntlet/core/client.hpp"

namespace gauntlet::record {

// Only what deviates from a good client with the library's defaults; "" where nothing does.
std::string text_of(const core::Client& client);

}  // namespace gauntlet::record
