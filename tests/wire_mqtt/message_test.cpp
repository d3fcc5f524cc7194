#include "gauntlet/wire/mqtt/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace gauntlet::wire::mqtt::test {
namespace {

std::string printed(const Message& message, Version version, Sender sender = Sender::client) {
    return print(decode(encode(message, version), {version, sender}));
}

TEST(Encode, ConnectOfEachVersion) {
    const Connect connect{.client_identifier = "p", .keep_alive = 10};
    EXPECT_EQ(printed(connect, Version::v3_1), "10 r15 s6 'MQIsdp' 03 02 k10 s1 'p'");
    EXPECT_EQ(printed(connect, Version::v3_1_1), "10 r13 s4 'MQTT' 04 02 k10 s1 'p'");
    EXPECT_EQ(printed(connect, Version::v5_0), "10 r14 s4 'MQTT' 05 02 k10 v0 s1 'p'");
}

TEST(Encode, WhatAVersionLacksIsNotWritten) {
    const Properties some = {{Property::reason_string, "x"}};
    EXPECT_EQ(printed(Puback{.packet_identifier = 1, .reason = 0x80, .properties = some}, Version::v3_1_1), "40 r2 i1");
    EXPECT_EQ(printed(Disconnect{.reason = 4}, Version::v3_1_1), "e0 r0");
    EXPECT_EQ(printed(Unsuback{.packet_identifier = 1, .reasons = {0}}, Version::v3_1_1, Sender::server), "b0 r2 i1");
    EXPECT_EQ(printed(Subscribe{.packet_identifier = 1, .subscriptions = {{.filter = "a", .qos = 1, .no_local = true}}},
                      Version::v3_1_1),
              "82 r6 i1 s1 'a' 01");
}

TEST(Encode, ShortFormsOf5AreUsed) {
    EXPECT_EQ(printed(Puback{.packet_identifier = 1}, Version::v5_0), "40 r2 i1");
    EXPECT_EQ(printed(Puback{.packet_identifier = 1, .reason = 0x80}, Version::v5_0), "40 r3 i1 80");
    EXPECT_EQ(printed(Disconnect{}, Version::v5_0), "e0 r0");
    EXPECT_EQ(printed(Disconnect{.reason = 4}, Version::v5_0), "e0 r1 04");
    EXPECT_EQ(printed(Auth{}, Version::v5_0, Sender::server), "f0 r0");
}

TEST(Encode, AppendsToWhatIsThere) {
    Bytes out = {0xaa};
    encode(Pingreq{}, Version::v3_1_1, out);
    encode(Publish{.topic = "t", .payload = std::string(200, 'x')}, Version::v3_1_1, out);
    EXPECT_EQ(notation::hex(View(out).first(9)), "aac00030cb01000174");
    EXPECT_EQ(out.size(), 1u + 2 + 3 + 203);
}

TEST(Encode, WhatMqttCannotSayIsRefused) {
    EXPECT_THROW(encode(Publish{.topic = std::string(65536, 't')}, Version::v3_1_1), std::length_error);
    EXPECT_NO_THROW(encode(Publish{.topic = std::string(65535, 't')}, Version::v3_1_1));
    EXPECT_THROW(encode(Publish{.topic = "t", .payload = std::string(268'435'456, 'x')}, Version::v3_1_1),
                 std::length_error);
}

TEST(Encode, PropertiesAreWrittenByTheirType) {
    const Publish unknown{.topic = "t", .properties = {{static_cast<Property>(0x7e), 7u}}};
    EXPECT_EQ(notation::hex(encode(unknown, Version::v5_0)), "3006000174027e07");
    const Publish known{.topic = "t",
                        .properties = {{Property::message_expiry_interval, 1u},
                                       {Property::topic_alias, 2u},
                                       {Property::payload_format_indicator, 1u},
                                       {Property::subscription_identifier, 300u},
                                       {Property::user_property, StringPair("n", "v")},
                                       {Property::correlation_data, std::string("\0\xff", 2)}}};
    EXPECT_EQ(printed(known, Version::v5_0, Sender::server),
              "30 r29 s1 't' v25 02 w1 23 k2 01 01 0b v300 26 s1 'n' s1 'v' 09 s2 00ff");
}

TEST(Message, OfAMalformedPacketThereIsNone) {
    EXPECT_FALSE(message(decode(notation::bytes_of("30 00"), {})));
    EXPECT_FALSE(message(decode({}, {})));
}

std::optional<Retained> retained_by(const char* text, Version version) {
    return retained(decode(notation::bytes_of(text), {version, Sender::client}));
}

TEST(Retained, ByAPublishAndByAWill) {
    EXPECT_EQ(retained_by("31 r{ s't' 'x' }", Version::v3_1_1), (Retained{"t", false}));
    EXPECT_EQ(retained_by("31 r{ s't' v0 }", Version::v5_0), (Retained{"t", true}));
    EXPECT_EQ(retained_by("35 r{ s't' i1 }", Version::v3_1_1), (Retained{"t", false}));  // QoS 2: kept until PUBREL
    EXPECT_EQ(retained_by("33 r{ s't' i1 }", Version::v3_1_1), (Retained{"t", true}));
    EXPECT_EQ(retained_by("10 r{ s'MQTT' 04 26 k60 s'i' s'will' s'gone' }", Version::v3_1_1),
              (Retained{"will", false}));
    EXPECT_FALSE(retained_by("30 r{ s't' 'x' }", Version::v3_1_1));
    EXPECT_FALSE(retained_by("10 r{ s'MQTT' 04 06 k60 s'i' s'will' s'gone' }", Version::v3_1_1));
    EXPECT_FALSE(retained_by("83 r{ i1 s't' 00 }", Version::v3_1_1));
}

TEST(Retained, ByWhatBreaksARuleToo) {
    EXPECT_EQ(retained_by("39 r{ s't' 'x' }", Version::v3_1_1), (Retained{"t", false}));  // DUP with QoS 0
    for (const char* no_topic_name : {"31 r{ s'#' }", "31 r{ s1 00 }", "31 r{ s1 ff }", "31 r{ s'' }", "31 r3 i9 't'"})
        EXPECT_FALSE(retained_by(no_topic_name, Version::v3_1_1)) << no_topic_name;
}

TEST(Packet, FieldsAreFoundByName) {
    const Packet packet = decode(
        encode(Connect{.client_identifier = "me",
                       .will = Will{.topic = "w", .message = "m", .properties = {{Property::will_delay_interval, 5u}}},
                       .properties = {{Property::receive_maximum, 9u}}},
               Version::v5_0),
        {});
    EXPECT_EQ(wire::text(packet.content(*packet.find(Name::client_identifier))), "me");
    EXPECT_EQ(packet.find(Property::receive_maximum)->value, 9u);
    EXPECT_EQ(packet.find(Property::will_delay_interval), nullptr);  // of the will, not of the packet
    EXPECT_EQ(packet.find(Property::topic_alias), nullptr);
    EXPECT_EQ(packet.find(Property::none), nullptr);
    EXPECT_EQ(packet.find(Name::payload), nullptr);
    EXPECT_EQ(packet.type(), PacketType::connect);
    EXPECT_EQ(packet.flags(), 0);
    EXPECT_EQ(Packet{}.type(), PacketType::reserved);
    EXPECT_EQ(Packet{}.flags(), 0);
}

// Values at random: what is written is good, and read back the same value.
class Generator {
  public:
    Generator(unsigned seed, Version version) : random_(seed), version_(version) {}

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
    bool coin() { return below(2) == 0; }

