#include "gauntlet/fuzz/oracles/crash_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gauntlet::fuzz::oracles {

namespace {

// Lines behind a crash text that may belong to it, and the innermost functions that tell crashes apart.
constexpr std::size_t longest_stack = 60;
constexpr std::size_t told_functions = 3;
constexpr std::size_t longest_kind = 100;

bool is_crash(const std::string& line, const std::vector<broker::TextPattern>& patterns) {
    return std::ranges::any_of(patterns, [&line](const broker::TextPattern& p) { return p.found_in(line); });
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The line without what differs from run to run: every number, addresses as well, is N.
std::string without_numbers(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool address = line.substr(i).starts_with("0x");
        if (!address && (line[i] < '0' || line[i] > '9')) {
            text += line[i];
            continue;
        }
        i += address ? 2 : 0;
        while (i + 1 < line.size() && (address ? is_hex(line[i + 1]) : line[i + 1] >= '0' && line[i + 1] <= '9'))
            ++i;
        text += 'N';
    }
    return text;
}

// "heap-use-after-free" where a sanitizer names the kind, where a message names a place in the source this place, else
// the line.
std::string kind_of(const std::string& line) {
    static const broker::TextPattern sanitizer("ERROR: [A-Za-z]*Sanitizer: ([A-Za-z-]+)");
    static const broker::TextPattern place("panicked at '?([A-Za-z0-9_./-]+:[0-9]+)");
    static const broker::TextPattern exception("(([a-z]+\\.)*[A-Z][A-Za-z]*(Exception|Error))");
    static const broker::TextPattern undefined("(runtime error: .*)");
    if (const auto kind = sanitizer.capture(line))
        return *kind;
    if (const auto where = place.capture(line))
        return "panicked at " + *where;
    if (const auto kind = undefined.capture(line))
        return without_numbers(*kind);
    if (const auto kind = exception.capture(line))
        return *kind;
    return without_numbers(line);
}

}  // namespace

std::optional<Alarm> crash_text(const std::vector<std::string>& lines, const std::vector<broker::TextPattern>& more) {
    const auto found = std::ranges::find_if(
        lines, [&more](const std::string& line) { return is_crash(line, crash_patterns()) || is_crash(line, more); });
    if (found == lines.end())
        return std::nullopt;
    const auto end = lines.end() - found > static_cast<std::ptrdiff_t>(longest_stack)
                         ? found + static_cast<std::ptrdiff_t>(longest_stack)
                         : lines.end();
    std::vector<std::string> functions = stack_of({found, end});
    functions.resize(std::min(functions.size(), told_functions));
    std::string signature = kind_of(*found).substr(0, longest_kind);
    if (!functions.empty())
        signature += fmt::format(" in {}", fmt::join(functions, " < "));
    return Alarm{"log", std::move(signature), "the log says: " + found->substr(0, 2 * longest_kind), {}};
}

LogWatch::LogWatch(const std::filesystem::path& path, std::vector<broker::TextPattern> more)
    : log_(path), more_(std::move(more)), cursor_(log_.size()) {}

namespace {

constexpr std::size_t most_shapes = 10'000;

// The line without the words that have a digit in them: times, addresses, ports, names of clients and topics.
std::string shape_of(std::string_view line) {
    std::string shape;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        const bool varies = word.find_first_of("0123456789") != std::string_view::npos;
        shape.append(varies ? "#" : word).append(" ");
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return shape;
}

}  // namespace

std::optional<Alarm> LogWatch::look() {
    const std::uint64_t size = log_.size();
    if (size == cursor_)
        return std::nullopt;
    if (size < cursor_)
        cursor_ = 0;
    std::vector<std::string> lines = log_.new_lines(cursor_);
    std::vector<std::string> fresh;
    for (const std::string& line : lines)
        if (std::string shape = shape_of(line); !known_shapes_.contains(shape))
            fresh.push_back(std::move(shape));
    if (fresh.empty())
        return std::nullopt;
    if (std::optional<Alarm> alarm = crash_text(lines, more_))
        return alarm;
    if (known_shapes_.size() + fresh.size() > most_shapes)
        known_shapes_.clear();
    for (std::string& shape : fresh)
        known_shapes_.insert(std::move(shape));
    return std::nullopt;
}

}  // namespace gauntlet::fuzz::oracles
