// What a broker keeps or does while nobody talks to it.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "gauntlet/fuzz/oracles/usage.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

constexpr std::chrono::milliseconds shortest_idle{100};

std::string folder_of(pid_t pid) {
    return fmt::format("/proc/{}", pid);
}

// Where the descriptors of a process lead: "socket:[4711]", "/var/log/x". A process that ends meanwhile has fewer.
std::optional<std::vector<std::string>> links(pid_t pid) {
    std::error_code error;
    std::vector<std::string> all;
    std::filesystem::directory_iterator entry(folder_of(pid) + "/fd", error);
    if (error)
        return std::nullopt;
    for (const std::filesystem::directory_iterator end; !error && entry != end; entry.increment(error)) {
        std::error_code gone;
        all.push_back(std::filesystem::read_symlink(entry->path(), gone).string());
    }
    return all;
}

// The inodes of the connections in CLOSE_WAIT in the process's network namespace (proc(5): /proc/net/tcp).
void add_half_open(const std::string& file, std::set<std::string>& inodes) {
    constexpr const char* close_wait = "08";
    std::ifstream table(file);
    std::string line;
    std::getline(table, line);  // the headings
    while (std::getline(table, line)) {
        std::istringstream fields(line);
        std::string skipped;
        std::string state;
        std::string inode;
        fields >> skipped >> skipped >> skipped >> state >> skipped >> skipped >> skipped >> skipped >> skipped >>
            inode;
        if (state == close_wait)
            inodes.insert(inode);
    }
}

}  // namespace

std::optional<Reading> read_usage(pid_t pid) {
    const auto resources = broker::read_resources(pid);
    if (!resources)
        return std::nullopt;
    return Reading{*resources, std::chrono::steady_clock::now()};
}

std::optional<Alarm> spins(const Reading& before, const Reading& after) {
    const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(after.at - before.at);
    const auto busy = after.resources.cpu - before.resources.cpu;
    if (wall < shortest_idle || busy * 4 <= wall)
        return std::nullopt;
    return Alarm{"spin",
                 "busy while idle",
                 fmt::format("without a connection the broker used {} ms of processor time in {} ms", busy.count(),
                             wall.count()),
                 {}};
}

std::optional<Descriptors> read_descriptors(pid_t pid) {
    const auto all = links(pid);
    if (!all)
        return std::nullopt;
    Descriptors counts;
    for (const std::string& link : *all) {
        if (link.starts_with("socket:"))
            ++counts.sockets;
        else if (link.starts_with("pipe:") || link.starts_with("anon_inode:"))
            ++counts.pipes;
        else
            ++counts.files;
    }
    return counts;
}

int half_open_sockets(pid_t pid) {
    const auto all = links(pid);
    if (!all)
        return 0;
    std::set<std::string> inodes;
    add_half_open(folder_of(pid) + "/net/tcp", inodes);
    add_half_open(folder_of(pid) + "/net/tcp6", inodes);
    int count = 0;
    for (const std::string& link : *all)
        if (link.starts_with("socket:[") && inodes.contains(link.substr(8, link.size() - 9)))
            ++count;
    return count;
}

std::optional<Alarm> keeps_half_open(int at_first, int then) {
    if (at_first <= 0 || then <= 0)
        return std::nullopt;
    return Alarm{"half-open",
                 "keeps closed connections",
                 fmt::format("the broker keeps {} connections that we have closed", std::min(at_first, then)),
                 {}};
}

}  // namespace gauntlet::fuzz::oracles
