// tshark's dissector reads what our encoder writes, and sees the same fields with the same values as our decoder.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <sstream>

#include "child.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "pcap.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

#define NEEDS_TSHARK()           \
    if (!is_installed("tshark")) \
    GTEST_SKIP() << "tshark is not installed; install it with: apt-get install tshark"

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "gauntlet-tshark-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("cannot make a temporary folder");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string file(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

using Row = std::vector<std::string>;

// What tshark prints for each segment, one column for each of its fields; several values of a field have a unit
// separator between.
std::vector<Row> dissect(const std::vector<Segment>& segments, const std::vector<std::string>& fields) {
    const Folder folder;
    const std::string path = folder.file("mqtt.pcap");
    write_pcap(path, segments);
    std::vector<std::string> arguments = {"tshark",         "-r", path,          "-d", "tcp.port==1883,mqtt", "-T",
                                          "fields",         "-E", "separator=|", "-E", "occurrence=a",        "-E",
                                          "aggregator=\x1f"};
    for (const std::string& field : fields)
        arguments.insert(arguments.end(), {"-e", field});
    Child tshark(arguments);
    std::istringstream output(tshark.output());
    EXPECT_EQ(tshark.exit_code(), 0);
    std::vector<Row> rows;
    for (std::string line; std::getline(output, line);) {
        Row& row = rows.emplace_back();
        std::istringstream cells(line + "|");
        for (std::string cell; std::getline(cells, cell, '|');)
            row.push_back(cell);
    }
    return rows;
}

std::string number(const Packet&, const Field& field) {
    return std::to_string(field.value);
}

std::string characters(const Packet& packet, const Field& field) {
    return std::string(wire::text(packet.content(field)));
}

std::string hexadecimal(const Packet& packet, const Field& field) {
    return notation::hex(packet.content(field));
}

std::string two_digits(const Packet&, const Field& field) {
    return fmt::format("0x{:02x}", field.value);
}

// One field of tshark and the fields of ours that must have the same values.
struct Column {
    std::string field;
    std::function<bool(const Packet&, const Field&)> is_ours;
    std::string (*shown)(const Packet&, const Field&);
};

auto named(Name name) {
    return [name](const Packet&, const Field& field) { return field.name == name; };
}

auto code_of(PacketType type) {
    return [type](const Packet& packet, const Field& field) {
        return field.name == Name::reason_code && packet.type() == type && packet.context.version == Version::v5_0;
    };
}

auto property_of(std::initializer_list<Kind> kinds) {
    return [kinds = std::vector<Kind>(kinds)](const Packet&, const Field& field) {
        const bool special = field.property == Property::content_type || field.property == Property::maximum_qos ||
                             field.property == Property::topic_alias;
        return field.name == Name::property_value && !special && std::ranges::count(kinds, field.kind) != 0;
    };
}

auto property_of(Property property) {
    return [property](const Packet&, const Field& field) {
        return field.name == Name::property_value && field.property == property;
    };
}

