// What a process uses, read from /proc.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace gauntlet::broker {

struct Resources {
    std::uint64_t rss_bytes = 0;       // resident memory
    int descriptors = 0;               // open file descriptors
    int threads = 0;                   //
    std::chrono::milliseconds cpu{0};  // user and system time since the start
};

// Nothing if there is no such process, or none of ours.
std::optional<Resources> read_resources(pid_t pid);

}  // namespace gauntlet::broker
