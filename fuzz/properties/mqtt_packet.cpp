#include <algorithm>

#include "check.hpp"
#include "gauntlet/fuzz/properties/context.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"

namespace gauntlet::fuzz::properties {
namespace {

using namespace wire::mqtt;

void check_fields(const Packet& packet, wire::View bytes) {
    check(std::ranges::equal(packet.bytes, bytes), "a decoded packet keeps its bytes");
    std::uint32_t end = 0;
    for (const Field& field : packet.fields) {
        check(field.offset == end, "the fields follow each other without a gap");
        end += field.size;
        check(packet.content(field).size() <= field.size, "a field's content is within it");
    }
    check(end == bytes.size(), "the fields cover the packet");
}

void check_notation(const Packet& packet) {
    check(wire::notation::flatten(items(packet)) == packet.bytes, "the items of a packet are its bytes");
    check(wire::notation::flatten(nested_items(packet)) == packet.bytes, "the nested items of a packet are its bytes");
    const auto parsed = wire::notation::parse(print(packet));
    check(static_cast<bool>(parsed), "a printed packet is notation");
    check(wire::notation::flatten(*parsed) == packet.bytes, "a printed packet is its bytes");
}

void check_violation(const Violation& violation, const Packet& packet) {
    check(violation.offset <= packet.bytes.size(), "a violation is within the packet");
    check(is_one_line(text(violation)), "a violation is one line");
    check(reason(violation) >= 0x80, "a violation is announced by an error");
}

void check_names(Context context) {
    check(version_of(name(context.version)) == context.version, "a version is known by its name");
    check(name(context.sender) == (context.sender == Sender::client ? "client" : "server"), "a sender has a name");
}

// What the tables say of the codes and properties of a good packet of 5.0.
void check_tables(const Packet& packet) {
    const auto table = wire::mqtt::properties();
    for (const Field& field : packet.fields) {
        if (field.name == Name::reason_code && packet.context.version == Version::v5_0)
            check(std::ranges::find(reasons(), field.value, &ReasonRow::code) != reasons().end(),
                  "a reason code is in its table");
        if (field.name != Name::property_identifier)
            continue;
        const auto row =
            std::ranges::find(table, static_cast<wire::mqtt::Property>(field.value), &PropertyRow::property);
        check(row != table.end(), "a property is in its table");
        check((row->places & (place(packet.type()) | will_place)) != 0, "a property is where its table says");
    }
}

// The first field of a name or property, or none.
void check_finding(const Packet& packet) {
    for (const Field& field : packet.fields) {
        const Field* named = packet.find(field.name);
        check(named != nullptr && named <= &field && named->name == field.name, "a field is found by its name");
        const Field* valued = packet.find(field.property);
        check(valued == nullptr || valued->property == field.property, "a property is found by its identifier");
    }
}

// `rest` is what 3.1 has its receiver disregard (section 3.1).
void check_good(const Packet& packet) {
    const std::optional<Message> read = message(packet);
    check(read.has_value(), "a good packet has a message");
    const bool disregarded = packet.find(Name::rest) != nullptr;
    check(!disregarded || packet.context.version == Version::v3_1, "a good packet has no rest");
    const Packet again = decode(encode(*read, packet.context.version), packet.context);
    check(!again.violation, "an encoded message is a good packet");
    check(message(again) == read, "an encoded message is decoded to the same");
    check_tables(packet);
}

// Who reads it in another version reads the same: a CONNECT says its version itself.
void check_any_context(const Packet& packet) {
    if (!version_of_connect(packet.bytes))
        return;
    for (const Context context : contexts)
        if (context.sender == packet.context.sender)
            check(decode(packet.bytes, context) == packet, "a CONNECT is the same in every version");
}

}  // namespace

void mqtt_packet(Input input) {
    const wire::View bytes = view_of(input);
    if (bytes.empty())
        return;
    const wire::View packet_bytes = bytes.subspan(1);
    const Packet packet = decode(packet_bytes, context_of(bytes[0]));
    check_fields(packet, packet_bytes);
    check_notation(packet);
    check(is_one_line(summary(packet)), "a summary is one line");
    check_finding(packet);
    check_names(packet.context);
    check_any_context(packet);
    if (packet.violation)
        check_violation(*packet.violation, packet);
    else
        check_good(packet);
}

}  // namespace gauntlet::fuzz::properties
