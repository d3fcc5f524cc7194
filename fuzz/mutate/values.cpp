#include "values.hpp"

#include <algorithm>
#include <array>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

// Where the width of a length or the sign of an integer changes (MQTT 5.0 Table 1-1 for the variable ones).
constexpr std::array<std::uint32_t, 22> limits = {
    0,         1,           2,           3,           10,          127,        128,    255,
    256,       16'383,      16'384,      32767,       32768,       65'535,     65'536, 2'097'151,
    2'097'152, 268'435'455, 268'435'456, 0x7fff'ffff, 0x8000'0000, 0xffff'ffff};

constexpr std::array<std::string_view, 12> topics = {
    "t", "a/b", "/", "//", "/a", "a/", "$SYS/broker/version", "$share/g/a", "a/b/c/d/e/f", " ", "\xc3\xa9", "a//b"};

constexpr std::array<std::string_view, 16> filters = {
    "#",          "+", "+/+", "a/#",          "+/b/#", "$SYS/#",   "/#",    "$share/g/a",
    "$share/g/#", "t", "a/b", "$share/g/+/b", "/+",    "$queue/a", "a/+/c", "$share/g//"};

constexpr std::array<std::string_view, 14> texts = {
    "",
    "c",
    "mqtt",
    "user",
    "12345678901234567890123",
    "123456789012345678901234",
    "\xef\xbb\xbf",      // U+FEFF, which is no byte order mark here (MQTT 5.0 section 1.5.4)
    "\xef\xbf\xbf",      // U+FFFF, a non-character
    "\xf0\x9f\x98\x80",  // four bytes
    "\x01\x7f",          // control characters
    "../../etc/passwd",
    "%s%n",
    "<&'\">",
    "\xc2\x85",
};

constexpr std::array<std::string_view, 8> ill_formed_texts = {std::string_view("\x80"),
                                                              std::string_view("\xc0\x80"),
                                                              std::string_view("\xed\xa0\x80"),
                                                              std::string_view("\xff"),
                                                              std::string_view("\xf4\x90\x80\x80"),
                                                              std::string_view("\xe2\x82"),
                                                              std::string_view("\xf0\x80\x80\x80"),
                                                              std::string_view("\xfe")};

// Sizes at which lengths need one byte more, or a receiver another buffer.
constexpr std::array<std::size_t, 8> sizes = {23, 24, 127, 128, 255, 256, 4096, 16'384};

bool is_topic(Name name, Property property) {
    return name == Name::topic_name || name == Name::will_topic || property == Property::response_topic;
}

void edit_once(Bytes& bytes, Random& random) {
    const auto at = [&](std::size_t extra) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(random.below(bytes.size() + extra));
    };
    const auto byte = static_cast<std::uint8_t>(random.next());
    const std::size_t length = 1 + random.below(8);
    const std::size_t edit = bytes.empty() ? 0 : random.below(7);
    if (edit == 0) {
        bytes.insert(at(1), length, byte);
    } else if (edit == 1) {
        *at(0) = byte;
    } else if (edit == 2) {
        *at(0) ^= static_cast<std::uint8_t>(1u << random.below(8));
    } else if (edit == 3) {
        const auto first = at(0);
        bytes.erase(first, first + std::min(bytes.end() - first, static_cast<std::ptrdiff_t>(length)));
    } else if (edit == 4) {
        std::swap(*at(0), *at(0));
    } else if (edit == 5) {
        const Bytes copy(bytes.begin(), at(1));
        if (copy.size() < 4096)
            bytes.insert(at(1), copy.begin(), copy.end());
    } else {
        *at(0) = static_cast<std::uint8_t>(random.pick(limits));
    }
}

}  // namespace

std::uint32_t new_number(std::uint32_t old, std::uint32_t most, Random& random) {
    std::uint32_t value = 0;
    switch (random.below(4)) {
        case 0:
            value = old + 1;
            break;
        case 1:
            value = old - 1;
            break;
        case 2:
            value = static_cast<std::uint32_t>(random.next());
            break;
        default:
            value = random.pick(limits);
    }
    return value <= most ? value : static_cast<std::uint32_t>(value % (std::uint64_t{most} + 1));
}

std::uint32_t largest(Kind kind) {
    switch (kind) {
        case Kind::byte:
            return 0xff;
        case Kind::two_bytes:
            return 0xffff;
        case Kind::variable:
            return wire::notation::maximum_variable;
        default:
            return 0xffff'ffff;
    }
}

std::string new_text(Name name, Property property, Random& random) {
    const bool filter = name == Name::topic_filter;
    const bool topic = is_topic(name, property);
    std::string out(filter ? random.pick(filters) : topic ? random.pick(topics) : random.pick(texts));
    if (random.chance(32))
        out.append(random.pick(sizes), static_cast<char>('a' + random.below(26)));
    else if (random.chance(2048))
        out.assign(65'535, 'x');
    if (topic && random.chance(32))
        for (std::size_t levels = random.below(200); levels > 0; --levels)
            out += "/a";
    return out;
}

void edit_bytes(Bytes& bytes, Random& random) {
    for (std::size_t edits = 1 + random.below(4); edits > 0; --edits)
        edit_once(bytes, random);
}

std::string_view ill_formed(Random& random) {
    return random.pick(ill_formed_texts);
}

std::vector<Part> new_property(const wire::mqtt::PropertyRow& row, Random& random) {
    using wire::mqtt::PropertyType;
    const auto number = [&](Kind kind) {
        return number_part(Name::property_value, kind, new_number(1, kind == Kind::byte ? 1 : largest(kind), random));
    };
    const auto text = [&](Name name, Kind kind) {
        return text_part(name, kind, wire::view(new_text(name, row.property, random)));
    };
    std::vector<Part> out{
        number_part(Name::property_identifier, Kind::variable, static_cast<std::uint32_t>(row.property))};
    switch (row.type) {
        case PropertyType::byte:
            out.push_back(number(Kind::byte));
            break;
        case PropertyType::two_bytes:
            out.push_back(number(Kind::two_bytes));
            break;
        case PropertyType::four_bytes:
            out.push_back(number(Kind::four_bytes));
            break;
        case PropertyType::variable:
            out.push_back(number(Kind::variable));
            break;
        case PropertyType::text:
            out.push_back(text(Name::property_value, Kind::text));
            break;
        case PropertyType::binary:
            out.push_back(text(Name::property_value, Kind::binary));
            break;
        case PropertyType::text_pair:
            out.push_back(text(Name::user_property_name, Kind::text));
            out.push_back(text(Name::user_property_value, Kind::text));
            break;
    }
    for (Part& part : out) {
        part.place = Part::Place::properties;
        part.property = row.property;
    }
    return out;
}

}  // namespace gauntlet::fuzz::mutate
