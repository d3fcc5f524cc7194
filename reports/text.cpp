#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::reports {

namespace {

using wire::notation::code_point;
using wire::notation::CodePoint;

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

// Unicode's bidirectional controls, zero-width characters and line separators, which make a line read as another one,
// and what is no character.
bool is_deceptive(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xfeff || c == 0x061c || c == 0xfffe || c == 0xffff;
}

bool is_xml_character(char32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

// Calls `visit(code point, its bytes)` for each character; length 0 for a byte that belongs to none.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const CodePoint c = code_point(wire::view(text));
        const std::size_t length = std::max<std::size_t>(c.length, 1);
        if (!visit(c, text.substr(0, length)))
            return;
        text.remove_prefix(length);
    }
}

std::size_t length_of(std::string_view text) {
    std::size_t length = 0;
    for_each_character(text, [&length](CodePoint, std::string_view) { return ++length > 0; });
    return length;
}

void append_xml(std::string& out, CodePoint c, std::string_view bytes) {
    if (c.length == 0 || !is_xml_character(c.value)) {
        out += "\xef\xbf\xbd";
        return;
    }
    if (c.value >= 0x7f && (is_control(c.value) || is_deceptive(c.value))) {
        out += plain(bytes);
        return;
    }
    switch (c.value) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\r':
            out += "&#13;";
            break;  // a parser would turn it into a line feed
        default:
            out += bytes;
    }
}

}  // namespace

std::string plain(std::string_view text, std::size_t limit) {
    std::string out;
    std::size_t count = 0;
    std::size_t taken = 0;
    for_each_character(text, [&](CodePoint c, std::string_view bytes) {
        if (++count > limit)
            return false;
        taken += bytes.size();
        if (c.length == 0 || is_control(c.value))
            fmt::format_to(std::back_inserter(out), "\\x{:02x}",
                           c.length == 0 ? static_cast<unsigned char>(bytes[0]) : static_cast<std::uint32_t>(c.value));
        else if (is_deceptive(c.value))
            fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<std::uint32_t>(c.value));
        else
            out += bytes;
        return true;
    });
    if (taken < text.size())
        out += fmt::format("… ({} more bytes in the record)", text.size() - taken);
    return out;
}

std::string xml(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for_each_character(text, [&out](CodePoint c, std::string_view bytes) {
        append_xml(out, c, bytes);
        return true;
    });
    return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty())
            continue;
        if (!line.empty() && length_of(line) + 1 + length_of(word) > width) {
            lines.push_back(std::move(line));
            line.clear();
        }
        line += (line.empty() ? "" : " ");
        line += word;
    }
    if (!line.empty())
        lines.push_back(std::move(line));
    return lines;
}

std::string_view cut(std::string_view text, std::size_t width) {
    std::size_t bytes = 0;
    for_each_character(text, [&](CodePoint, std::string_view character) {
        if (width-- == 0)
            return false;
        bytes += character.size();
        return true;
    });
    return text.substr(0, bytes);
}

}  // namespace gauntlet::reports
