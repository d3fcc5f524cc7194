#include <algorithm>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::wire::mqtt {
namespace {

using notation::Form;
using notation::Item;
using notation::Items;

// From here on a content that is one byte again and again is written as a repetition.
constexpr std::size_t repetition_from = 32;

bool is_readable(View bytes) {
    return !bytes.empty() && notation::well_formed_prefix(bytes) == bytes.size() &&
           std::ranges::none_of(bytes, [](std::uint8_t byte) { return byte < 0x20 || byte == 0x7f; });
}

void add_content(Items& out, View bytes, bool as_text) {
    if (bytes.empty() && !as_text)
        return;
    const bool repeated =
        bytes.size() >= repetition_from && std::ranges::count(bytes, bytes[0]) == std::ssize(bytes) && bytes[0] < 0x80;
    const View shown = repeated ? bytes.first(1) : bytes;
    Item& item = out.emplace_back(as_text ? notation::text_item(wire::text(shown)) : notation::hex_item(shown));
    if (repeated)
        item.times = bytes.size();
}

Form form_of(const Field& field) {
    if (field.kind == Kind::variable)
        return field.name == Name::remaining_length ? Form::remaining_length : Form::variable;
    if (field.kind == Kind::four_bytes)
        return Form::four_bytes;
    return field.name == Name::packet_identifier ? Form::identifier : Form::limit;
}

// The width is written where it is not the one that the value needs.
Item variable_item(const Field& field) {
    const bool minimal = field.size == notation::variable_width(field.value);
    return notation::number_item(form_of(field), field.value,
                                 minimal ? std::uint8_t{0} : static_cast<std::uint8_t>(field.size));
}

void add_field(Items& out, const Packet& packet, const Field& field) {
    const View content = packet.content(field);
    switch (field.kind) {
        case Kind::two_bytes:
        case Kind::four_bytes:
            out.push_back(notation::number_item(form_of(field), field.value));
            break;
        case Kind::variable:
            if (field.name == Name::property_identifier && field.size == 1)
                return add_content(out, content, false);
            out.push_back(variable_item(field));
            break;
        case Kind::text:
        case Kind::binary:
            out.push_back(notation::number_item(Form::string_length, field.value));
            // What a length claims and the packet does not have is no text any more, but a malformed tail.
            add_content(out, content,
                        content.size() == field.value && (field.kind == Kind::text || is_readable(content)));
            break;
        case Kind::byte:
            add_content(out, content, false);
            break;
        case Kind::raw:
            add_content(out, content, field.name == Name::payload && is_readable(content));
            break;
    }
}

}  // namespace

Items items(const Packet& packet) {
    Items out;
    out.reserve(packet.fields.size() * 2);
    for (const Field& field : packet.fields)
        add_field(out, packet, field);
    return out;
}

std::string print(const Packet& packet) {
    return notation::print(items(packet));
}

}  // namespace gauntlet::wire::mqtt
