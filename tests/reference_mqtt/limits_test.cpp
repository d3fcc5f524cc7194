#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

TEST(Limits, OfAConnectAreSmallAndKnownFromItsFirstBytes) {
    Broker broker;
    Client largest(broker);
    largest.says("10 r{ s'MQTT' 04 c6 k0 s{ 'c'*65535 } s{ 'w'*65535 } s{ 'm'*65535 } s{ 'u'*65535 } s{ 'p'*65535 } }");
    EXPECT_TRUE(largest.hears({"20 r{ 00 00 }"}));
    Client larger(broker);
    larger.says("10 r393213");
    EXPECT_TRUE(larger.hears({end}));
    Client just(broker);
    just.says("10 r393212");
    EXPECT_TRUE(just.hears({}));
    Client endless(broker);
    endless.says("10 ffffffff");
    EXPECT_TRUE(endless.hears({end}));
}

TEST(Limits, OfAPacketAreKnownFromItsFirstBytes) {
    Broker broker({.packet_size = 100});
    Client modern(broker);
    modern.says(clean_5("a"));
    EXPECT_TRUE(modern.hears({"20 r{ 00 00 v{ 21 k100 27 w100 22 k10 } }"}));
    modern.says("30 r{ s't' v{} 'x'*94 }");
    EXPECT_TRUE(modern.hears({}));
    modern.says("30 r99");
    EXPECT_TRUE(modern.hears({"e0 r{ 95 }", end}));
    Client old(broker);
    old.logs_in(clean("b"));
    old.says("30 r99");
    EXPECT_TRUE(old.hears({end}));
}

TEST(Limits, OfSessionsAreNamed) {
    Broker broker({.sessions = 2});
    Client a(broker);
    a.logs_in(clean("a"));
    Client b(broker);
    b.logs_in(stays("b"));
    b.vanishes();
    Client old(broker);
    old.says(clean("c"));
    EXPECT_TRUE(old.hears({"20 r{ 00 03 }", end}));
    Client modern(broker);
    modern.says(clean_5("c"));
    EXPECT_TRUE(modern.hears({"20 r{ 00 97 v{} }", end}));
    Client again(broker);
    again.says(stays("b"));
    EXPECT_TRUE(again.hears({"20 r{ 01 00 }"}));
    a.vanishes();
    Client next(broker);
    next.logs_in(clean("c"));
}

TEST(Limits, OfWaitingMessagesDropTheNewest) {
    Broker broker({.queued_messages = 2, .queued_bytes = 10});
    Client a(broker);
    a.logs_in(clean("a"));
    Client b(broker);
    b.logs_in(stays("b"));
    b.says("82 r{ i1 s'#' 01 } e0 00");
    a.says(
        "32 r{ s't' i1 'eleven long' } 32 r{ s't' i1 'one' } 32 r{ s't' i1 'eight on' } 32 r{ s't' i1 'two' }"
        " 32 r{ s't' i1 '3' }");
    Client again(broker);
    again.says(stays("b"));
    EXPECT_TRUE(again.hears({"20 r{ 01 00 }", "32 r{ s't' i1 'one' }", "32 r{ s't' i2 'two' }"}));
    again.says("40 r{ i1 }");
    a.says("32 r{ s't' i1 '4567890' }");
    EXPECT_TRUE(again.hears({"32 r{ s't' i3 '4567890' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
