#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

constexpr std::string_view connack_5 = "20 r{ 00 00 v{ 21 k100 27 w16777216 22 k10 } }";

TEST(Connect, EachVersionIsAnsweredInItsOwn) {
    Broker broker;
    Client old(broker);
    old.says("10 r{ s'MQIsdp' 03 02 k10 s'old' }");
    EXPECT_TRUE(old.hears({"20 r{ 00 00 }"}));
    Client client(broker);
    client.says("10 r{ s'MQTT' 04 02 k10 s'client' }");
    EXPECT_TRUE(client.hears({"20 r{ 00 00 }"}));
    Client modern(broker);
    modern.says("10 r{ s'MQTT' 05 02 k10 v{} s'modern' }");
    EXPECT_TRUE(modern.hears({connack_5}));
}

TEST(Connect, ByteByByteIsAConnect) {
    Broker broker;
    Client client(broker);
    client.spells(clean("a"));
    EXPECT_TRUE(client.hears({"20 r{ 00 00 }"}));
    client.spells("c0 00 c0 00");
    EXPECT_TRUE(client.hears({"d0 00", "d0 00"}));
}

TEST(Connect, PacketsMayFollowAtOnce) {
    Broker broker;
    Client client(broker);
    client.says(clean("a") + " 82 r{ i1 s't' 00 } 30 r{ s't' 'x' } c0 00");
    EXPECT_TRUE(client.hears({"20 r{ 00 00 }", "90 r{ i1 00 }", "30 r{ s't' 'x' }", "d0 00"}));
}

TEST(Connect, TheFirstPacketMustBeOne) {
    for (const std::string_view first :
         {"c0 00", "30 r{ s't' 'x' }", "82 r{ i1 s't' 00 }", "e0 00", "00 00", "f0 00", "20 02 0000"}) {
        Broker broker;
        Client client(broker);
        client.says(first);
        EXPECT_TRUE(client.hears({end})) << first;
    }
}

TEST(Connect, AWrongFirstByteIsEnough) {
    for (const std::string_view byte : {"16", "00", "11", "1f", "30", "47", "ff"}) {
        Broker broker;
        Client client(broker);
        client.says(byte);
        EXPECT_TRUE(client.hears({end})) << byte;
    }
}

TEST(Connect, ASecondOneIsAProtocolError) {
    Broker broker;
    Client client(broker);
    client.logs_in(clean("a"));
    client.says(clean("a"));
    EXPECT_TRUE(client.hears({end}));
    Client modern(broker);
    modern.logs_in(clean_5("b"));
    modern.says(clean_5("b"));
    EXPECT_TRUE(modern.hears({"e0 r{ 82 }", end}));
    Client mixed(broker);
    mixed.logs_in(clean_5("c"));
    mixed.connection().receive(wire::view(std::string_view("\x10\x0d\x00\x04MQTT\x04\x02\x00\x00\x00\x01"
                                                           "c",
                                                           15)),
                               broker.now);
    EXPECT_TRUE(mixed.hears({"e0 r{ 82 }", end}));
}

TEST(Connect, AfterTheEndNothingIsHeardAndNothingDone) {
    Broker broker;
    Client watcher(broker);
    watcher.logs_in(clean("w"));
    watcher.says("82 r{ i1 s'#' 00 }");
    EXPECT_TRUE(watcher.hears({"90 r{ i1 00 }"}));
    Client client(broker);
    client.logs_in(clean("a"));
    client.says("e0 00 30 r{ s't' 'x' }");
    EXPECT_TRUE(client.hears({end}));
    client.says("30 r{ s't' 'x' }");
    client.vanishes();
    EXPECT_TRUE(client.hears({}));
    EXPECT_TRUE(watcher.hears({}));
}

TEST(Connect, WhatFollowsARefusedOneIsNotDone) {
    Broker broker;
    Client watcher(broker);
    watcher.logs_in(clean("w"));
    watcher.says("82 r{ i1 s'#' 00 }");
    EXPECT_TRUE(watcher.hears({"90 r{ i1 00 }"}));
    Client refused(broker);
    refused.says("10 r{ s'MQTT' 04 00 k10 s'' } 30 r{ s't' 'x' }");
    EXPECT_TRUE(refused.hears({"20 r{ 00 02 }", end}));
    EXPECT_TRUE(watcher.hears({}));
}

TEST(Connect, AnUnknownLevelIsAnsweredAs311Demands) {
    for (const std::string_view connect :
         {"10 r{ s'MQTT' 06 02 k10 s'a' }", "10 r{ s'MQTT' 03 02 k10 s'a' }", "10 r{ s'MQTT' 00 02 k10 s'a' }",
          "10 r{ s'MQTT' ff 02 k10 v{} s'a' }", "10 r{ s'MQIsdp' 04 02 k10 s'a' }"}) {
        Broker broker;
        Client client(broker);
        client.says(connect);
        EXPECT_TRUE(client.hears({"20 r{ 00 01 }", end})) << connect;
    }
}

