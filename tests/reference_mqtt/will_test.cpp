#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

constexpr std::string_view with_will = "10 r{ s'MQTT' 04 0e k10 s'b' s'w' s'gone' }";  // QoS 1
constexpr std::string_view with_will_5 = "10 r{ s'MQTT' 05 06 k10 v{} s'b' v{} s'w' s'gone' }";
constexpr std::string_view published = "30 r{ s'w' v{} 'gone' }";

// w has subscribed to the will's topic, b has the will.
struct Wills : testing::Test {
    Wills() {
        w.logs_in(clean_5("w"));
        w.says("82 r{ i1 v{} s'w' 08 }");
        EXPECT_TRUE(w.hears({"90 r{ i1 v{} 00 }"}));
    }

    Broker broker;
    Client w{broker};
    Client b{broker};
};

TEST_F(Wills, ArePublishedWhenTheConnectionEnds) {
    b.logs_in(with_will);
    EXPECT_TRUE(w.hears({}));
    b.vanishes();
    EXPECT_TRUE(w.hears({published}));
}

TEST_F(Wills, AreRemovedByDisconnect) {
    b.logs_in(with_will);
    b.says("e0 00");
    b.vanishes();
    EXPECT_TRUE(w.hears({}));
    Client modern(broker);
    modern.logs_in(with_will_5);
    modern.says("e0 00");
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, AreNotRemovedByOtherReasons) {
    for (const std::string_view reason : {"04", "80", "82"}) {
        Client client(broker);
        client.logs_in(with_will_5);
        client.says("e0 r{ " + std::string(reason) + " }");
        EXPECT_TRUE(w.hears({published})) << reason;
    }
}

TEST_F(Wills, ArePublishedAfterAnError) {
    b.logs_in(with_will);
    b.says("30 r{ s'+' 'x' }");
    EXPECT_TRUE(w.hears({published}));
    b.vanishes();
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, ArePublishedWhenTheKeepAliveIsOver) {
    b.logs_in(with_will);
    broker.wait(15s);
    b.connection().tick(broker.now);
    EXPECT_TRUE(w.hears({published}));
}

TEST_F(Wills, AreForgottenWhereConnectIsRefused) {
    b.says("10 r{ s'MQTT' 04 04 k10 s'' s'w' s'gone' }");
    EXPECT_TRUE(b.hears({"20 r{ 00 02 }", end}));
    b.vanishes();
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, ArePublishedOnTakeover) {
    b.logs_in(with_will);
    Client second(broker);
    second.logs_in(with_will);
    EXPECT_TRUE(w.hears({published}));
    second.says("e0 00");
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, AreRetainedAndHaveTheirQos) {
    w.says("82 r{ i2 v{} s'w' 0a }");
    EXPECT_TRUE(w.hears({"90 r{ i2 v{} 02 }"}));
    b.logs_in("10 r{ s'MQTT' 04 36 k10 s'b' s'w' s'' }");
    b.vanishes();
    EXPECT_TRUE(w.hears({"35 r{ s'w' i1 v{} }"}));
    Client c(broker);
    c.logs_in("10 r{ s'MQTT' 04 36 k10 s'c' s'w' s'kept' }");
    c.vanishes();
    EXPECT_TRUE(w.hears({"35 r{ s'w' i2 v{} 'kept' }"}));
    Client late(broker);
    late.logs_in(clean("late"));
    late.says("82 r{ i1 s'w' 00 }");
    EXPECT_TRUE(late.hears({"90 r{ i1 00 }", "31 r{ s'w' 'kept' }"}));
}

TEST_F(Wills, KeepTheirPropertiesButTheDelay) {
    b.logs_in(
        "10 r{ s'MQTT' 05 06 k10 v{} s'b' v{ 18 w0 26 s'n' s'1' 02 w60 03 s'c' 08 s'r' 09 s'd' 01 01 26 s'n' s'2' } "
        "s'w' s'gone' }");
    broker.wait(10s);  // its expiry begins when it is published
    b.vanishes();
    EXPECT_TRUE(w.hears({"30 r{ s'w' v{ 26 s'n' s'1' 03 s'c' 08 s'r' 09 s'd' 01 01 26 s'n' s'2' 02 w60 } 'gone' }"}));
}

constexpr std::string_view delayed = "10 r{ s'MQTT' 05 04 k10 v{ 11 w100 } s'b' v{ 18 w10 } s'w' s'gone' }";

TEST_F(Wills, WaitForTheirDelay) {
    b.logs_in(delayed);
    b.vanishes();
    EXPECT_EQ(broker.server.next_deadline(), broker.now + 10s);
    broker.wait(9999ms);
    EXPECT_TRUE(w.hears({}));
    broker.wait(1ms);
    EXPECT_TRUE(w.hears({published}));
    broker.wait(90s);
    EXPECT_TRUE(w.hears({}));
    EXPECT_FALSE(broker.server.next_deadline());
}

TEST_F(Wills, AreNotPublishedWhereTheSessionIsResumedInTime) {
    b.logs_in(delayed);
    b.vanishes();
    broker.wait(5s);
    Client again(broker);
    again.logs_in(stays_5("b"));
    broker.wait(100s);
    again.vanishes();
    broker.wait(1h);
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, AreNotPublishedOnTakeoverWithinTheirDelay) {
    b.logs_in(delayed);
    Client again(broker);
    again.logs_in(delayed);
    EXPECT_TRUE(w.hears({}));
    again.says("e0 00");
    broker.wait(1h);
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, ArePublishedWhenTheirSessionEnds) {
    b.logs_in("10 r{ s'MQTT' 05 06 k10 v{ 11 w5 } s'b' v{ 18 w10 } s'w' s'gone' }");
    b.vanishes();
    broker.wait(5s);
    EXPECT_TRUE(w.hears({published}));

    Client second(broker);
    second.logs_in("10 r{ s'MQTT' 05 06 k10 v{ 11 w500 } s'b' v{ 18 w100 } s'w' s'gone' }");
    second.vanishes();
    Client third(broker);
    third.logs_in(clean_5("b"));  // Clean Start ends the session of the second
    EXPECT_TRUE(w.hears({published}));

    Client fourth(broker);
    fourth.logs_in("10 r{ s'MQTT' 05 06 k10 v{} s'c' v{ 18 w100 } s'w' s'gone' }");
    fourth.vanishes();  // without an interval the session ends with the connection
    EXPECT_TRUE(w.hears({published}));
}

TEST_F(Wills, AreNotPublishedByAServerThatGoesDown) {
    b.logs_in(with_will);
    b.connection().shut_down(broker.now);
    EXPECT_TRUE(w.hears({}));
}

TEST_F(Wills, ToTopicsOfTheServerAreRefused) {
    b.says("10 r{ s'MQTT' 04 06 k10 s'b' s'$SYS/x' s'gone' }");
    EXPECT_TRUE(b.hears({"20 r{ 00 05 }", end}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
