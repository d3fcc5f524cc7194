#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gauntlet/wire/mqtt/field.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::mqtt {

/// One control packet, good or malformed: its bytes and what each of them belongs to. The fields follow each other
/// without a gap from the first byte to the last, so that sending the bytes again loses nothing.
struct Packet {
    Bytes bytes;
    std::vector<Field> fields;
    Context context;                     // of a CONNECT the version is the one that it asks for, where that is known
    std::optional<Violation> violation;  // the first; nothing where the packet is good

    PacketType type() const { return static_cast<PacketType>(bytes.empty() ? 0 : bytes[0] >> 4); }
    std::uint8_t flags() const { return bytes.empty() ? 0 : bytes[0] & 0x0f; }

    /// The first field of that name; nullptr where the packet has none.
    const Field* find(Name name) const;
    /// The value of the first property of that kind outside the will; nullptr where the packet has none.
    const Field* find(Property property) const;
    /// What the field holds: text and binary without their length. Valid as long as the packet is.
    View content(const Field& field) const;

    bool operator==(const Packet&) const = default;
};

/// Reads one packet and keeps every byte of it, whatever it is: strict decoding is looking at `violation`.
/// `bytes` are one packet as a Framer cuts it. Where they are more or fewer than the Remaining Length says, that is the
/// violation, and what is there is decoded as far as it goes.
Packet decode(View bytes, Context context);

/// The same into a packet whose memory is used again.
void decode(View bytes, Context context, Packet& out);

/// The fields as notation, one or two items for each; flattened they are the packet's bytes.
notation::Items items(const Packet& packet);

/// The same with lengths that are computed wherever they are true: what is between quotes may then be replaced by more
/// or fewer bytes, and what was true stays so.
notation::Items nested_items(const Packet& packet);

/// The packet in notation: `10 r13 s4 'MQTT' 04 02 k10 s1 'p'`.
std::string print(const Packet& packet);

/// One line for people: `CONNACK 0x05 not authorised, session present 0`. Long values are cut, passwords are not shown.
std::string summary(const Packet& packet);

}  // namespace gauntlet::wire::mqtt
