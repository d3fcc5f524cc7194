#include "packet_text.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <vector>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::cli {
namespace {

namespace json = boost::json;
using namespace wire::mqtt;
using wire::Bytes;
using wire::View;

struct Placed {
    Packet packet;
    std::uint64_t offset;  // in the input
};

// Every packet of the input; what cannot be cut into packets is the last one.
std::vector<Placed> cut(View bytes, Context context) {
    std::vector<Placed> out;
    Framer framer(wire::notation::maximum_size);
    framer.feed(bytes);
    for (std::uint64_t offset = 0; auto next = framer.next(); offset = framer.consumed()) {
        out.push_back({decode(*next, context), offset});
        if (out.back().packet.type() == PacketType::connect)
            context.version = out.back().packet.context.version;
    }
    if (!framer.rest().empty())
        out.push_back({decode(framer.rest(), context), framer.consumed()});
    return out;
}

json::object to_json(const Packet& packet, const Field& field) {
    json::object out{{"name", name(field)}, {"kind", name(field.kind)}, {"offset", field.offset}, {"size", field.size}};
    const View content = packet.content(field);
    const bool prefixed = field.kind == Kind::text || field.kind == Kind::binary;
    if (prefixed)
        out["length"] = field.value;  // as written, which may lie
    if (field.kind != Kind::raw && !prefixed)
        out["value"] = field.value;
    else if (field.kind == Kind::text && wire::notation::well_formed_prefix(content) == content.size())
        out["text"] = wire::text(content);
    else
        out["hex"] = wire::notation::hex(content);
    return out;
}

json::value to_json(const std::optional<Violation>& violation) {
    if (!violation)
        return nullptr;
    json::array all;
    for (const Clause& clause : clauses(*violation))
        all.push_back(json::object{{"id", clause.id}, {"text", text(clause, violation->context.version)}});
    const Field field{violation->field, Kind::raw, violation->property};
    json::object out{
        {"field", name(field)}, {"offset", violation->offset}, {"clauses", std::move(all)}, {"text", text(*violation)}};
    if (violation->context.version == Version::v5_0)
        out["reason"] = reason(*violation);
    return out;
}

json::object to_json(const Placed& placed) {
    const Packet& packet = placed.packet;
    json::array fields;
    for (const Field& field : packet.fields)
        fields.push_back(to_json(packet, field));
    return {{"type", name(packet.type())},
            {"flags", packet.flags()},
            {"mqtt", name(packet.context.version)},
            {"from", name(packet.context.sender)},
            {"offset", placed.offset},
            {"summary", summary(packet)},
            {"notation", print(packet)},
            {"bytes", wire::notation::hex(packet.bytes)},
            {"fields", std::move(fields)},
            {"violation", to_json(packet.violation)}};
}

std::string as_json(const std::vector<Placed>& packets) {
    std::string out = "[";
    for (const Placed& placed : packets)
        out += (out.size() > 1 ? ",\n " : "\n ") + json::serialize(to_json(placed));
    return out + "\n]\n";
}

std::string as_notation(const std::vector<Placed>& packets) {
    std::string out;
    for (const Placed& placed : packets)
        out += fmt::format("# {}\n{}\n", summary(placed.packet), print(placed.packet));
    return out;
}

PacketOutput wrong_input(const std::string& message) {
    return {"", message + "\n", 2};
}

// The bytes of the input, or the line that says why there are none.
wire::Expected<Bytes, std::string> bytes_of_input(std::string_view input) {
    const auto items = wire::notation::parse(input);
    if (!items)
        return fmt::format("standard input:{}", items.error().text());
    Bytes bytes = wire::notation::flatten(*items);
    if (bytes.empty())
        return std::string("standard input: empty; give hex or notation, such as: 10 r13 s4 'MQTT' 04 02 k10 s1 'p'");
    return bytes;
}

}  // namespace

PacketOutput decode_packets(std::string_view input, const PacketOptions& options) {
    const auto bytes = bytes_of_input(input);
    if (!bytes)
        return wrong_input(bytes.error());
    const std::vector<Placed> packets = cut(*bytes, {options.version, options.sender});
    PacketOutput output;
    output.out = options.json ? as_json(packets) : as_notation(packets);
    if (options.lenient)
        return output;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (!packets[i].packet.violation)
            continue;
        output.errors +=
            fmt::format("packet {} at byte {}: {}\n", i + 1, packets[i].offset, text(*packets[i].packet.violation));
        output.exit_code = 2;
    }
    return output;
}

PacketOutput encode_packets(std::string_view input, bool raw) {
    const auto bytes = bytes_of_input(input);
    if (!bytes)
        return wrong_input(bytes.error());
    return {raw ? std::string(wire::text(*bytes)) : wire::notation::hex(*bytes) + "\n", "", 0};
}

}  // namespace gauntlet::cli
