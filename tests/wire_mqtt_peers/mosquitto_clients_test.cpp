// Mosquitto's own clients as peers: what they send must be good to our decoder, and they must understand what our
// encoder writes.
#include <gtest/gtest.h>

#include <algorithm>

#include "child.hpp"
#include "small_broker.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

#define NEEDS(program)          \
    if (!is_installed(program)) \
    GTEST_SKIP() << program " is not installed; install it with: apt-get install mosquitto-clients"

std::string option(Version version) {
    return version == Version::v3_1 ? "mqttv31" : version == Version::v3_1_1 ? "mqttv311" : "mqttv5";
}

struct Session {
    std::vector<Packet> packets;
    std::string output;
    int exit_code;
};

Session run(Version version, std::vector<std::string> arguments, const Answers& answers) {
    SmallBroker broker(version);
    arguments.insert(arguments.begin() + 1, {"-h", "127.0.0.1", "-p", broker.port(), "-V", option(version)});
    Child client(arguments);
    Session out;
    out.packets = broker.serve(answers);
    out.output = client.output();
    out.exit_code = client.exit_code();
    for (const Packet& packet : out.packets) {
        EXPECT_FALSE(packet.violation) << text(*packet.violation) << "\n" << print(packet);
        EXPECT_EQ(packet.context.version, version) << print(packet);
        // The other way: their packet as a value, written by our encoder, is their packet.
        EXPECT_EQ(notation::hex(encode(*message(packet), version)), notation::hex(packet.bytes)) << print(packet);
    }
    return out;
}

template <class Type>
Type value(const Packet& packet) {
    return std::get<Type>(*message(packet));
}

std::vector<PacketType> types(const Session& session) {
    std::vector<PacketType> out;
    for (const Packet& packet : session.packets)
        out.push_back(packet.type());
    return out;
}

using enum PacketType;

TEST(MosquittoPub, IsDecodedInEveryVersionAndQos) {
    NEEDS("mosquitto_pub");
    const std::vector<std::vector<PacketType>> expected = {
        {connect, publish, disconnect}, {connect, publish, disconnect}, {connect, publish, pubrel, disconnect}};
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        for (unsigned qos = 0; qos <= 2; ++qos) {
            const Session session = run(version,
                                        {"mosquitto_pub",
                                         "-i",
                                         "me",
                                         "-t",
                                         "a/b",
                                         "-m",
                                         "hello",
                                         "-q",
                                         std::to_string(qos),
                                         "-r",
                                         "-u",
                                         "user",
                                         "-P",
                                         "secret",
                                         "-k",
                                         "77",
                                         "--will-topic",
                                         "w",
                                         "--will-payload",
                                         "gone",
                                         "--will-qos",
                                         "1",
                                         "--will-retain"},
                                        {});
            EXPECT_EQ(session.exit_code, 0);
            ASSERT_EQ(types(session), expected[qos]) << name(version) << " QoS " << qos;
            Connect greeting = value<Connect>(session.packets[0]);
            greeting.properties.clear();  // of their choice
            const Connect wanted{.client_identifier = "me",
                                 .keep_alive = 77,
                                 .will = Will{.topic = "w", .message = "gone", .qos = 1, .retain = true},
                                 .user_name = "user",
                                 .password = "secret"};
            EXPECT_EQ(greeting, wanted) << print(session.packets[0]);
            const Publish sent = value<Publish>(session.packets[1]);
            EXPECT_EQ(sent.topic, "a/b");
            EXPECT_EQ(sent.payload, "hello");
            EXPECT_EQ(sent.qos, qos);
            EXPECT_TRUE(sent.retain);
        }
}

