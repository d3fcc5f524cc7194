#include "gauntlet/broker/exiting.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace gauntlet::broker {

namespace {

constexpr unsigned long pf_exiting = 0x4;

// The name of the program, in parentheses, may hold anything; behind it, each after a space: state, then six numbers,
// then the flags.
bool says_exiting(std::string_view stat) {
    std::size_t at = stat.rfind(')');
    for (int i = 0; i < 7 && at != std::string_view::npos; ++i)
        at = stat.find(' ', at + 1);
    return at == std::string_view::npos || (std::strtoul(stat.data() + at, nullptr, 10) & pf_exiting) != 0;
}

}  // namespace

ExitWatch::ExitWatch(pid_t pid) : file_(::open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC)) {}

ExitWatch::~ExitWatch() {
    if (file_ >= 0)
        ::close(file_);
}

bool ExitWatch::is_exiting() const {
    std::array<char, 1024> stat;
    const ssize_t size = file_ < 0 ? -1 : ::pread(file_, stat.data(), stat.size() - 1, 0);
    if (size <= 0)
        return true;
    stat[static_cast<std::size_t>(size)] = '\0';
    return says_exiting({stat.data(), static_cast<std::size_t>(size)});
}

bool is_exiting(pid_t pid) {
    return ExitWatch(pid).is_exiting();
}

}  // namespace gauntlet::broker
