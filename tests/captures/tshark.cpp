#include "tshark.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace gauntlet::tests {

namespace {

std::string quoted(const std::string& word) {
    return "'" + word + "'";
}

}  // namespace

bool has_tshark() {
    return std::system("command -v tshark >/dev/null") == 0;
}

std::vector<std::string> values(const std::filesystem::path& capture, const std::string& field,
                                const std::vector<std::string>& decode_as, const std::string& filter) {
    // A home of nobody's: settings of the user's (a key log file among them) change nothing.
    std::string command = "HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent tshark -r " + quoted(capture) +
                          " -o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE -T fields -E occurrence=a -E "
                          "aggregator=, -e " +
                          field;
    for (const std::string& rule : decode_as)
        command += " -d " + quoted(rule);
    if (!filter.empty())
        command += " -Y " + quoted(filter);
    FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("popen");
    std::string output;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe))
        output.append(part.data(), count);
    // A filter that it does not understand, or a file that it cannot read.
    if (::pclose(pipe) != 0)
        throw std::runtime_error("tshark fails: " + command);
    std::vector<std::string> found;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');)
            found.push_back(cell);
    }
    return found;
}

}  // namespace gauntlet::tests
