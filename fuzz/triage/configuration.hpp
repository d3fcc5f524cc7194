// What a running broker was configured with.
#pragma once

#include <sys/types.h>

#include <string>

namespace gauntlet::fuzz::triage {

// The text files that the command line of the process names, without certificates and keys; "" where there are none or
// it is no process of ours. At most 64 KiB.
std::string configuration_of(pid_t pid);

}  // namespace gauntlet::fuzz::triage
