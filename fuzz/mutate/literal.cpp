#include "gauntlet/fuzz/mutate/literal.hpp"

#include <algorithm>
#include <array>

#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::mutate {

namespace {

constexpr std::array<std::string_view, 5> names{"id", "topic", "run", "user", "password"};
constexpr std::string_view opening = "\\x7b";
constexpr std::string_view closing = "\\x7d";

// The name of the placeholder whose braces, as written, begin at `at`; empty where there is none.
std::string_view name_at(std::string_view text, std::size_t at, std::string_view open, std::string_view close) {
    if (!text.substr(at).starts_with(open))
        return {};
    for (const std::string_view name : names)
        if (text.substr(at + open.size()).starts_with(name) &&
            text.substr(at + open.size() + name.size()).starts_with(close))
            return name;
    return {};
}

// The braces of placeholders, written otherwise; what a backslash escapes is passed over.
std::string rewritten(std::string_view text, std::string_view open, std::string_view close, std::string_view new_open,
                      std::string_view new_close) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (const std::string_view name = name_at(text, i, open, close); !name.empty()) {
            out.append(new_open).append(name).append(new_close);
            i += open.size() + name.size() + close.size();
            continue;
        }
        const std::size_t count = text[i] == '\\' && i + 1 < text.size() ? 2 : 1;
        out.append(text.substr(i, count));
        i += count;
    }
    return out;
}

}  // namespace

std::optional<wire::Bytes> literal_bytes(std::string_view notation) {
    const auto items = wire::notation::parse(rewritten(notation, "{", "}", opening, closing));
    if (!items || wire::notation::size(*items) > 4 * 65'536)
        return std::nullopt;
    return wire::notation::flatten(*items);
}

std::string literal_notation(wire::View packet, wire::mqtt::Context context) {
    const wire::mqtt::Packet decoded = wire::mqtt::decode(packet, context);
    return literal_notation(wire::mqtt::nested_items(decoded));
}

std::string literal_notation(const wire::notation::Items& items) {
    return rewritten(wire::notation::print(items), opening, closing, "{", "}");
}

std::string hex_notation(wire::View bytes) {
    return wire::notation::hex(bytes);
}

}  // namespace gauntlet::fuzz::mutate
