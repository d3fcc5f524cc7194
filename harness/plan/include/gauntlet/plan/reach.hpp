// Whether a listener of the user's is there at all, before the first cell asks it anything.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gauntlet/drive/target.hpp"

namespace gauntlet::plan {

// "" where a TCP connection is accepted, else why not, in a few words ("connection refused"). What the listener speaks
// is for the cells to find out. Blocks for as long as `timeout`.
std::string unreachable(const drive::Address& address, std::chrono::milliseconds timeout);

struct Served {
    std::vector<std::string> chain_der;  // in its order
    std::string why;                     // where there is none: what came instead
};

// The certificates that a listener with TLS serves, one that refuses clients without a certificate included. Blocks for
// as long as `timeout`.
Served served_by(const drive::Address& address, std::chrono::milliseconds timeout);

}  // namespace gauntlet::plan
