// A broker as `brokers` lists it.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/transport.hpp"

namespace gauntlet::record {

struct CapabilityListing {
    std::string name;
    std::string absent;  // why the broker cannot do it; "": it can
};

struct BrokerListing {
    std::string name;
    bool found = false;
    std::string version;  // "" where it was not found
    std::string path;     // likewise
    std::string install;  // the command that installs it
    std::vector<core::Transport> transports;
    std::vector<CapabilityListing> capabilities;
};

}  // namespace gauntlet::record
