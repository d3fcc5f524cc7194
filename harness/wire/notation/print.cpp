#include <fmt/format.h>

#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::wire::notation {
namespace {

// Characters that a reader would not see, or that change what they see of the others (controls, bidirectional
// overrides, byte order marks, noncharacters), are printed as escapes: what a peer sent must not disguise itself.
bool readable(char32_t c) {
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad)
        return false;
    if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f))
        return false;
    if (c == 0xfeff || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe || c >= 0xe0000)
        return false;
    return c != U'{' && c != U'}';
}

void print_text(std::string& out, View bytes) {
    out += '\'';
    while (!bytes.empty()) {
        const CodePoint point = code_point(bytes);
        if (point.value == U'\'' || point.value == U'\\') {
            out += '\\';
            out += static_cast<char>(point.value);
        } else if (point.length != 0 && readable(point.value)) {
            out += text(bytes.first(point.length));
        } else {
            const std::size_t length = point.length == 0 ? 1 : point.length;
            for (const std::uint8_t byte : bytes.first(length))
                fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
        }
        bytes = bytes.subspan(point.length == 0 ? 1 : point.length);
    }
    out += '\'';
}

void print_items(std::string& out, const Items& items);

bool is_short_string(const Item& item) {
    return item.form == Form::string_length && item.items.size() == 1 && item.items[0].kind == Item::Kind::text &&
           item.items[0].times == 1;
}

void print_group(std::string& out, const Item& item) {
    if (item.form != Form::none)
        out += static_cast<char>(item.form);
    if (is_short_string(item))
        return print_text(out, item.items[0].bytes);
    out += "{ ";
    print_items(out, item.items);
    out += item.items.empty() ? "}" : " }";
}

void print_item(std::string& out, const Item& item) {
    switch (item.kind) {
        case Item::Kind::hex:
            out += hex(item.bytes);
            break;
        case Item::Kind::text:
            print_text(out, item.bytes);
            break;
        case Item::Kind::group:
            print_group(out, item);
            break;
        case Item::Kind::number:
            fmt::format_to(std::back_inserter(out), "{}{}", static_cast<char>(item.form), item.value);
            if (item.width != 0)
                fmt::format_to(std::back_inserter(out), "/{}", item.width);
            break;
    }
    if (item.times != 1)
        fmt::format_to(std::back_inserter(out), "*{}", item.times);
}

void print_items(std::string& out, const Items& items) {
    bool first = true;
    for (const Item& item : items) {
        if (!first)
            out += ' ';
        first = false;
        print_item(out, item);
    }
}

}  // namespace

std::string print(const Items& items) {
    std::string out;
    print_items(out, items);
    return out;
}

std::string ParseError::text() const {
    return fmt::format("{}:{}: {}", line, column, message);
}

}  // namespace gauntlet::wire::notation