TEST(Connect, AnotherProtocolIsNotAnswered) {
    Broker broker;
    Client client(broker);
    client.says("10 r{ s'MQTX' 04 02 k10 s'a' }");
    EXPECT_TRUE(client.hears({end}));
}

TEST(Connect, AnEmptyClientIdentifierIsReplaced) {
    Broker broker;
    Client first(broker);
    first.says(clean(""));
    EXPECT_TRUE(first.hears({"20 r{ 00 00 }"}));
    Client second(broker);
    second.says(clean_5(""));
    const std::vector<std::string> assigned = second.heard();
    ASSERT_EQ(assigned.size(), 1u);
    EXPECT_NE(assigned[0].find("12 s10 'assigned-2'"), std::string::npos) << assigned[0];
    first.says("c0 00");
    EXPECT_TRUE(first.hears({"d0 00"}));  // the second is another client
    // What was assigned can be used as if the client had chosen it [MQTT-3.1.3-7].
    Client taker(broker);
    taker.says(clean_5("assigned-2"));
    EXPECT_TRUE(taker.hears({connack_5}));
    EXPECT_TRUE(second.hears({"e0 r{ 8e }", end}));
}

TEST(Connect, AnAssignedIdentifierIsNobodyElses) {
    Broker broker;
    Client other(broker);
    other.logs_in(clean("assigned-1"));
    Client client(broker);
    client.logs_in(clean_5(""));
    EXPECT_TRUE(other.hears({}));
}

TEST(Connect, AnAuthenticationMethodIsRefused) {
    Broker broker;
    Client client(broker);
    client.says(clean_5("a", "15 s'SCRAM-SHA-256' 16 s'x'"));
    EXPECT_TRUE(client.hears({"20 r{ 00 8c v{} }", end}));
    Client later(broker);
    later.logs_in(clean_5("b"));
    later.says("f0 r{ 19 v{ 15 s'm' } }");
    EXPECT_TRUE(later.hears({"e0 r{ 82 }", end}));
}

TEST(Connect, ResponseInformationIsOptionalAndNotGiven) {
    Broker broker;
    Client client(broker);
    client.says(clean_5("a", "19 01"));
    EXPECT_TRUE(client.hears({connack_5}));
}

TEST(Connect, HasToComeInTime) {
    Broker broker;
    Client client(broker);
    client.says("10");
    EXPECT_EQ(client.connection().next_deadline(), broker.now + 10s);
    broker.wait(9999ms);
    client.connection().tick(broker.now);
    EXPECT_TRUE(client.hears({}));
    broker.wait(1ms);
    client.connection().tick(broker.now);
    EXPECT_TRUE(client.hears({end}));
    EXPECT_FALSE(client.connection().next_deadline());
}

TEST(KeepAlive, OneAndAHalfTimes) {
    Broker broker;
    Client old(broker);
    old.logs_in("10 r{ s'MQTT' 04 02 k10 s'a' }");
    Client modern(broker);
    modern.logs_in("10 r{ s'MQTT' 05 02 k10 v{} s'b' }");
    broker.wait(10s);
    modern.says("c0 00");
    EXPECT_TRUE(modern.hears({"d0 00"}));
    EXPECT_EQ(old.connection().next_deadline(), broker.now + 5s);
    EXPECT_EQ(modern.connection().next_deadline(), broker.now + 15s);
    broker.wait(5s);
    old.connection().tick(broker.now);
    modern.connection().tick(broker.now);
    EXPECT_TRUE(old.hears({end}));
    EXPECT_TRUE(modern.hears({}));
    broker.wait(10s);
    modern.connection().tick(broker.now);
    EXPECT_TRUE(modern.hears({"e0 r{ 8d }", end}));
}

TEST(KeepAlive, ZeroTurnsItOff) {
    Broker broker;
    Client client(broker);
    client.logs_in("10 r{ s'MQTT' 04 02 k0 s'a' }");
    EXPECT_FALSE(client.connection().next_deadline());
    broker.wait(1000h);
    client.connection().tick(broker.now);
    EXPECT_TRUE(client.hears({}));
}

TEST(ShutDown, IsSaidIn5) {
    Broker broker;
    Client waiting(broker);
    Client old(broker);
    old.logs_in(clean("a"));
    Client modern(broker);
    modern.logs_in(clean_5("b"));
    for (Client* client : {&waiting, &old, &modern}) {
        client->connection().shut_down(broker.now);
        client->connection().shut_down(broker.now);
    }
    EXPECT_TRUE(waiting.hears({end}));
    EXPECT_TRUE(old.hears({end}));
    EXPECT_TRUE(modern.hears({"e0 r{ 8b }", end}));
}

TEST(Log, HasNoControlCharacters) {
    Broker broker;
    Client client(broker);
    client.logs_in(clean("a\\x0ab\\x1b"));
    client.says("e0 00");
    EXPECT_EQ(client.logged(),
              (std::vector<std::string>{"client 'a?b?': logged in, MQTT 3.1.1", "client 'a?b?': closed: DISCONNECT"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
