#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::notation {
namespace {

constexpr std::uint64_t saturated = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t masking_key_size = 4;

std::uint64_t add(std::uint64_t a, std::uint64_t b) {
    return a > saturated - b ? saturated : a + b;
}

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
    return b != 0 && a > saturated / b ? saturated : a * b;
}

std::uint64_t largest(Form form) {
    switch (form) {
        case Form::remaining_length:
        case Form::variable:
            return maximum_variable;
        case Form::string_length:
            return 0xffff;
        case Form::masked_length:
        case Form::unmasked_length:
            return 0xffff'ffff;
        default:
            return saturated;
    }
}

// The length of a WebSocket frame, with the masking key where there is one.
std::uint64_t frame_length_size(Form form, std::uint64_t length, std::uint8_t width) {
    return (width == 0 ? frame_length_width(length) : width) + (form == Form::masked_length ? masking_key_size : 0);
}

bool is_frame_length(Form form) {
    return form == Form::masked_length || form == Form::unmasked_length;
}

std::uint64_t number_size(const Item& item) {
    if (is_frame_length(item.form))
        return frame_length_size(item.form, item.value, item.width);
    switch (item.form) {
        case Form::remaining_length:
        case Form::variable:
            return item.width == 0 ? variable_width(item.value) : item.width;
        case Form::four_bytes:
            return 4;
        default:
            return 2;
    }
}

std::uint64_t size_once(const Item& item) {
    if (item.kind == Item::Kind::number)
        return number_size(item);
    if (item.kind != Item::Kind::group)
        return item.bytes.size();
    const std::uint64_t inside = size(item.items);
    if (item.form == Form::none)
        return inside;
    if (item.form == Form::string_length)
        return add(inside, 2);
    if (is_frame_length(item.form))
        return add(inside, frame_length_size(item.form, inside, 0));
    return add(inside, inside > maximum_variable ? 5 : variable_width(static_cast<std::uint32_t>(inside)));
}

void append_big_endian(Bytes& out, std::uint32_t value, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_number(Bytes& out, Form form, std::uint32_t value, std::uint8_t width) {
    if (is_frame_length(form)) {
        if (width != 0 && (width < frame_length_width(value) || (width != 1 && width != 3 && width != 9)))
            throw std::invalid_argument(fmt::format("{}{} does not fit into {} bytes", char(form), value, width));
        append_frame_length(out, value, width, form == Form::masked_length);
        out.resize(out.size() + (form == Form::masked_length ? masking_key_size : 0));
        return;
    }
    if (form == Form::remaining_length || form == Form::variable) {
        const std::uint8_t least = variable_width(value);
        if (width > 5 || (width != 0 && width < least))
            throw std::invalid_argument(fmt::format("{}{} does not fit into {} bytes", char(form), value, width));
        append_variable(out, value, width);
        return;
    }
    if (form != Form::four_bytes && value > 0xffff)
        throw std::invalid_argument(fmt::format("{}{} does not fit into 2 bytes", char(form), value));
    append_big_endian(out, value, form == Form::four_bytes ? 4 : 2);
}

void append(Bytes& out, const Items& items);

void append_once(Bytes& out, const Item& item) {
    if (item.kind == Item::Kind::number)
        return append_number(out, item.form, item.value, item.width);
    if (item.kind != Item::Kind::group) {
        out.insert(out.end(), item.bytes.begin(), item.bytes.end());
        return;
    }
    if (item.form != Form::none) {
        const std::uint64_t inside = size(item.items);
        if (inside > largest(item.form))
            throw std::invalid_argument(fmt::format("a group of {} bytes is too long for its length {}{{ }}", inside,
                                                    static_cast<char>(item.form)));
        append_number(out, item.form, static_cast<std::uint32_t>(inside), 0);
    }
    append(out, item.items);
}

void append(Bytes& out, const Items& items) {
    for (const Item& item : items) {
        if (item.times == 0 || size_once(item) == 0)
            continue;
        const std::size_t start = out.size();
        append_once(out, item);
        const std::size_t length = out.size() - start;
        out.resize(start + length * item.times);
        for (std::uint64_t i = 1; i < item.times; ++i)
            std::copy_n(out.begin() + static_cast<std::ptrdiff_t>(start), length,
                        out.begin() + static_cast<std::ptrdiff_t>(start + length * i));
    }
}

}  // namespace

std::uint64_t size(const Item& item) {
    return multiply(size_once(item), item.times);
}

std::uint64_t size(const Items& items) {
    std::uint64_t sum = 0;
    for (const Item& item : items)
        sum = add(sum, size(item));
    return sum;
}

Bytes flatten(const Items& items) {
    const std::uint64_t whole = size(items);
    if (whole > maximum_size)
        throw std::invalid_argument(
            fmt::format("{} bytes are more than the {} that notation may stand for", whole, maximum_size));
    Bytes out;
    out.reserve(static_cast<std::size_t>(whole));
    append(out, items);
    return out;
}

Item hex_item(View bytes) {
    Item item;
    item.bytes.assign(bytes.begin(), bytes.end());
    return item;
}

Item text_item(std::string_view text) {
    Item item = hex_item(view(text));
    item.kind = Item::Kind::text;
    return item;
}

Item number_item(Form form, std::uint32_t value, std::uint8_t width) {
    Item item;
    item.kind = Item::Kind::number;
    item.form = form;
    item.value = value;
    item.width = width;
    return item;
}

Item group_item(Form form, Items items) {
    Item item;
    item.kind = Item::Kind::group;
    item.form = form;
    item.items = std::move(items);
    return item;
}

std::uint8_t frame_length_width(std::uint64_t length) {
    if (length < 126)
        return 1;
    return length <= 0xffff ? 3 : 9;
}

void append_frame_length(Bytes& out, std::uint64_t length, std::uint8_t width, bool mask_bit) {
    const std::uint8_t count = width == 0 ? frame_length_width(length) : width;
    const std::uint8_t mask = mask_bit ? 0x80 : 0;
    if (count == 1) {
        out.push_back(static_cast<std::uint8_t>((length & 0x7f) | mask));
        return;
    }
    out.push_back(static_cast<std::uint8_t>((count == 3 ? 126 : 127) | mask));
    for (int shift = (count - 2) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(length >> shift));
}

std::uint8_t variable_width(std::uint32_t value) {
    std::uint8_t width = 1;
    while ((value >>= 7) != 0)
        ++width;
    return width;
}

void append_variable(Bytes& out, std::uint32_t value, std::uint8_t width) {
    const int count = width == 0 ? variable_width(value) : width;
    for (int i = 1; i <= count; ++i) {
        const std::uint8_t more = i < count ? 0x80 : 0;
        out.push_back(static_cast<std::uint8_t>((value & 0x7f) | more));
        value >>= 7;
    }
}

Bytes bytes_of(std::string_view text) {
    const Expected<Items, ParseError> items = parse(text);
    if (!items)
        throw std::invalid_argument(items.error().text());
    return flatten(*items);
}

}  // namespace gauntlet::wire::notation
