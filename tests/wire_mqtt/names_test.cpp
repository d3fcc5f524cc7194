#include <gtest/gtest.h>

#include <set>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

TEST(Names, OfVersionsSendersAndTypes) {
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        EXPECT_EQ(version_of(name(version)), version);
    EXPECT_EQ(version_of("4"), std::nullopt);
    EXPECT_EQ(name(Sender::client), "client");
    EXPECT_EQ(name(Sender::server), "server");
    EXPECT_EQ(name(PacketType::connack), "CONNACK");
    EXPECT_EQ(name(PacketType::unsubscribe), "UNSUBSCRIBE");
    EXPECT_EQ(name(PacketType::auth), "AUTH");
    EXPECT_EQ(name(PacketType::reserved), "RESERVED");
}

TEST(Names, OfPropertiesAreThoseOfTable2_4) {
    EXPECT_EQ(properties().size(), 27u);
    std::set<std::string_view> seen;
    for (const PropertyRow& row : properties()) {
        EXPECT_EQ(find_property(static_cast<std::uint32_t>(row.property)), &row);
        EXPECT_TRUE(seen.insert(row.name).second) << row.name;
        EXPECT_EQ(name(row.property), row.name);
    }
    EXPECT_EQ(find_property(0x2b), nullptr);
    EXPECT_EQ(find_property(0), nullptr);
    EXPECT_EQ(find_property(268'435'455), nullptr);
    EXPECT_EQ(name(static_cast<Property>(0x7e)), "");
}

// MQTT 5.0 Table 2-6 and the tables of the packets: how many codes each packet has, by sender.
TEST(Names, OfReasonCodesAreThoseOfTheTables) {
    struct Row {
        PacketType type;
        int of_client;
        int of_server;
    };
    for (const Row& row :
         {Row{PacketType::connack, 0, 22}, Row{PacketType::puback, 8, 9}, Row{PacketType::pubrec, 8, 9},
          Row{PacketType::pubrel, 2, 2}, Row{PacketType::pubcomp, 2, 2}, Row{PacketType::suback, 0, 12},
          Row{PacketType::unsuback, 0, 7}, Row{PacketType::disconnect, 14, 29}, Row{PacketType::auth, 2, 2},
          Row{PacketType::publish, 0, 0}}) {
        int of_client = 0;
        int of_server = 0;
        for (int code = 0; code < 256; ++code) {
            const auto value = static_cast<std::uint8_t>(code);
            of_client += reason_allowed(value, row.type, {Version::v5_0, Sender::client}) ? 1 : 0;
            of_server += reason_allowed(value, row.type, {Version::v5_0, Sender::server}) ? 1 : 0;
            EXPECT_EQ(reason_name(value, row.type, Version::v5_0) == "unknown code",
                      !reason_allowed_by_anyone(value, row.type, Version::v5_0));
        }
        EXPECT_EQ(of_client, row.of_client) << name(row.type);
        EXPECT_EQ(of_server, row.of_server) << name(row.type);
    }
    EXPECT_EQ(reasons().size(), 43u);
}

TEST(Names, OfCodesDependOnPacketAndVersion) {
    EXPECT_EQ(reason_name(0, PacketType::connack, Version::v3_1_1), "accepted");
    EXPECT_EQ(reason_name(5, PacketType::connack, Version::v3_1_1), "not authorised");
    EXPECT_EQ(reason_name(6, PacketType::connack, Version::v3_1), "unknown code");
    EXPECT_EQ(reason_name(0x80, PacketType::suback, Version::v3_1_1), "failure");
    EXPECT_EQ(reason_name(0x82, PacketType::suback, Version::v3_1), "granted QoS 2");
    EXPECT_EQ(reason_name(1, PacketType::suback, Version::v3_1_1), "granted QoS 1");
    EXPECT_EQ(reason_name(0, PacketType::puback, Version::v3_1_1), "unknown code");
    EXPECT_EQ(reason_name(0, PacketType::suback, Version::v5_0), "granted QoS 0");
    EXPECT_EQ(reason_name(0, PacketType::disconnect, Version::v5_0), "normal disconnection");
    EXPECT_EQ(reason_name(0, PacketType::auth, Version::v5_0), "success");
    EXPECT_EQ(reason_name(0x9d, PacketType::disconnect, Version::v5_0), "server moved");
}

