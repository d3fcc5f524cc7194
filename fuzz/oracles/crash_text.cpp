#include "gauntlet/fuzz/oracles/crash_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>

#include "gauntlet/core/fnv.hpp"

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
    : log_(path), more_(std::move(more)) {}

namespace {

constexpr std::size_t most_known = 10'000;
constexpr std::size_t most_told = 300;

bool is_number(std::string_view word) {
    return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view word, std::span<const wire::View> sent) {
    constexpr std::string_view marks = "'\"()[]<>,.:;";
    const std::size_t begin = std::min(word.find_first_not_of(marks), word.size());
    word = word.substr(begin, word.find_last_not_of(marks) + 1 - begin);
    return !word.empty() && std::ranges::any_of(sent, [word](wire::View bytes) {
        return ::memmem(bytes.data(), bytes.size(), word.data(), word.size()) != nullptr;
    });
}

// Of the line without the words that differ from session to session: those with digits, and those for which `varies`.
template <typename Varies>
std::uint64_t shape_of(std::string_view line, Varies varies) {
    std::uint64_t hash = core::fnv_basis;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        hash = core::fnv1a(" ", core::fnv1a(is_number(word) || varies(word) ? "#" : word, hash));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return hash;
}

}  // namespace

std::optional<Alarm> LogWatch::look(std::span<const wire::View> sent) {
    shapes_.clear();
    const std::vector<std::string_view>& lines = log_.new_lines();
    if (known_.size() > most_known) {
        known_.clear();
        read_.clear();
    }
    bool fresh = false;
    for (const std::string_view line : lines) {
        const auto [known, is_new] = known_.try_emplace(shape_of(line, [](std::string_view) { return false; }));
        if (is_new)
            known->second = shape_of(line, [sent](std::string_view word) { return is_name(word, sent); });
        fresh = (is_new && read_.insert(known->second).second) || fresh;
        tell(known->second);
    }
    return fresh ? crash_text({lines.begin(), lines.end()}, more_) : std::nullopt;
}

void LogWatch::tell(std::uint64_t shape) {
    if (told_.size() < most_told)
        told_.insert(shape);
    if (told_.contains(shape) && std::ranges::find(shapes_, shape) == shapes_.end())
        shapes_.push_back(shape);
}

}  // namespace gauntlet::fuzz::oracles
