#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

constexpr std::string_view no_session = "20 r{ 00 00 }";
constexpr std::string_view session = "20 r{ 01 00 }";
constexpr std::string_view no_session_5 = "20 r{ 00 00 v{ 21 k100 27 w16777216 22 k10 } }";
constexpr std::string_view session_5 = "20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }";

struct Sessions : testing::Test {
    // A publisher of both versions' messages.
    Sessions() { a.logs_in(clean("a")); }

    Broker broker;
    Client a{broker};
};

TEST_F(Sessions, OfCleanSessionEndsWithTheConnection) {
    Client first(broker);
    first.logs_in(clean("b"));
    first.says("82 r{ i1 s't' 01 } e0 00");
    a.says("32 r{ s't' i1 'x' }");
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(second.hears({no_session}));
}

TEST_F(Sessions, KeepSubscriptionsAndMessages) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("82 r{ i1 s't' 01 } e0 00");
    a.says("32 r{ s't' i1 'one' } 30 r{ s't' 'not kept' } 34 r{ s't' i2 'two' }");
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(second.hears({session, "32 r{ s't' i1 'one' }", "32 r{ s't' i2 'two' }"}));
    second.says("40 r{ i1 } 40 r{ i2 } e0 00");
    Client third(broker);
    third.says(stays("b"));
    EXPECT_TRUE(third.hears({session}));
    a.says("30 r{ s't' 'live' }");
    EXPECT_TRUE(third.hears({"30 r{ s't' 'live' }"}));
}

TEST_F(Sessions, WhatWasNotAcknowledgedIsSentAgainInOrder) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("82 r{ i1 s't' 02 }");
    a.says("32 r{ s't' i1 'one' } 34 r{ s't' i2 'two' } 34 r{ s't' i3 'three' } 32 r{ s't' i4 'four' }");
    EXPECT_TRUE(first.hears({"90 r{ i1 02 }", "32 r{ s't' i1 'one' }", "34 r{ s't' i2 'two' }",
                             "34 r{ s't' i3 'three' }", "32 r{ s't' i4 'four' }"}));
    first.says("50 r{ i2 } 40 r{ i4 }");
    EXPECT_TRUE(first.hears({"62 r{ i2 }"}));
    first.vanishes();
    a.says("32 r{ s't' i5 'five' }");
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(second.hears(
        {session, "3a r{ s't' i1 'one' }", "62 r{ i2 }", "3c r{ s't' i3 'three' }", "32 r{ s't' i5 'five' }"}));
    second.says("70 r{ i2 } 50 r{ i3 } 70 r{ i3 } 40 r{ i1 } 40 r{ i5 }");
    EXPECT_TRUE(second.hears({"62 r{ i3 }"}));
    second.vanishes();
    Client third(broker);
    third.says(stays("b"));
    EXPECT_TRUE(third.hears({session}));
}

TEST_F(Sessions, NothingIsSentAgainWhileTheConnectionLasts) {
    Client client(broker);
    client.logs_in(stays("b"));
    client.says("82 r{ i1 s't' 01 }");
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(client.hears({"90 r{ i1 01 }", "32 r{ s't' i1 'x' }"}));
    broker.wait(10h);
    client.connection().writable(broker.now);
    client.says("c0 00");
    EXPECT_TRUE(client.hears({"d0 00"}));
}

TEST_F(Sessions, RememberWhatWasReceivedAtQos2) {
    Client watcher(broker);
    watcher.logs_in(clean("w"));
    watcher.says("82 r{ i1 s't' 00 }");
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("34 r{ s't' i5 'x' }");
    first.vanishes();
    Client second(broker);
    second.logs_in(stays("b"));
    second.says("3c r{ s't' i5 'x' }");
    EXPECT_TRUE(second.hears({"50 r{ i5 }"}));
    EXPECT_TRUE(watcher.hears({"90 r{ i1 00 }", "30 r{ s't' 'x' }"}));
    second.says("62 r{ i5 }");
    EXPECT_TRUE(second.hears({"70 r{ i5 }"}));
}

