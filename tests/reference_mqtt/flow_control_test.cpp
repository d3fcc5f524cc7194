#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

constexpr std::string_view session_5 = "20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }";

struct FlowControl : testing::Test {
    FlowControl() { a.logs_in(clean("a")); }

    void publishes(int qos, std::initializer_list<const char*> payloads) {
        for (const std::string payload : payloads)
            a.says((qos == 0   ? "30 r{ s't' '"
                    : qos == 1 ? "32 r{ s't' i1 '"
                               : "34 r{ s't' i1 '") +
                   payload + "' } 62 r{ i1 }");
    }

    Broker broker;
    Client a{broker};
};

TEST_F(FlowControl, KeepsToTheReceiveMaximumOfTheClient) {
    Client b(broker);
    b.logs_in(clean_5("b", "21 k2"));
    b.says("82 r{ i1 v{} s't' 02 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 02 }"}));
    publishes(1, {"1"});
    publishes(2, {"2", "3"});
    publishes(1, {"4", "5"});
    publishes(0, {"QoS 0 is not counted"});
    EXPECT_TRUE(
        b.hears({"32 r{ s't' i1 v{} '1' }", "34 r{ s't' i2 v{} '2' }", "30 r{ s't' v{} 'QoS 0 is not counted' }"}));
    b.says("50 r{ i2 }");
    EXPECT_TRUE(b.hears({"62 r{ i2 }"}));  // PUBREC makes no room
    b.says("c0 00");
    EXPECT_TRUE(b.hears({"d0 00"}));
    b.says("70 r{ i2 }");
    EXPECT_TRUE(b.hears({"34 r{ s't' i3 v{} '3' }"}));
    b.says("40 r{ i1 }");
    EXPECT_TRUE(b.hears({"32 r{ s't' i4 v{} '4' }"}));
    b.says("50 r{ i3 80 }");  // but one that refuses does
    EXPECT_TRUE(b.hears({"32 r{ s't' i5 v{} '5' }"}));
}

TEST_F(FlowControl, BeginsAnewWithEachConnection) {
    Client first(broker);
    first.logs_in(stays_5("b"));
    first.says("82 r{ i1 v{} s't' 02 }");
    publishes(2, {"1", "2"});
    publishes(1, {"3", "4"});
    EXPECT_TRUE(first.hears({"90 r{ i1 v{} 02 }", "34 r{ s't' i1 v{} '1' }", "34 r{ s't' i2 v{} '2' }",
                             "32 r{ s't' i3 v{} '3' }", "32 r{ s't' i4 v{} '4' }"}));
    first.says("50 r{ i2 }");
    first.vanishes();
    // What was sent before counts as well, but a PUBREL is no PUBLISH.
    Client second(broker);
    second.says(stays_5("b", "11 w60 21 k1"));
    EXPECT_TRUE(second.hears({session_5, "3c r{ s't' i1 v{} '1' }", "62 r{ i2 }"}));
    second.says("70 r{ i2 }");
    EXPECT_TRUE(second.hears({}));
    second.says("50 r{ i1 } 70 r{ i1 }");
    EXPECT_TRUE(second.hears({"62 r{ i1 }", "3a r{ s't' i3 v{} '3' }"}));
    // An acknowledgement of what was not sent again yet counts, too.
    second.says("40 r{ i4 } 40 r{ i3 }");
    EXPECT_TRUE(second.hears({}));
}

TEST_F(FlowControl, ClosesOnAClientThatExceedsTheServersReceiveMaximum) {
    Broker small({.receive_maximum = 2});
    Client b(small);
    b.says(clean_5("b"));
    EXPECT_TRUE(b.hears({"20 r{ 00 00 v{ 21 k2 27 w16777216 22 k10 } }"}));
    b.says("34 r{ s't' i1 v{} '1' } 34 r{ s't' i2 v{} '2' } 3c r{ s't' i2 v{} '2' } 32 r{ s't' i3 v{} '3' }");
    EXPECT_TRUE(b.hears({"50 r{ i1 }", "50 r{ i2 }", "50 r{ i2 }", "40 r{ i3 }"}));
    b.says("62 r{ i1 } 34 r{ s't' i4 v{} '4' }");
    EXPECT_TRUE(b.hears({"70 r{ i1 }", "50 r{ i4 }"}));
    b.says("34 r{ s't' i5 v{} '5' }");
    EXPECT_TRUE(b.hears({"e0 r{ 93 }", end}));
}

TEST_F(FlowControl, KeepsToTheMaximumPacketSizeOfTheClient) {
    Client b(broker);
    b.logs_in(clean_5("b", "27 w30"));
    b.says("82 r{ i1 v{} s't' 02 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 02 }"}));
    publishes(1, {"seventeen or less"});
    a.says("32 r{ s't' i1 'x'*22 } 32 r{ s't' i1 'x'*23 } 30 r{ s't' 'x'*24 } 30 r{ s't' 'x'*25 }");
    EXPECT_TRUE(
        b.hears({"32 r{ s't' i1 v{} 'seventeen or less' }", "32 r{ s't' i2 v{} 'x'*22 }", "30 r{ s't' v{} 'x'*24 }"}));
}

TEST_F(FlowControl, HasNothingToSayToAClientThatTakesNoConnack) {
    Client b(broker);
    b.says(clean_5("b", "27 w10"));
    EXPECT_TRUE(b.hears({end}));
}

TEST_F(FlowControl, WaitsForANetworkThatIsFull) {
    Client b(broker);
    b.logs_in(clean("b"));
    b.says("82 r{ i1 s't' 01 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 01 }"}));
    b.has_backlog(2 * 1024 * 1024);
    publishes(0, {"is dropped"});
    publishes(1, {"waits"});
    b.connection().writable(broker.now);
    EXPECT_TRUE(b.hears({}));
    b.has_backlog(0);
    b.connection().writable(broker.now);
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 'waits' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
