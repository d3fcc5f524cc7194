#include "parts.hpp"

#include <algorithm>
#include <iterator>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using wire::mqtt::Field;
using Place = Part::Place;

bool is_property_length(Name name) {
    return name == Name::property_length || name == Name::will_property_length;
}

bool has_length(const Part& part) {
    return part.kind == Kind::text || part.kind == Kind::binary;
}

std::size_t size_of(const Part& part) {
    switch (part.kind) {
        case Kind::byte:
            return 1;
        case Kind::two_bytes:
            return 2;
        case Kind::four_bytes:
            return 4;
        case Kind::variable:
            return part.width != 0 ? part.width : wire::notation::variable_width(part.value);
        case Kind::text:
        case Kind::binary:
            return 2 + part.content.size();
        case Kind::raw:
            break;
    }
    return part.content.size();
}

void append_big_endian(Bytes& out, std::uint32_t value, unsigned width) {
    for (unsigned i = width; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// A length of `width` bytes at least, longer where the value needs it.
void append_length(Bytes& out, const Part& part, std::size_t counted) {
    const std::int64_t written =
        std::clamp<std::int64_t>(static_cast<std::int64_t>(counted) + part.lie, 0, wire::notation::maximum_variable);
    const auto value = static_cast<std::uint32_t>(written);
    wire::notation::append_variable(out, value, std::max(part.width, wire::notation::variable_width(value)));
}

void append(Bytes& out, const Part& part) {
    if (part.kind == Kind::variable)
        return wire::notation::append_variable(out, part.value, part.width);
    if (part.kind == Kind::byte || part.kind == Kind::two_bytes || part.kind == Kind::four_bytes)
        return append_big_endian(out, part.value, static_cast<unsigned>(size_of(part)));
    if (has_length(part))
        append_big_endian(out, static_cast<std::uint32_t>(static_cast<std::int64_t>(part.content.size()) + part.lie),
                          2);
    out.insert(out.end(), part.content.begin(), part.content.end());
}

}  // namespace

Parts::Parts(const wire::mqtt::Packet& packet) : context(packet.context) {
    list.reserve(packet.fields.size() + 4);
    read(packet);
}

void Parts::read(const wire::mqtt::Packet& packet) {
    const std::uint64_t whole = packet.bytes.size();
    std::uint64_t end = whole;            // of the Remaining Length, as far as there are bytes
    std::uint64_t end_of_properties = 0;  // of the list that was begun last
    for (const Field& field : packet.fields) {
        Part part{field.name, field.kind, field.property, Place::body, 0, field.value};
        if (field.offset >= end)
            part.place = Place::beyond;
        else if (field.offset < end_of_properties)
            part.place = Place::properties;
        if (field.kind == Kind::variable && field.size != wire::notation::variable_width(field.value))
            part.width = static_cast<std::uint8_t>(field.size);
        const std::uint64_t after = field.offset + field.size;
        if (field.name == Name::remaining_length) {
            end = std::min(whole, after + field.value);
            part.lie = static_cast<std::int64_t>(after + field.value) - static_cast<std::int64_t>(end);
        } else if (is_property_length(field.name)) {
            end_of_properties = std::min(end, after + field.value);
            part.lie = static_cast<std::int64_t>(after + field.value) - static_cast<std::int64_t>(end_of_properties);
        }
        const View content = packet.content(field);
        if (has_length(part))
            part.lie = static_cast<std::int64_t>(field.value) - static_cast<std::int64_t>(content.size());
        if (has_length(part) || part.kind == Kind::raw)
            part.content.assign(content.begin(), content.end());
        list.push_back(std::move(part));
    }
}

Bytes Parts::bytes() const {
    Bytes body;
    Bytes beyond;
    for (std::size_t i = has_header() ? 2 : 0; i < list.size(); ++i) {
        if (!is_property_length(list[i].name)) {
            append(list[i].place == Place::beyond ? beyond : body, list[i]);
            continue;
        }
        std::size_t counted = 0;
        for (std::size_t j = i + 1; j < list.size() && list[j].place == Place::properties; ++j)
            counted += size_of(list[j]);
        append_length(body, list[i], counted);
    }
    if (!has_header())
        return body;
    Bytes out{static_cast<std::uint8_t>(list[0].value)};
    out.reserve(body.size() + beyond.size() + 5);
    append_length(out, list[1], body.size());
    out.insert(out.end(), body.begin(), body.end());
    out.insert(out.end(), beyond.begin(), beyond.end());
    return out;
}

Part* Parts::find(Name name) {
    const auto found = std::ranges::find(list, name, &Part::name);
    return found == list.end() ? nullptr : &*found;
}

std::optional<std::size_t> Parts::index(Name name) const {
    const auto found = std::ranges::find(list, name, &Part::name);
    if (found == list.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

std::vector<std::size_t> Parts::indices(Name name) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name)
            out.push_back(i);
    return out;
}

std::size_t Parts::end_of_body() const {
    const auto beyond = std::ranges::find(list, Place::beyond, &Part::place);
    return static_cast<std::size_t>(beyond - list.begin());
}

void Parts::insert(std::size_t at, std::vector<Part> parts) {
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(parts.begin()),
                std::make_move_iterator(parts.end()));
}

void Parts::erase(std::size_t at, std::size_t count) {
    const auto first = list.begin() + static_cast<std::ptrdiff_t>(at);
    list.erase(first, first + static_cast<std::ptrdiff_t>(count));
}

void Parts::erase(Name name) {
    std::erase_if(list, [&](const Part& part) { return part.name == name; });
}

std::vector<Parts::Group> Parts::groups(std::size_t length) const {
    std::vector<Group> out;
    for (std::size_t i = length + 1; i < list.size() && list[i].place == Place::properties; ++i)
        if (list[i].name == Name::property_identifier)
            out.push_back({i, 1});
        else if (!out.empty() && list[i].name != Name::rest)
            ++out.back().count;
    return out;
}

std::vector<std::size_t> Parts::property_lists() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (is_property_length(list[i].name))
            out.push_back(i);
    return out;
}

wire::mqtt::Places Parts::where(std::size_t length) const {
    return list[length].name == Name::will_property_length ? wire::mqtt::will_place : wire::mqtt::place(type());
}

std::size_t Parts::end_of_properties(std::size_t length) const {
    std::size_t end = length + 1;
    while (end < list.size() && list[end].place == Place::properties)
        ++end;
    return end;
}

Part number_part(Name name, Kind kind, std::uint32_t value) {
    Part out;
    out.name = name;
    out.kind = kind;
    out.value = value;
    return out;
}

Part text_part(Name name, Kind kind, View content) {
    Part out;
    out.name = name;
    out.kind = kind;
    out.content.assign(content.begin(), content.end());
    return out;
}

}  // namespace gauntlet::fuzz::mutate
