#include "gauntlet/broker/exiting.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <string>

namespace gauntlet::broker {

bool is_exiting(pid_t pid) {
    constexpr unsigned long pf_exiting = 0x4;
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string stat;
    std::getline(file, stat, '\0');  // unlike istreambuf_iterator it does not throw where the process is just gone
    // The name of the program, in parentheses, may hold anything; behind it: state, then six numbers, then the flags.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos)
        return true;
    std::istringstream fields(stat.substr(name_end + 1));
    std::string skipped;
    for (int i = 0; i < 6; ++i)
        fields >> skipped;
    unsigned long flags = 0;
    return !(fields >> flags) || (flags & pf_exiting) != 0;
}

}  // namespace gauntlet::broker
