// The programs of an adapter as they are found on this machine.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"

namespace gauntlet::broker {

// KEY → VALUE of the options --set ADAPTER.KEY=VALUE of one adapter. KEY is `binary`, `wrapper` (a command that the
// broker is started with, split at blanks: "valgrind -q"), the name of a tool, or one of the adapter's settings.
using Settings = std::map<std::string, std::string>;

struct Installation {
    std::filesystem::path binary;
    std::map<std::string, std::filesystem::path> tools;  // by the tool's name
    std::vector<std::string> wrapper;
    std::map<std::string, std::vector<std::string>> settings;  // values of the adapter's settings that the user gave
    std::string version;
    std::string missing;  // not empty: it cannot be started; what is not there and the command that installs it

    bool found() const { return missing.empty(); }
};

// Looks for the programs and asks the broker for its version (a few ms; a broker that does not answer within 10 s has
// the version "unknown"). An external adapter is always found. Throws BadInput: an unknown key, or a path that the user
// gave where there is no program.
Installation locate(const Adapter& adapter, const Settings& settings = {});

}  // namespace gauntlet::broker
