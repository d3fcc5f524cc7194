#pragma once

#include <string>

namespace gauntlet::fuzz::campaign {

// Why there is no engine in this build, and how to mend it; empty where there is one.
std::string engine_missing();

}  // namespace gauntlet::fuzz::campaign
