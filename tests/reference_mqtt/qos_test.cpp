#include "gauntlet/wire/mqtt/message.hpp"
#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

struct Qos : testing::Test {
    Qos() {
        a.logs_in(clean("a"));
        b.logs_in(clean("b"));
        b.says("82 r{ i1 s'0' 00 s'1' 01 s'2' 02 }");
        EXPECT_TRUE(b.hears({"90 r{ i1 00 01 02 }"}));
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
};

TEST_F(Qos, IsTheLowerOfPublishedAndGranted) {
    a.says("34 r{ s'0' i1 'x' } 34 r{ s'1' i2 'x' } 34 r{ s'2' i3 'x' } 32 r{ s'2' i4 'x' } 30 r{ s'2' 'x' }");
    EXPECT_TRUE(a.hears({"50 r{ i1 }", "50 r{ i2 }", "50 r{ i3 }", "40 r{ i4 }"}));
    EXPECT_TRUE(b.hears(
        {"30 r{ s'0' 'x' }", "32 r{ s'1' i1 'x' }", "34 r{ s'2' i2 'x' }", "32 r{ s'2' i3 'x' }", "30 r{ s'2' 'x' }"}));
}

TEST_F(Qos, OneIsAcknowledgedEachTime) {
    a.says("32 r{ s'1' i7 'x' } 3a r{ s'1' i7 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i7 }", "40 r{ i7 }"}));
    EXPECT_TRUE(b.hears({"32 r{ s'1' i1 'x' }", "32 r{ s'1' i2 'x' }"}));
    b.says("40 r{ i2 } 40 r{ i1 }");
    EXPECT_TRUE(b.hears({}));
}

TEST_F(Qos, TwoGoesOnOnceUntilItIsReleased) {
    a.says("34 r{ s'2' i7 'x' } 3c r{ s'2' i7 'x' } 34 r{ s'2' i7 'x' }");
    EXPECT_TRUE(a.hears({"50 r{ i7 }", "50 r{ i7 }", "50 r{ i7 }"}));
    EXPECT_TRUE(b.hears({"34 r{ s'2' i1 'x' }"}));
    a.says("62 r{ i7 } 62 r{ i7 }");
    EXPECT_TRUE(a.hears({"70 r{ i7 }", "70 r{ i7 }"}));
    a.says("34 r{ s'2' i7 'y' }");  // a new message
    EXPECT_TRUE(a.hears({"50 r{ i7 }"}));
    EXPECT_TRUE(b.hears({"34 r{ s'2' i2 'y' }"}));
}

TEST_F(Qos, TwoGoesThroughFourPacketsToTheSubscriber) {
    a.says("34 r{ s'2' i7 'x' }");
    EXPECT_TRUE(b.hears({"34 r{ s'2' i1 'x' }"}));
    b.says("50 r{ i1 }");
    EXPECT_TRUE(b.hears({"62 r{ i1 }"}));
    b.says("50 r{ i1 }");
    EXPECT_TRUE(b.hears({"62 r{ i1 }"}));
    b.says("70 r{ i1 } c0 00");
    EXPECT_TRUE(b.hears({"d0 00"}));
}

