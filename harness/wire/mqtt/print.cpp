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

namespace {

class Nester {
  public:
    explicit Nester(const Packet& packet) : packet_(packet) {}

    Items items(std::size_t begin, std::size_t end) const {
        Items out;
        for (std::size_t i = begin; i < end;) {
            const Field& field = packet_.fields[i];
            const std::size_t behind = is_length(field) ? end_of_group(i, end) : 0;
            if (behind > 0) {
                out.push_back(notation::group_item(form_of(field), items(i + 1, behind)));
            } else {
                add_single(out, field);
            }
            i = std::max(i + 1, behind);
        }
        return out;
    }

  private:
    static bool is_length(const Field& field) {
        return field.kind == Kind::variable &&
               (field.name == Name::remaining_length || field.name == Name::property_length ||
                field.name == Name::will_property_length);
    }

    // The index behind the fields that the length counts; 0 where it lies, or has more bytes than it needs: a computed
    // length cannot say so.
    std::size_t end_of_group(std::size_t length, std::size_t end) const {
        if (packet_.fields[length].size != notation::variable_width(packet_.fields[length].value))
            return 0;
        std::uint64_t left = packet_.fields[length].value;
        std::size_t i = length + 1;
        for (; left > 0 && i < end && packet_.fields[i].size <= left; ++i)
            left -= packet_.fields[i].size;
        return left == 0 ? i : 0;
    }

    void add_single(Items& out, const Field& field) const {
        const View content = packet_.content(field);
        const bool counted = field.kind == Kind::text || field.kind == Kind::binary;
        if (!counted || content.size() != field.value)
            return add_field(out, packet_, field);
        Items inner;
        add_content(inner, content, field.kind == Kind::text || is_readable(content));
        out.push_back(notation::group_item(Form::string_length, std::move(inner)));
    }

    const Packet& packet_;
};

}  // namespace

Items nested_items(const Packet& packet) {
    return Nester(packet).items(0, packet.fields.size());
}

std::string print(const Packet& packet) {
    return notation::print(items(packet));
}

}  // namespace gauntlet::wire::mqtt
