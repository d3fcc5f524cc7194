#include "log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace gauntlet::reference {

void log(std::string_view who, std::string_view what) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto ms = now.time_since_epoch().count() % 1000;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const std::string line = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z {}{}{}\n", fmt::gmtime(seconds), ms, who,
                                         who.empty() ? "" : ": ", what);
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace gauntlet::reference