std::vector<Column> columns() {
    return {{"mqtt.hdrflags", named(Name::packet_type_and_flags), two_digits},
            {"mqtt.len", named(Name::remaining_length), number},
            {"mqtt.protoname", named(Name::protocol_name), characters},
            {"mqtt.ver", named(Name::protocol_level), number},
            {"mqtt.conflags", named(Name::connect_flags), two_digits},
            {"mqtt.kalive", named(Name::keep_alive), number},
            {"mqtt.clientid", named(Name::client_identifier), characters},
            {"mqtt.willtopic", named(Name::will_topic), characters},
            {"mqtt.willmsg", named(Name::will_message), hexadecimal},
            {"mqtt.username", named(Name::user_name), characters},
            {"mqtt.passwd", named(Name::password), characters},
            {"mqtt.msgid", named(Name::packet_identifier), number},
            {"mqtt.topic",
             [](const Packet&, const Field& f) { return f.name == Name::topic_name || f.name == Name::topic_filter; },
             characters},
            {"mqtt.msg", named(Name::payload), hexadecimal},
            {"mqtt.conack.val",
             [](const Packet& p, const Field& f) {
                 return f.name == Name::reason_code && p.type() == PacketType::connack &&
                        p.context.version != Version::v5_0;
             },
             number},
            {"mqtt.suback.qos",
             [](const Packet& p, const Field& f) {
                 return f.name == Name::reason_code && p.type() == PacketType::suback &&
                        p.context.version != Version::v5_0;
             },
             number},
            {"mqtt.connack.reason_code", code_of(PacketType::connack), number},
            {"mqtt.puback.reason_code", code_of(PacketType::puback), number},
            {"mqtt.pubrec.reason_code", code_of(PacketType::pubrec), number},
            {"mqtt.pubrel.reason_code", code_of(PacketType::pubrel), number},
            {"mqtt.pubcomp.reason_code", code_of(PacketType::pubcomp), number},
            {"mqtt.suback.reason_code", code_of(PacketType::suback), number},
            {"mqtt.unsuback.reason_code", code_of(PacketType::unsuback), number},
            {"mqtt.disconnect.reason_code", code_of(PacketType::disconnect), number},
            {"mqtt.auth.reason_code", code_of(PacketType::auth), number},
            {"mqtt.property_len",
             [](const Packet&, const Field& f) {
                 return f.name == Name::property_length || f.name == Name::will_property_length;
             },
             number},
            {"mqtt.property_id", named(Name::property_identifier), two_digits},
            {"mqtt.prop_number", property_of({Kind::byte, Kind::two_bytes, Kind::four_bytes, Kind::variable}), number},
            {"mqtt.property.topic_alias", property_of(Property::topic_alias), number},
            {"mqtt.property.max_qos", property_of(Property::maximum_qos), number},
            {"mqtt.property.content_type", property_of(Property::content_type), characters},
            {"mqtt.prop_string", property_of({Kind::text, Kind::binary}), characters},
            {"mqtt.prop_key", named(Name::user_property_name), characters},
            {"mqtt.prop_value", named(Name::user_property_value), characters},
            {"mqtt.subscription_options",
             [](const Packet& p, const Field& f) {
                 return f.name == Name::subscription_options && p.context.version == Version::v5_0;
             },
             two_digits},
            {"mqtt.sub.qos",
             [](const Packet& p, const Field& f) {
                 return f.name == Name::subscription_options && p.context.version != Version::v5_0;
             },
             number},
            {"_ws.malformed", [](const Packet&, const Field&) { return false; }, number},
            {"mqtt.prop_unknown", [](const Packet&, const Field&) { return false; }, number},
            {"mqtt.unknown_version", [](const Packet&, const Field&) { return false; }, number}};
}

std::string ours(const Packet& packet, const Column& column) {
    std::string out;
    for (const Field& field : packet.fields)
        if (column.is_ours(packet, field))
            out += (out.empty() ? "" : "\x1f") + column.shown(packet, field);
    return out;
}

struct Sent {
    Sender sender;
    Message message;
};

constexpr Sender client = Sender::client;
constexpr Sender server = Sender::server;

Properties numbers_and_texts() {
    return {{Property::reason_string, "because"}, {Property::user_property, StringPair("key", "value")}};
}

// Every packet type, and in 5.0 every property.
std::vector<Sent> conversation(Version version) {
    const bool v5 = version == Version::v5_0;
    std::vector<Sent> out = {
        {client, Connect{.client_identifier = "me",
                         .keep_alive = 77,
                         .will = Will{"will/topic",
                                      "gone",
                                      1,
                                      true,
                                      {{Property::will_delay_interval, 5u},
                                       {Property::payload_format_indicator, 1u},
                                       {Property::message_expiry_interval, 100000u},
                                       {Property::content_type, "text/plain"},
                                       {Property::response_topic, "will/response"},
                                       {Property::correlation_data, "abc"},
                                       {Property::user_property, StringPair("k", "v")}}},
                         .user_name = "user",
                         .password = "secret",
                         .properties = {{Property::session_expiry_interval, 4294967295u},
                                        {Property::receive_maximum, 10u},
                                        {Property::maximum_packet_size, 70000u},
                                        {Property::topic_alias_maximum, 7u},
                                        {Property::request_response_information, 1u},
                                        {Property::request_problem_information, 0u},
                                        {Property::authentication_method, "SCRAM"},
                                        {Property::authentication_data, "data"},
                                        {Property::user_property, StringPair("n", "1")},
                                        {Property::user_property, StringPair("n", "2")}}}},
        {server, Connack{.session_present = version != Version::v3_1,
                         .properties = {{Property::session_expiry_interval, 60u},
                                        {Property::receive_maximum, 20u},
                                        {Property::maximum_qos, 1u},
                                        {Property::retain_available, 1u},
                                        {Property::maximum_packet_size, 100u},
                                        {Property::assigned_client_identifier, "given"},
                                        {Property::topic_alias_maximum, 3u},
                                        {Property::reason_string, "welcome"},
                                        {Property::wildcard_subscription_available, 1u},
                                        {Property::subscription_identifier_available, 0u},
                                        {Property::shared_subscription_available, 1u},
                                        {Property::server_keep_alive, 30u},
                                        {Property::response_information, "info"},
                                        {Property::server_reference, "other"},
                                        {Property::authentication_method, "SCRAM"}}}},
        {client, Subscribe{7,
                           {{.filter = "a/#", .qos = 1}, {.filter = "+/b", .qos = 2}},
                           {{Property::subscription_identifier, 268'435'455u}}}},
        {server, Suback{7, {1, 2, 0x80}, numbers_and_texts()}},
        {server, Publish{.topic = "a/0", .payload = "zero", .retain = true}},
        {server, Publish{.topic = "a/1",
                         .payload = std::string(200, 'x'),
                         .qos = 1,
                         .dup = true,
                         .packet_identifier = 65535,
                         .properties = {{Property::payload_format_indicator, 1u},
                                        {Property::message_expiry_interval, 9u},
                                        {Property::topic_alias, 2u},
                                        {Property::response_topic, "response"},
                                        {Property::correlation_data, "xyz"},
                                        {Property::subscription_identifier, 300u},
                                        {Property::content_type, "text/html"}}}},
        {client, Puback{65535, std::uint8_t(v5 ? 0x97 : 0), numbers_and_texts()}},
        {client, Publish{.topic = "b", .payload = "two", .qos = 2, .packet_identifier = 9}},
        {server, Pubrec{9, std::uint8_t(v5 ? 0x10 : 0), numbers_and_texts()}},
        {client, Pubrel{9, std::uint8_t(v5 ? 0x92 : 0), numbers_and_texts()}},
        {server, Pubcomp{9, std::uint8_t(v5 ? 0x92 : 0), numbers_and_texts()}},
        {client, Unsubscribe{8, {"a/#", "none"}, {{Property::user_property, StringPair("k", "v")}}}},
        {server, Unsuback{8, {0, 0x11}, numbers_and_texts()}},
        {client, Pingreq{}},
        {server, Pingresp{}},
    };
    if (v5) {
        out.push_back({client, Subscribe{10, {{"$share/g/t", 1, false, true, 2}, {"t", 0, true, false, 1}}}});
        out.push_back(
            {client, Auth{0x19, {{Property::authentication_method, "SCRAM"}, {Property::authentication_data, "x"}}}});
        out.push_back({server, Disconnect{0x9d, {{Property::server_reference, "there"}}}});
    }
    out.push_back({client, Disconnect{0, {{Property::session_expiry_interval, 1u}}}});
    return out;
}