TEST(MosquittoPub, PropertiesOf5AreDecoded) {
    NEEDS("mosquitto_pub");
    const Session session =
        run(Version::v5_0,
            {"mosquitto_pub",
             "-i",
             "me",
             "-t",
             "a",
             "-m",
             "hello",
             "-q",
             "1",
             "--will-topic",
             "w",
             "--will-payload",
             "x",
             "-D",
             "connect",
             "receive-maximum",
             "7",
             "-D",
             "connect",
             "maximum-packet-size",
             "70000",
             "-D",
             "connect",
             "session-expiry-interval",
             "9",
             "-D",
             "connect",
             "topic-alias-maximum",
             "3",
             "-D",
             "connect",
             "request-problem-information",
             "1",
             "-D",
             "connect",
             "request-response-information",
             "1",
             "-D",
             "connect",
             "user-property",
             "n1",
             "v1",
             "-D",
             "connect",
             "user-property",
             "n1",
             "v2",
             "-D",
             "will",
             "will-delay-interval",
             "4",
             "-D",
             "will",
             "content-type",
             "text/plain",
             "-D",
             "will",
             "response-topic",
             "r/w",
             "-D",
             "publish",
             "payload-format-indicator",
             "1",
             "-D",
             "publish",
             "message-expiry-interval",
             "60",
             "-D",
             "publish",
             "content-type",
             "text/html",
             "-D",
             "publish",
             "response-topic",
             "r/p",
             "-D",
             "publish",
             "correlation-data",
             "corr",
             "-D",
             "publish",
             "user-property",
             "k",
             "v",
             "-D",
             "publish",
             "topic-alias",
             "2",
             "-D",
             "disconnect",
             "session-expiry-interval",
             "1",
             "-D",
             "disconnect",
             "user-property",
             "bye",
             "now"},
            {.connack = {.properties = {{Property::topic_alias_maximum, 5u}}},
             .acknowledgement = {{Property::reason_string, "fine"}, {Property::user_property, StringPair("a", "b")}}});
    EXPECT_EQ(session.exit_code, 0);
    ASSERT_EQ(types(session), (std::vector{connect, publish, disconnect}));
    const Packet& greeting = session.packets[0];
    EXPECT_EQ(greeting.find(Property::receive_maximum)->value, 7u);
    EXPECT_EQ(greeting.find(Property::maximum_packet_size)->value, 70000u);
    EXPECT_EQ(greeting.find(Property::session_expiry_interval)->value, 9u);
    EXPECT_EQ(greeting.find(Property::topic_alias_maximum)->value, 3u);
    const Connect connect_value = value<Connect>(greeting);
    EXPECT_EQ(
        std::ranges::count(connect_value.properties, PropertyValue{Property::user_property, StringPair("n1", "v2")}),
        1);
    EXPECT_EQ(std::ranges::count(connect_value.will->properties, PropertyValue{Property::will_delay_interval, 4u}), 1);
    EXPECT_EQ(std::ranges::count(connect_value.will->properties, PropertyValue{Property::content_type, "text/plain"}),
              1);
    const Publish sent = value<Publish>(session.packets[1]);
    for (const PropertyValue& wanted :
         {PropertyValue{Property::payload_format_indicator, 1u}, PropertyValue{Property::message_expiry_interval, 60u},
          PropertyValue{Property::content_type, "text/html"}, PropertyValue{Property::response_topic, "r/p"},
          PropertyValue{Property::correlation_data, "corr"},
          PropertyValue{Property::user_property, StringPair("k", "v")}, PropertyValue{Property::topic_alias, 2u}})
        EXPECT_EQ(std::ranges::count(sent.properties, wanted), 1)
            << name(wanted.property) << ": " << print(session.packets[1]);
    EXPECT_EQ(session.packets[2].find(Property::session_expiry_interval)->value, 1u);
}

TEST(MosquittoPub, UnderstandsOurRefusal) {
    NEEDS("mosquitto_pub");
    const Session old = run(Version::v3_1_1, {"mosquitto_pub", "-d", "-t", "a", "-m", "x"}, {.connack = {.reason = 5}});
    EXPECT_NE(old.output.find("received CONNACK (5)"), std::string::npos) << old.output;
    EXPECT_NE(old.exit_code, 0);
    const Session new_one =
        run(Version::v5_0, {"mosquitto_pub", "-d", "-t", "a", "-m", "x"}, {.connack = {.reason = 0x87}});
    EXPECT_NE(new_one.output.find("received CONNACK (135)"), std::string::npos) << new_one.output;
    EXPECT_NE(new_one.exit_code, 0);
}