TEST_F(Qos, IdentifiersGoRoundAndNoneIsUsedTwice) {
    a.says("32 r{ s'1' i7 'kept' }");
    EXPECT_TRUE(b.hears({"32 r{ s'1' i1 'kept' }"}));
    const wire::Bytes publish = wire::mqtt::encode(wire::mqtt::Publish{.topic = "1", .qos = 1, .packet_identifier = 7},
                                                   wire::mqtt::Version::v3_1_1);
    for (std::uint16_t i = 2; i != 0; ++i) {
        a.connection().receive(publish, broker.now);
        b.connection().receive(wire::mqtt::encode(wire::mqtt::Puback{i}, wire::mqtt::Version::v3_1_1), broker.now);
    }
    const std::vector<std::string> packets = b.heard();
    ASSERT_EQ(packets.size(), 65'534u);
    EXPECT_EQ(packets.front(), "32 r5 s1 '1' i2");
    EXPECT_EQ(packets.back(), "32 r5 s1 '1' i65535");
    a.says("32 r{ s'1' i7 'after 65535 comes 1, which is in use' }");
    EXPECT_TRUE(b.hears({"32 r{ s'1' i2 'after 65535 comes 1, which is in use' }"}));
}

TEST_F(Qos, WhatNobodyWaitsForIsNotAnError) {
    b.says("40 r{ i9 } 70 r{ i9 } 50 r{ i9 } c0 00");
    EXPECT_TRUE(b.hears({"62 r{ i9 }", "d0 00"}));
    b.says("62 r{ i9 }");
    EXPECT_TRUE(b.hears({"70 r{ i9 }"}));
}

TEST_F(Qos, AnAcknowledgementOfTheWrongKindIs) {
    for (const std::string_view answer : {"40 r{ i2 }", "50 r{ i1 }", "70 r{ i1 }", "70 r{ i2 }"}) {
        Client client(broker);
        client.logs_in(clean("c"));
        client.says("82 r{ i1 s'1' 01 s'2' 02 }");
        a.says("32 r{ s'1' i7 'x' } 34 r{ s'2' i8 'x' } 62 r{ i8 }");
        EXPECT_TRUE(client.hears({"90 r{ i1 01 02 }", "32 r{ s'1' i1 'x' }", "34 r{ s'2' i2 'x' }"}));
        client.says(answer);
        EXPECT_TRUE(client.hears({end})) << answer;
    }
}

TEST_F(Qos, BothDirectionsCountIdentifiersForThemselves) {
    b.says("34 r{ s'2' i1 'x' }");
    EXPECT_TRUE(b.hears({"34 r{ s'2' i1 'x' }", "50 r{ i1 }"}));
    b.says("50 r{ i1 } 62 r{ i1 } 70 r{ i1 }");
    EXPECT_TRUE(b.hears({"62 r{ i1 }", "70 r{ i1 }"}));
}

struct Qos5 : testing::Test {
    Qos5() {
        a.logs_in(clean_5("a"));
        b.logs_in(clean_5("b"));
        b.says("82 r{ i1 v{} s't' 02 }");
        EXPECT_TRUE(b.hears({"90 r{ i1 v{} 02 }"}));
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
};

TEST_F(Qos5, ARefusedMessageIsNotSentAgainAndItsIdentifierIsFree) {
    a.says("34 r{ s't' i1 v{} 'x' } 32 r{ s't' i2 v{} 'y' }");
    EXPECT_TRUE(b.hears({"34 r{ s't' i1 v{} 'x' }", "32 r{ s't' i2 v{} 'y' }"}));
    b.says("50 r{ i1 97 } 40 r{ i2 80 } c0 00");
    EXPECT_TRUE(b.hears({"d0 00"}));  // no PUBREL
}

TEST_F(Qos5, UnknownIdentifiersAreNamed) {
    a.says("62 r{ i9 }");
    EXPECT_TRUE(a.hears({"70 r{ i9 92 }"}));
    a.says("50 r{ i9 }");
    EXPECT_TRUE(a.hears({"62 r{ i9 92 }"}));
    a.says("50 r{ i9 97 } 40 r{ i9 } 70 r{ i9 } c0 00");
    EXPECT_TRUE(a.hears({"d0 00"}));
}

TEST_F(Qos5, AnIdentifierInUseIsNamed) {
    a.says("34 r{ s't' i9 v{} 'x' } 32 r{ s't' i9 v{} 'y' }");
    EXPECT_TRUE(a.hears({"50 r{ i9 }", "40 r{ i9 91 }"}));
    EXPECT_TRUE(b.hears({"34 r{ s't' i1 v{} 'x' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