TEST_F(Sessions, CleanSessionDropsTheOldOne) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("82 r{ i1 s't' 01 } e0 00");
    Client second(broker);
    second.says(clean("b"));
    EXPECT_TRUE(second.hears({no_session}));
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(second.hears({}));
    second.says("e0 00");
    Client third(broker);
    third.says(stays("b"));
    EXPECT_TRUE(third.hears({no_session}));
}

TEST_F(Sessions, LastForeverBefore5) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.vanishes();
    EXPECT_FALSE(broker.server.next_deadline());
    broker.wait(100'000h);
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(second.hears({session}));
}

TEST_F(Sessions, ExpireIn5) {
    Client first(broker);
    first.logs_in(clean_5("b", "11 w10"));
    broker.wait(100s);  // the time counts from the end of the connection on
    first.vanishes();
    EXPECT_EQ(broker.server.next_deadline(), broker.now + 10s);
    broker.wait(9999ms);
    Client second(broker);
    second.says(stays_5("b", "11 w10"));
    EXPECT_TRUE(second.hears({session_5}));
    EXPECT_FALSE(broker.server.next_deadline());
    second.vanishes();
    broker.now += 10s;  // nobody ticks
    Client third(broker);
    third.says(stays_5("b"));
    EXPECT_TRUE(third.hears({no_session_5}));
}

TEST_F(Sessions, WithoutAnIntervalEndWithTheConnectionIn5) {
    Client first(broker);
    first.logs_in(stays_5("b", ""));
    first.vanishes();
    Client second(broker);
    second.says(stays_5("b", ""));
    EXPECT_TRUE(second.hears({no_session_5}));
}

TEST_F(Sessions, NeverExpireWithTheLargestInterval) {
    Client first(broker);
    first.logs_in(stays_5("b", "11 w4294967295"));
    first.vanishes();
    EXPECT_FALSE(broker.server.next_deadline());
}

TEST_F(Sessions, DisconnectMayChangeTheInterval) {
    Client first(broker);
    first.logs_in(stays_5("b", "11 w10"));
    first.says("e0 r{ 00 v{ 11 w1000 } }");
    broker.wait(999s);
    Client second(broker);
    second.says(stays_5("b", "11 w10"));
    EXPECT_TRUE(second.hears({session_5}));
    second.says("e0 r{ 00 v{ 11 w0 } }");
    Client third(broker);
    third.says(stays_5("b", ""));
    EXPECT_TRUE(third.hears({no_session_5}));
    third.says("e0 r{ 00 v{ 11 w1000 } }");  // not from 0
    EXPECT_TRUE(third.hears({"e0 r{ 82 }", end}));
}

TEST_F(Sessions, AreTakenOver) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("82 r{ i1 s't' 01 }");
    EXPECT_TRUE(first.hears({"90 r{ i1 01 }"}));
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(first.hears({end}));
    EXPECT_TRUE(second.hears({session}));
    first.vanishes();
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(second.hears({"32 r{ s't' i1 'x' }"}));
    Client third(broker);
    third.says(clean("b"));
    EXPECT_TRUE(second.hears({end}));
    EXPECT_TRUE(third.hears({no_session}));
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(third.hears({}));
}

TEST_F(Sessions, AreTakenOverIn5) {
    Client first(broker);
    first.logs_in(clean_5("b"));
    Client second(broker);
    second.says(stays_5("b"));
    EXPECT_TRUE(first.hears({"e0 r{ 8e }", end}));
    EXPECT_TRUE(second.hears({no_session_5}));  // that of the first ended with its connection
}

TEST_F(Sessions, MoveBetweenVersions) {
    Client first(broker);
    first.logs_in(stays("b"));
    first.says("82 r{ i1 s't' 01 } e0 00");
    a.says("32 r{ s't' i1 'x' }");
    Client second(broker);
    second.says(stays_5("b"));
    EXPECT_TRUE(second.hears({session_5, "32 r{ s't' i1 v{} 'x' }"}));
}

TEST_F(Sessions, EndWithAConnectionThatIsDestroyed) {
    {
        Client first(broker);
        first.logs_in(stays("b"));
        first.says("82 r{ i1 s't' 01 }");
    }
    a.says("32 r{ s't' i1 'x' }");
    Client second(broker);
    second.says(stays("b"));
    EXPECT_TRUE(second.hears({session, "32 r{ s't' i1 'x' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
