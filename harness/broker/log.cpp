#include "gauntlet/broker/log.hpp"

#include <algorithm>
#include <fstream>

#include "gauntlet/broker/supervisor.hpp"

namespace gauntlet::broker {
namespace {

constexpr std::uint64_t tail_bytes = 64ULL << 10U;
constexpr std::uint64_t most_bytes = 64ULL << 20U;  // of one look: a flood of log lines must not become our memory

std::string read(const std::filesystem::path& path, std::uint64_t from, std::uint64_t to) {
    if (to <= from)
        return {};
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(from));
    std::string text(static_cast<std::size_t>(std::min(to - from, most_bytes)), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    // What cannot be read may say that the broker crashed.
    if (!file)
        throw StartFault("cannot read the log " + path.string());
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        if (!lines.back().empty() && lines.back().back() == '\r')
            lines.back().pop_back();
        begin = end + 1;
    }
    return lines;
}

}  // namespace

std::uint64_t Log::size() const {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path_, error);
    if (error && error != std::errc::no_such_file_or_directory)
        throw StartFault("cannot look at the log " + path_.string() + ": " + error.message());
    return error ? 0 : size;
}

std::vector<std::string> Log::lines(std::uint64_t from, std::uint64_t to) const {
    return split(read(path_, from, std::min(to, size())));
}

std::vector<std::string> Log::tail(std::size_t count) const {
    const std::uint64_t end = size();
    std::vector<std::string> lines = split(read(path_, end > tail_bytes ? end - tail_bytes : 0, end));
    if (lines.size() > count)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

std::vector<std::string> Log::matching(const std::vector<TextPattern>& patterns, std::uint64_t from,
                                       std::uint64_t to) const {
    std::vector<std::string> found;
    if (patterns.empty())
        return found;
    for (std::string& line : lines(from, to))
        if (std::any_of(patterns.begin(), patterns.end(), [&line](const TextPattern& p) { return p.found_in(line); }))
            found.push_back(std::move(line));
    return found;
}

}  // namespace gauntlet::broker
