// A packet taken apart, to be put together again after an edit: what every mutation works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/property.hpp"

namespace gauntlet::fuzz::mutate {

using wire::Bytes;
using wire::View;
using wire::mqtt::Kind;
using wire::mqtt::Name;
using wire::mqtt::PacketType;
using wire::mqtt::Property;
using wire::mqtt::Sender;
using wire::mqtt::Version;

// One field with a content of its own. Lengths are no content: they follow from what they count, plus `lie`.
struct Part {
    enum class Place : std::uint8_t { body, properties, beyond };  // beyond: after the Remaining Length

    Name name = Name::rest;
    Kind kind = Kind::raw;
    Property property = Property::none;
    Place place = Place::body;
    std::uint8_t width = 0;   // bytes of a variable byte integer, 0: as few as needed
    std::uint32_t value = 0;  // of a number that counts nothing
    std::int64_t lie = 0;     // of a length: what is written minus what is there
    Bytes content = {};       // of text, binary and raw
};

class Parts {
  public:
    explicit Parts(const wire::mqtt::Packet& packet);

    // The packet; without an edit the bytes that it was made from.
    Bytes bytes() const;

    wire::mqtt::Context context;
    std::vector<Part> list;  // in the order of the wire

    bool v5() const { return context.version == Version::v5_0; }
    // Whether there is a whole fixed header, without which a packet has no fields to speak of.
    bool has_header() const { return list.size() >= 2 && list[1].name == Name::remaining_length; }

    PacketType type() const { return static_cast<PacketType>(list[0].value >> 4); }
    unsigned flags() const { return list[0].value & 15u; }
    unsigned qos() const { return flags() >> 1 & 3u; }  // of a PUBLISH
    void set_type(PacketType type) { list[0].value = static_cast<unsigned>(type) << 4 | flags(); }
    void set_flags(unsigned flags) { list[0].value = (list[0].value & 0xf0u) | (flags & 15u); }

    Part* find(Name name);
    // The index of the first field of that name; nothing where there is none.
    std::optional<std::size_t> index(Name name) const;
    std::vector<std::size_t> indices(Name name) const;
    // Behind the last field of the body.
    std::size_t end_of_body() const;

    void insert(std::size_t at, std::vector<Part> parts);
    void erase(std::size_t at, std::size_t count = 1);
    void erase(Name name);  // every field of that name

    // The properties behind the length at `length`: the index of each identifier and how many fields it has, with it.
    struct Group {
        std::size_t at;
        std::size_t count;
    };
    std::vector<Group> groups(std::size_t length) const;
    // Where the packet has property lists: the indices of their lengths.
    std::vector<std::size_t> property_lists() const;
    // The table's place of the list whose length stands there.
    wire::mqtt::Places where(std::size_t length) const;
    // Behind the last property of that list.
    std::size_t end_of_properties(std::size_t length) const;

  private:
    void read(const wire::mqtt::Packet& packet);
};

Part number_part(Name name, Kind kind, std::uint32_t value);
Part text_part(Name name, Kind kind, View content);

}  // namespace gauntlet::fuzz::mutate
