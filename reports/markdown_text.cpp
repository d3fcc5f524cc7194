#include "markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text.hpp"

namespace gauntlet::reports {

namespace {

constexpr std::size_t limit = 500;            // characters: GitHub takes 1 MiB for a whole summary
constexpr std::size_t command_limit = 4'000;  // what is to be copied stays whole as long as it can

// More backticks in a row than anywhere in the text (CommonMark 6.1, 4.5), and at least `least`.
std::string fence(std::string_view text, std::size_t least) {
    std::size_t longest = 0;
    std::size_t row = 0;
    for (const char c : text) {
        row = c == '`' ? row + 1 : 0;
        longest = std::max(longest, row);
    }
    return std::string(std::max(least, longest + 1), '`');
}

}  // namespace

std::string markdown(std::string_view text) {
    std::string out;
    for (const char c : plain(text, limit)) {
        // "|" and what HTML reads as character references, which cannot stand for structure (CommonMark 2.5); an "@"
        // that makes no address and mentions nobody; a "." that makes no link of www.
        if (c == '|' || c == '<' || c == '>' || c == '&')
            out += fmt::format("&#{};", static_cast<int>(c));
        else if (c == '@')
            out += "`@`";
        else if (c == '.' && (out.ends_with('w') || out.ends_with('W')))
            out += "\\.";
        else if (std::string_view("\\`*_{}[]()#+!~:").find(c) != std::string_view::npos)
            out += {'\\', c};
        else
            out += c;
    }
    return out;
}

std::string markdown_code(std::string_view text) {
    const std::string line = plain(text, limit);
    if (line.empty())
        return {};
    const std::string ticks = fence(line, 1);
    // One blank on each side is taken off again (CommonMark 6.1), also where the text begins with a backtick.
    return fmt::format("{0} {1} {0}", ticks, line);
}

std::string markdown_block(std::string_view text) {
    const std::string line = plain(text, command_limit);
    const std::string ticks = fence(line, 3);
    return fmt::format("{0}\n{1}\n{0}\n", ticks, line);
}

}  // namespace gauntlet::reports
