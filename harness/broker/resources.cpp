#include "gauntlet/broker/resources.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace gauntlet::broker {
namespace {

int count_descriptors(const std::string& folder) {
    std::error_code error;
    int count = 0;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        ++count;
    return error ? -1 : count;
}

}  // namespace

// proc(5): the fields after the name, which stands in parentheses and may hold anything, start with the state, field 3.
std::optional<Resources> read_resources(pid_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream file(folder + "/stat");
    std::string stat;
    std::getline(file, stat, '\0');  // unlike istreambuf_iterator it does not throw where the process is just gone
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos)
        return std::nullopt;
    std::istringstream rest(stat.substr(name_end + 1));
    const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
    const auto field = [&fields](std::size_t number) { return std::stoull(fields.at(number - 3)); };
    if (fields.size() < 24 - 2 || fields[0] == "Z" || fields[0] == "X")
        return std::nullopt;

    Resources resources;
    const auto ticks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    resources.cpu = std::chrono::milliseconds((field(14) + field(15)) * 1000 / ticks);
    resources.threads = static_cast<int>(field(20));
    resources.rss_bytes = field(24) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    resources.descriptors = count_descriptors(folder + "/fd");
    if (resources.descriptors < 0)
        return std::nullopt;
    return resources;
}

}  // namespace gauntlet::broker