TEST(MosquittoSub, ReceivesWhatWeEncodeInEveryVersion) {
    NEEDS("mosquitto_sub");
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0}) {
        const Answers answers{
            .connack = {},
            .to_subscriber = {
                {.topic = "a/0", .payload = "zero", .retain = true},
                {.topic = "a/1", .payload = "one", .qos = 1, .packet_identifier = 1},
                {.topic = "a/2", .payload = std::string(300, 'x'), .qos = 2, .packet_identifier = 65535}}};
        const Session session = run(version,
                                    {"mosquitto_sub", "-i", "me", "-t", "a/#", "-t", "+/b", "-U", "old", "-q", "2",
                                     "-C", "3", "-W", "20", "-F", "%t %q %r %l %p"},
                                    answers);
        EXPECT_EQ(session.exit_code, 0);
        EXPECT_EQ(session.output, "a/0 0 1 4 zero\na/1 1 0 3 one\na/2 2 0 300 " + std::string(300, 'x') + "\n");
        ASSERT_GE(session.packets.size(), 3u);
        const Subscribe wanted = value<Subscribe>(session.packets[1]);
        ASSERT_EQ(wanted.subscriptions.size(), 2u);
        EXPECT_EQ(wanted.subscriptions[0], (Subscription{.filter = "a/#", .qos = 2}));
        EXPECT_EQ(wanted.subscriptions[1].filter, "+/b");
        const std::vector<PacketType> seen = types(session);
        for (const PacketType type : {unsubscribe, puback, pubrec, pubcomp, disconnect})
            EXPECT_EQ(std::ranges::count(seen, type), 1) << name(version) << " " << name(type);
    }
}

TEST(MosquittoSub, ShowsThePropertiesThatWeEncode) {
    NEEDS("mosquitto_sub");
    const Publish full{.topic = "a",
                       .payload = "hello",
                       .properties = {{Property::payload_format_indicator, 1u},
                                      {Property::message_expiry_interval, 3600u},
                                      {Property::content_type, "text/html"},
                                      {Property::response_topic, "r/t"},
                                      {Property::correlation_data, "corr"},
                                      {Property::topic_alias, 3u},
                                      {Property::subscription_identifier, 268'435'455u},
                                      {Property::user_property, StringPair("n", "v")}}};
    const Answers answers{.connack = {.properties = {{Property::session_expiry_interval, 0u},
                                                     {Property::receive_maximum, 20u},
                                                     {Property::maximum_qos, 1u},
                                                     {Property::retain_available, 1u},
                                                     {Property::maximum_packet_size, 1'000'000u},
                                                     {Property::assigned_client_identifier, "given"},
                                                     {Property::topic_alias_maximum, 10u},
                                                     {Property::reason_string, "welcome"},
                                                     {Property::user_property, StringPair("a", "b")},
                                                     {Property::wildcard_subscription_available, 1u},
                                                     {Property::subscription_identifier_available, 1u},
                                                     {Property::shared_subscription_available, 1u},
                                                     {Property::server_keep_alive, 30u},
                                                     {Property::response_information, "info"},
                                                     {Property::server_reference, "elsewhere"}}},
                          .to_subscriber = {full},
                          .acknowledgement = {{Property::reason_string, "fine"}}};
    const Session session =
        run(Version::v5_0,
            {"mosquitto_sub", "-t", "$share/g/a", "-C", "1", "-W", "20", "-D", "connect", "topic-alias-maximum", "5",
             "-D", "subscribe", "user-property", "s", "p", "-F", "%t|%C|%D|%E|%F|%P|%R|%S|%A|%p"},
            answers);
    EXPECT_EQ(session.exit_code, 0);
    EXPECT_EQ(session.output, "a|text/html|corr|3600|1|n:v|r/t|268435455|3|hello\n");
    ASSERT_GE(session.packets.size(), 2u);
    EXPECT_EQ(value<Subscribe>(session.packets[1]).subscriptions.at(0).filter, "$share/g/a");
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
