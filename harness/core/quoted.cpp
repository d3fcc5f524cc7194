#include "quoted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gauntlet::core {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string escape(char c) {
    return fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

// The byte of the two digits of \xNN.
std::optional<char> byte_of(std::string_view digits) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return static_cast<char>(value);
}

}  // namespace

bool is_bare(char c) {
    return c > ' ' && c <= '~' && c != ',' && c != ';' && c != '\'' && c != '(' && c != ')';
}

std::string quoted_if_needed(std::string_view value) {
    return !value.empty() && value != "or" && std::ranges::all_of(value, is_bare) ? std::string(value) : quoted(value);
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\')
            out += std::string("\\") + c;
        else if (c < ' ' || c > '~')
            out += escape(c);
        else
            out += c;
    }
    return out + "'";
}

std::optional<std::string> unescaped(std::string_view inside) {
    std::string out;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\\') {
            out += inside[i];
            continue;
        }
        const char next = i + 1 < inside.size() ? inside[i + 1] : '\0';
        if (next == '\'' || next == '\\') {
            out += next;
            ++i;
        } else if (const std::optional<char> byte = next == 'x' ? byte_of(inside.substr(i + 2, 2)) : std::nullopt) {
            out += *byte;
            i += 3;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

std::string on_one_line(std::string_view notation) {
    std::string out;
    bool in_quotes = false;
    for (std::size_t i = 0; i < notation.size(); ++i) {
        const char c = notation[i];
        if (in_quotes && c == '\\' && i + 1 < notation.size()) {
            out += c;
            out += notation[++i];
        } else if (in_quotes && is_blank(c) && c != ' ') {
            out += escape(c);
        } else if (!in_quotes && c == '#') {
            i = std::min(notation.find('\n', i), notation.size()) - 1;
        } else if (!in_quotes && is_blank(c)) {
            if (!out.empty() && out.back() != ' ')
                out += ' ';
        } else {
            in_quotes = in_quotes != (c == '\'');
            out += c;
        }
    }
    if (!in_quotes && !out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

}  // namespace gauntlet::core