TEST(VersionOfConnect, IsReadFromNameAndLevel) {
    const auto version = [](const char* text) { return version_of_connect(notation::bytes_of(text)); };
    EXPECT_EQ(version("10 r{ s'MQTT' 04 02 }"), Version::v3_1_1);
    EXPECT_EQ(version("10 r200 s'MQTT' 05"), Version::v5_0);
    EXPECT_EQ(version("10 r20/4 s'MQIsdp' 03"), Version::v3_1);
    EXPECT_EQ(version("10 r20 s'MQTT' 03"), std::nullopt);
    EXPECT_EQ(version("10 r20 s'MQIsdp' 05"), std::nullopt);
    EXPECT_EQ(version("10 r20 s'MQTT'"), std::nullopt);
    EXPECT_EQ(version("20 r20 s'MQTT' 04"), std::nullopt);
    EXPECT_EQ(version("10"), std::nullopt);
    EXPECT_EQ(version("10 8080"), std::nullopt);
    EXPECT_EQ(version(""), std::nullopt);
}

struct SummaryRow {
    Context context;
    const char* notation;
    const char* summary;
};

TEST(Summary, IsOneLineForPeople) {
    constexpr Context client{Version::v3_1_1, Sender::client};
    constexpr Context server{Version::v3_1_1, Sender::server};
    constexpr Context client5{Version::v5_0, Sender::client};
    constexpr Context server5{Version::v5_0, Sender::server};
    const SummaryRow rows[] = {
        {server, "20 02 0005", "CONNACK 0x05 not authorised, session present 0"},
        {{Version::v3_1, Sender::server}, "20 02 0000", "CONNACK 0x00 accepted"},
        {client, "10 r{ s'MQTT' 04 f6 k60 s'me' s't' 'xx' }",
         "CONNECT 'MQTT' level 4, clean session 1, will QoS 2 retain, keep alive 60 s, client 'me', will topic 't', "
         "will "
         "message of 0 bytes (malformed: CONNECT: will message at byte 19: the packet ends within this field "
         "([MQTT-3.1.3-1], MQTT 3.1.1 section 1.5.3))"},
        {client5, "10 r{ s'MQTT' 05 c0 k0 v{ 21 k9 26 s'n' s'v' } s'' s'u' s'secret' }",
         "CONNECT 'MQTT' level 5, clean start 0, keep alive 0 s, Receive Maximum 9, User Property 'n' = 'v', client "
         "'', "
         "user name 'u', password of 6 bytes"},
        {client, "3b r{ s't' i7 'hello' }", "PUBLISH QoS 1 dup retain 't', id 7, payload of 5 bytes 'hello'"},
        {client, "30 r{ s't' 'x'*70 }",
         "PUBLISH QoS 0 't', payload of 70 bytes 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'… "
         "(70 bytes)"},
        {client5, "82 r{ i1 00 s'a' 2e s'b' 00 }",
         "SUBSCRIBE, id 1, filter 'a' QoS 2 no local retain as published retain handling 2, filter 'b' QoS 0"},
        {client, "82 r{ i1 s'a' 01 }", "SUBSCRIBE, id 1, filter 'a' QoS 1"},
        {server5, "90 r{ i1 00 00 87 }", "SUBACK 0x00 granted QoS 0, 0x87 not authorised, id 1"},
        {server5, "e0 r{ 8e v{ 1f s'why\\x0a' } }", "DISCONNECT 0x8e session taken over, Reason String 'why\\x0a'"},
        {client, "c0 00", "PINGREQ"},
        {client, "40 03 0001 00",
         "PUBACK, id 1, 1 byte without a meaning (malformed: PUBACK: rest at byte 4: bytes are left over after the "
         "last "
         "field (MQTT 3.1.1 section 3.4.1, MQTT 3.1.1 section 2.1))"},
    };
    for (const SummaryRow& row : rows)
        EXPECT_EQ(summary(decode(notation::bytes_of(row.notation), row.context)), row.summary);
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