    Message message(PacketType type) {
        switch (type) {
            case PacketType::connect:
                return connect();
            case PacketType::connack:
                return connack();
            case PacketType::publish:
                return publish();
            case PacketType::puback:
                return ack<Puback>({0, 0x80, 0x87});
            case PacketType::pubrec:
                return ack<Pubrec>({0, 0x83, 0x97});
            case PacketType::pubrel:
                return ack<Pubrel>({0, 0x92});
            case PacketType::pubcomp:
                return ack<Pubcomp>({0, 0x92});
            case PacketType::subscribe:
                return subscribe();
            case PacketType::suback:
                return Suback{identifier(), codes(), some(place(type))};
            case PacketType::unsubscribe:
                return Unsubscribe{identifier(), {text(), text()}, some(place(type))};
            case PacketType::unsuback:
                return Unsuback{identifier(), v5() ? std::vector<std::uint8_t>{0, 0x11} : std::vector<std::uint8_t>{},
                                some(place(type))};
            case PacketType::pingreq:
                return Pingreq{};
            case PacketType::pingresp:
                return Pingresp{};
            case PacketType::disconnect:
                return Disconnect{static_cast<std::uint8_t>(v5() && coin() ? 0x80 : 0), some(place(type))};
            default:
                return auth();
        }
    }

