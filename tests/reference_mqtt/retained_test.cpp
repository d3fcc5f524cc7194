#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

struct RetainedMessages : testing::Test {
    RetainedMessages() {
        a.logs_in(clean_5("a"));
        b.logs_in(clean("b"));
        c.logs_in(clean_5("c"));
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
    Client c{broker};
};

TEST_F(RetainedMessages, GoToNewSubscriptions) {
    a.says("31 r{ s'x/1' v{} 'old' } 35 r{ s'x/1' i1 v{ 26 s'n' s'v' } 'one' } 31 r{ s'x/2' v{} 'two' }");
    EXPECT_TRUE(a.hears({"50 r{ i1 }"}));
    b.says("82 r{ i1 s'x/#' 01 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 01 }", "33 r{ s'x/1' i1 'one' }", "31 r{ s'x/2' 'two' }"}));
    c.says("82 r{ i1 v{} s'x/1' 02 s'none' 02 }");
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 02 02 }", "35 r{ s'x/1' i1 v{ 26 s'n' s'v' } 'one' }"}));
}

TEST_F(RetainedMessages, AreNotMadeOrChangedWithoutTheFlag) {
    a.says("31 r{ s't' v{} 'kept' } 30 r{ s't' v{} 'passing' } 30 r{ s't' v{} }");
    b.says("82 r{ i1 s't' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 }", "31 r{ s't' 'kept' }"}));
}

TEST_F(RetainedMessages, AreRemovedByAnEmptyOneWhichGoesOn) {
    b.says("82 r{ i1 s't' 00 }");
    a.says("31 r{ s't' v{} 'x' } 31 r{ s't' v{} }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 }", "30 r{ s't' 'x' }", "30 r{ s't' }"}));
    c.says("82 r{ i1 v{} s't' 00 }");
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 00 }"}));
}

TEST_F(RetainedMessages, AreSentAgainForTheSameSubscriptionBefore5) {
    a.says("31 r{ s't' v{} 'x' }");
    b.says("82 r{ i1 s't' 00 } 82 r{ i2 s't' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 }", "31 r{ s't' 'x' }", "90 r{ i2 00 }", "31 r{ s't' 'x' }"}));
}

TEST_F(RetainedMessages, AreHandledAsTheOptionSays) {
    a.says("31 r{ s't' v{} 'x' }");
    c.says("82 r{ i1 v{} s't' 20 }");  // 2: never
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 00 }"}));
    c.says("82 r{ i2 v{} s't' 10 }");  // 1: not for one that exists
    EXPECT_TRUE(c.hears({"90 r{ i2 v{} 00 }"}));
    c.says("82 r{ i3 v{} s't' 00 }");  // 0: always
    EXPECT_TRUE(c.hears({"90 r{ i3 v{} 00 }", "31 r{ s't' v{} 'x' }"}));
    c.says("a2 r{ i4 v{} s't' } 82 r{ i5 v{} s't' 10 }");  // 1: for a new one
    EXPECT_TRUE(c.hears({"b0 r{ i4 v{} 00 }", "90 r{ i5 v{} 00 }", "31 r{ s't' v{} 'x' }"}));
}

TEST_F(RetainedMessages, KeepTheFlagWhereTheSubscriptionAsksForIt) {
    c.says("82 r{ i1 v{} s'as/published' 08 s'not' 00 }");
    a.says("31 r{ s'as/published' v{} 'r' } 30 r{ s'as/published' v{} 'n' } 31 r{ s'not' v{} 'r' }");
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 00 00 }", "31 r{ s'as/published' v{} 'r' }", "30 r{ s'as/published' v{} 'n' }",
                         "30 r{ s'not' v{} 'r' }"}));
}

TEST_F(RetainedMessages, Expire) {
    a.says("31 r{ s't' v{ 02 w10 } 'x' }");
    broker.wait(4s);
    c.says("82 r{ i1 v{} s't' 00 }");
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 00 }", "31 r{ s't' v{ 02 w6 } 'x' }"}));
    broker.wait(6s);
    c.says("82 r{ i2 v{} s't' 00 }");
    EXPECT_TRUE(c.hears({"90 r{ i2 v{} 00 }"}));
}

TEST_F(RetainedMessages, OutliveTheSessionOfTheirPublisher) {
    a.says("31 r{ s't' v{} 'x' } e0 00");
    b.says("82 r{ i1 s't' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 }", "31 r{ s't' 'x' }"}));
}

TEST_F(RetainedMessages, ComeWithTheIdentifierOfTheSubscription) {
    a.says("31 r{ s't' v{} 'x' }");
    c.says("82 r{ i1 v{ 0b v300 } s't' 00 }");
    EXPECT_TRUE(c.hears({"90 r{ i1 v{} 00 }", "31 r{ s't' v{ 0b v300 } 'x' }"}));
}

TEST_F(RetainedMessages, OfTheServerItselfAreNotBelowWildcardsAlone) {
    b.says("82 r{ i1 s'#' 00 s'+/broker/version' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 00 }"}));
    b.says("82 r{ i2 s'$SYS/#' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i2 00 }", "31 r{ s'$SYS/broker/version' 'gauntlet reference' }"}));
}

TEST(RetainedLimit, IsNamed) {
    Broker broker({.retained_messages = 2});  // one of them is the server's
    Client a(broker);
    a.logs_in(clean_5("a"));
    a.says("33 r{ s'1' i1 v{ 02 w10 } 'x' } 33 r{ s'2' i2 v{} 'x' } 33 r{ s'1' i3 v{ 02 w10 } 'y' }");
    EXPECT_TRUE(a.hears({"40 r{ i1 }", "40 r{ i2 97 }", "40 r{ i3 }"}));
    broker.wait(10s);  // what has expired makes room
    a.says("33 r{ s'2' i4 v{} 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i4 }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