TEST(Tshark, SeesTheFieldsThatWeSee) {
    NEEDS_TSHARK();
    std::vector<Segment> segments;
    std::vector<Packet> packets;
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        for (const Sent& sent : conversation(version)) {
            segments.push_back({static_cast<std::uint16_t>(version), sent.sender, encode(sent.message, version)});
            packets.push_back(decode(segments.back().payload, {version, sent.sender}));
            EXPECT_FALSE(packets.back().violation) << text(*packets.back().violation);
        }
    const std::vector<Column> compared = columns();
    std::vector<std::string> fields;
    for (const Column& column : compared)
        fields.push_back(column.field);
    const std::vector<Row> rows = dissect(segments, fields);
    ASSERT_EQ(rows.size(), packets.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].size(), compared.size()) << print(packets[i]);
        for (std::size_t c = 0; c < compared.size(); ++c)
            EXPECT_EQ(rows[i][c], ours(packets[i], compared[c])) << compared[c].field << " of " << print(packets[i]);
    }
}

TEST(Tshark, FlagsWhatWeFlag) {
    NEEDS_TSHARK();
    const std::vector<std::string> malformed = {
        "30 r{ s200 't' }",                            // a topic beyond the packet
        "10 r{ s'MQTT' 04 c2 k10 s'c' s'u' s9 'p' }",  // a password beyond it
        "82 r{ i1 s9 'a' }",                           // a filter beyond it
        "32 r{ s't' 01 }",                             // half an identifier
        "30 r{ s'' 'p' }",                             // an empty topic
        "10 r{ s'MQTT' 04 }",                          // nothing after the level
    };
    std::vector<Segment> segments;
    for (const std::string& row : malformed) {
        const std::uint16_t stream = static_cast<std::uint16_t>(segments.size());
        EXPECT_TRUE(decode(notation::bytes_of(row), {Version::v3_1_1, client}).violation) << row;
        if (row.substr(0, 2) != "10")
            segments.push_back({stream, client, encode(Connect{}, Version::v3_1_1)});
        segments.push_back({stream, client, notation::bytes_of(row)});
    }
    const std::vector<Row> rows = dissect(segments, {"_ws.malformed", "_ws.expert.message"});
    ASSERT_EQ(rows.size(), segments.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool wrong = decode(segments[i].payload, {Version::v3_1_1, client}).violation.has_value();
        const bool flagged = !rows[i].at(0).empty() || !rows[i].at(1).empty();
        EXPECT_EQ(flagged, wrong) << notation::hex(segments[i].payload);
    }
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
