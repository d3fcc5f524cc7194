#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

struct Shared : testing::Test {
    Shared() {
        a.logs_in(clean("a"));
        for (Client* client : {&b, &c}) {
            client->logs_in(stays_5(client == &b ? "b" : "c"));
            client->says("82 r{ i1 v{} s'$share/g/t/#' 02 }");
            EXPECT_TRUE(client->hears({"90 r{ i1 v{} 02 }"}));
        }
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
    Client c{broker};
};

TEST_F(Shared, EachMessageGoesToOneInTurn) {
    a.says("30 r{ s't' '1' } 30 r{ s't/x' '2' } 30 r{ s't' '3' } 30 r{ s'u' '-' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} '1' }", "30 r{ s't' v{} '3' }"}));
    EXPECT_TRUE(c.hears({"30 r{ s't/x' v{} '2' }"}));
}

TEST_F(Shared, OtherGroupsAndSubscriptionsGetTheirOwn) {
    b.says("82 r{ i2 v{ 0b v5 } s'$share/h/t' 01 s't' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i2 v{} 01 00 }"}));
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{ 0b v5 } 'x' }", "32 r{ s't' i1 v{} 'x' }", "32 r{ s't' i2 v{ 0b v5 } 'x' }"}));
    EXPECT_TRUE(c.hears({}));
}

TEST_F(Shared, GetNoRetainedMessages) {
    a.says("31 r{ s't' 'x' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} 'x' }"}));
    c.says("82 r{ i2 v{} s'$share/g/t/#' 00 s'$share/new/t' 00 }");
    EXPECT_TRUE(c.hears({"90 r{ i2 v{} 00 00 }"}));
}

TEST_F(Shared, WhoIsConnectedGoesFirst) {
    b.vanishes();
    a.says("32 r{ s't' i1 '1' } 32 r{ s't' i1 '2' }");
    EXPECT_TRUE(c.hears({"32 r{ s't' i1 v{} '1' }", "32 r{ s't' i2 v{} '2' }"}));
    c.vanishes();
    a.says("32 r{ s't' i1 '3' }");
    Client again(broker);
    again.says(stays_5("b"));
    EXPECT_TRUE(again.hears({"20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }", "32 r{ s't' i1 v{} '3' }"}));
}

TEST_F(Shared, WhoHasLeftGetsNothing) {
    b.says("a2 r{ i2 v{} s'$share/g/t/#' }");
    EXPECT_TRUE(b.hears({"b0 r{ i2 v{} 00 }"}));
    a.says("30 r{ s't' '1' } 30 r{ s't' '2' }");
    EXPECT_TRUE(b.hears({}));
    EXPECT_TRUE(c.hears({"30 r{ s't' v{} '1' }", "30 r{ s't' v{} '2' }"}));
}

TEST_F(Shared, WhatASessionLeavesBehindGoesToAnother) {
    a.says("32 r{ s't' i1 'one' } 32 r{ s't' i1 'other' } 34 r{ s't' i2 'two' }");
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 v{} 'one' }", "34 r{ s't' i2 v{} 'two' }"}));
    EXPECT_TRUE(c.hears({"32 r{ s't' i1 v{} 'other' }"}));
    b.says("e0 r{ 00 v{ 11 w0 } }");
    EXPECT_TRUE(c.hears({"32 r{ s't' i2 v{} 'one' }"}));  // not what had begun at QoS 2
}

TEST_F(Shared, ARefusedMessageGoesToNobodyElse) {
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 v{} 'x' }"}));
    b.says("40 r{ i1 97 } e0 r{ 00 v{ 11 w0 } }");
    EXPECT_TRUE(c.hears({}));
}

TEST_F(Shared, Qos2IsResumedWithTheSameClient) {
    a.says("34 r{ s't' i1 'x' }");
    EXPECT_TRUE(b.hears({"34 r{ s't' i1 v{} 'x' }"}));
    b.vanishes();
    EXPECT_TRUE(c.hears({}));
    Client again(broker);
    again.says(stays_5("b"));
    EXPECT_TRUE(again.hears({"20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }", "3c r{ s't' i1 v{} 'x' }"}));
}

TEST_F(Shared, AreOrdinaryFiltersBefore5) {
    Client old(broker);
    old.logs_in(clean("old"));
    old.says("82 r{ i1 s'$share/g/t/#' 00 }");
    EXPECT_TRUE(old.hears({"90 r{ i1 00 }"}));
    a.says("30 r{ s't' '1' }");
    EXPECT_TRUE(old.hears({}));
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} '1' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
