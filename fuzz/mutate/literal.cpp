#include "gauntlet/fuzz/mutate/literal.hpp"

#include <algorithm>
#include <array>

#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::fuzz::mutate {

namespace {

// As they are written, and as they are printed where they stand in bytes.
struct Placeholder {
    std::string_view written;
    std::string_view printed;
    std::string_view name() const { return written.substr(1, written.size() - 2); }
};
constexpr std::array<Placeholder, 5> placeholders{{{"{id}", "\\x7bid\\x7d"},
                                                   {"{topic}", "\\x7btopic\\x7d"},
                                                   {"{run}", "\\x7brun\\x7d"},
                                                   {"{user}", "\\x7buser\\x7d"},
                                                   {"{password}", "\\x7bpassword\\x7d"}}};

wire::Expected<std::string_view, std::string> as_written(std::string_view name) {
    const auto found = std::ranges::find_if(placeholders, [name](const Placeholder& p) { return p.name() == name; });
    if (found != placeholders.end())
        return found->written;
    return std::string("there is no such placeholder");
}

// What is printed of bytes, with the braces of placeholders as they are; what a backslash escapes is passed over.
std::string with_placeholders(std::string_view printed) {
    std::string out;
    out.reserve(printed.size());
    while (!printed.empty()) {
        const std::size_t escape = std::min(printed.find('\\'), printed.size());
        out.append(printed.substr(0, escape));
        printed.remove_prefix(escape);
        const auto found =
            std::ranges::find_if(placeholders, [=](const Placeholder& p) { return printed.starts_with(p.printed); });
        const bool is_placeholder = found != placeholders.end();
        out.append(is_placeholder ? found->written : printed.substr(0, 2));
        printed.remove_prefix(is_placeholder ? found->printed.size() : std::min<std::size_t>(printed.size(), 2));
    }
    return out;
}

}  // namespace

std::optional<wire::Bytes> literal_bytes(std::string_view notation) {
    const auto items = wire::notation::parse(notation, as_written);
    if (!items || wire::notation::size(*items) > 4 * 65'536)
        return std::nullopt;
    return wire::notation::flatten(*items);
}

std::string literal_notation(wire::View packet, wire::mqtt::Context context) {
    const wire::mqtt::Packet decoded = wire::mqtt::decode(packet, context);
    return literal_notation(wire::mqtt::nested_items(decoded));
}

std::string literal_notation(const wire::notation::Items& items) {
    return with_placeholders(wire::notation::print(items));
}

std::string hex_notation(wire::View bytes) {
    return wire::notation::hex(bytes);
}

}  // namespace gauntlet::fuzz::mutate