  private:
    bool v5() const { return version_ == Version::v5_0; }
    std::uint16_t identifier() { return static_cast<std::uint16_t>(1 + below(65535)); }

    std::string text() {
        constexpr std::string_view pieces[] = {"a", "topic", "/", "\xc3\xa9", " ", "\xf0\x9f\x98\x80"};
        std::string out;
        for (std::uint32_t n = 1 + below(5); n > 0; --n)
            out += pieces[below(6)];
        return out.substr(0, version_ == Version::v3_1 ? 3 : out.size()) == "\xf0\x9f\x98" ? "a" : out;
    }

    std::string binary() {
        std::string out(below(200), '\0');
        for (char& c : out)
            c = static_cast<char>(random_());
        return out;
    }

    PropertyValue value(const PropertyRow& row) {
        switch (row.type) {
            case PropertyType::byte:
                return {row.property, 0u};
            case PropertyType::two_bytes:
                return {row.property, 1 + below(65535)};
            case PropertyType::four_bytes:
                return {row.property, 1 + below(0xffff'fffe)};
            case PropertyType::variable:
                return {row.property, 1 + below(268'435'454)};
            case PropertyType::binary:
                return {row.property, binary()};
            case PropertyType::text_pair:
                return {row.property, StringPair(text(), text())};
            default:
                return {row.property, text()};
        }
    }

    // Properties that the place allows, in any order, User Properties several times.
    Properties some(Places where) {
        Properties out;
        if (!v5())
            return out;
        for (const PropertyRow& row : properties()) {
            const bool of_server =
                row.property == Property::subscription_identifier && where == place(PacketType::publish);
            if ((row.places & where) != 0 && !of_server && row.property != Property::authentication_data && coin())
                out.push_back(value(row));
        }
        for (std::uint32_t n = below(3); n > 0; --n)
            out.push_back(value(*find_property(0x26)));
        std::shuffle(out.begin(), out.end(), random_);
        return out;
    }

    Connect connect() {
        Connect m;
        m.client_identifier = "c" + std::to_string(below(1000));
        m.clean_start = coin();
        m.keep_alive = static_cast<std::uint16_t>(below(65536));
        if (coin())
            m.will = Will{text(), version_ == Version::v3_1 ? text() : binary(), static_cast<std::uint8_t>(below(3)),
                          coin(), some(will_place)};
        if (coin())
            m.user_name = text();
        if (m.user_name && coin())
            m.password = version_ == Version::v3_1 ? text() : binary();
        m.properties = some(place(PacketType::connect));
        return m;
    }

    Connack connack() {
        const bool refused = coin();
        const std::uint8_t code = !refused ? 0 : v5() ? 0x87 : 5;
        return {version_ != Version::v3_1 && !refused && coin(), code, some(place(PacketType::connack))};
    }

    Publish publish() {
        Publish m;
        m.topic = text();
        m.qos = static_cast<std::uint8_t>(below(3));
        m.dup = m.qos != 0 && coin();
        m.retain = coin();
        m.packet_identifier = m.qos == 0 ? std::uint16_t{0} : identifier();
        m.payload = binary();
        m.properties = some(place(PacketType::publish));
        return m;
    }

    template <class Ack>
    Ack ack(std::initializer_list<std::uint8_t> allowed) {
        Ack m;
        m.packet_identifier = identifier();
        if (v5())
            m.reason = allowed.begin()[below(static_cast<std::uint32_t>(allowed.size()))];
        m.properties = some(place(Ack::type));
        return m;
    }

    Subscribe subscribe() {
        Subscribe m{identifier(), {}, some(place(PacketType::subscribe))};
        for (std::uint32_t n = 1 + below(4); n > 0; --n)
            m.subscriptions.push_back({coin() ? text() : "+/#", static_cast<std::uint8_t>(below(3)), v5() && coin(),
                                       v5() && coin(), static_cast<std::uint8_t>(v5() ? below(3) : 0)});
        return m;
    }

    std::vector<std::uint8_t> codes() {
        std::vector<std::uint8_t> out;
        for (std::uint32_t n = 1 + below(4); n > 0; --n)
            out.push_back(static_cast<std::uint8_t>(below(3)));
        return out;
    }

    Auth auth() {
        Auth m{0x18, some(place(PacketType::auth))};
        std::erase_if(m.properties, [](const auto& p) { return p.property == Property::authentication_method; });
        m.properties.push_back({Property::authentication_method, "m"});
        m.properties.push_back({Property::authentication_data, binary()});
        return m;
    }

    std::mt19937_64 random_;
    Version version_;
};

Sender sender_of(PacketType type) {
    const bool of_server = type == PacketType::connack || type == PacketType::suback || type == PacketType::unsuback ||
                           type == PacketType::pingresp;
    return of_server ? Sender::server : Sender::client;
}

TEST(Message, IsReadBackAsItWasWritten) {
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        for (unsigned type = 1; type <= (version == Version::v5_0 ? 15u : 14u); ++type)
            for (unsigned seed = 0; seed < 300; ++seed) {
                const PacketType packet_type = static_cast<PacketType>(type);
                const Message value = Generator(seed * 16 + type, version).message(packet_type);
                const Packet packet = decode(encode(value, version), {version, sender_of(packet_type)});
                ASSERT_FALSE(packet.violation)
                    << "seed " << seed << ": " << text(*packet.violation) << ": " << print(packet);
                ASSERT_EQ(*message(packet), value) << "seed " << seed << ": " << print(packet);
                ASSERT_EQ(notation::bytes_of(print(packet)), packet.bytes) << "seed " << seed << ": " << print(packet);
            }
}

// Wrong packets of every kind: no byte is lost, nothing is read that is not there (which the sanitizers watch).
TEST(Decode, KeepsEveryByteOfAnyPacket) {
    int malformed = 0;
    for (unsigned seed = 0; seed < 30000; ++seed) {
        Generator random(seed, Version::v5_0);
        const Version version = static_cast<Version>(3 + random.below(3));
        const unsigned last_type = version == Version::v5_0 ? 15 : 14;
        const PacketType type = static_cast<PacketType>(1 + random.below(last_type));
        Bytes bytes = encode(Generator(seed, version).message(type), version);
        for (std::uint32_t n = 1 + random.below(3); n > 0; --n)
            bytes[random.below(static_cast<std::uint32_t>(bytes.size()))] =
                static_cast<std::uint8_t>(random.below(256));
        if (random.below(4) == 0)
            bytes.resize(random.below(static_cast<std::uint32_t>(bytes.size()) + 3));
        const Packet packet = decode(bytes, {version, random.coin() ? Sender::client : Sender::server});
        malformed += packet.violation ? 1 : 0;
        ASSERT_EQ(packet.bytes, bytes);
        ASSERT_EQ(notation::flatten(items(packet)), bytes) << print(packet);
        ASSERT_EQ(notation::bytes_of(print(packet)), bytes) << print(packet);
        ASSERT_EQ(message(packet).has_value(), !packet.violation);
        ASSERT_LE(packet.violation ? packet.violation->offset : 0, bytes.size());
        ASSERT_EQ(summary(packet).find('\n'), std::string::npos);
    }
    EXPECT_GT(malformed, 15000);
    EXPECT_LT(malformed, 29500);
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
