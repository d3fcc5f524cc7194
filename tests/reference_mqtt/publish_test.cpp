#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

// b subscribes to t at QoS 2, a publishes; each in the version of its CONNECT.
struct Publishing : testing::Test {
    void between(std::string_view publisher, std::string_view subscriber) {
        a.logs_in(publisher);
        b.logs_in(subscriber);
        const bool modern = subscriber.find(" 05 ") != std::string_view::npos;
        b.says(modern ? "82 r{ i1 v{} s't' 02 }" : "82 r{ i1 s't' 02 }");
        EXPECT_TRUE(b.hears({modern ? "90 r{ i1 v{} 02 }" : "90 r{ i1 02 }"}));
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
};

TEST_F(Publishing, ArrivesAsItWasSent) {
    between(clean("a"), clean("b"));
    a.says("30 r{ s't' 'hello \\x00\\xff' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' 'hello \\x00\\xff' }"}));
    a.says("30 r{ s't' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' }"}));
    a.says("30 r{ s't' 'x'*300000 }");
    EXPECT_TRUE(b.hears({"30 r{ s't' 'x'*300000 }"}));
    EXPECT_TRUE(a.hears({}));
}

TEST_F(Publishing, GoesToNobodyElse) {
    between(clean("a"), clean("b"));
    a.says("30 r{ s'T' 'x' } 30 r{ s't/' 'x' } 30 r{ s'/t' 'x' } 30 r{ s't ' 'x' }");
    EXPECT_TRUE(b.hears({}));
}

TEST_F(Publishing, IsNotRetainedForAnEstablishedSubscription) {
    between(clean("a"), clean("b"));
    a.says("31 r{ s't' 'x' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' 'x' }"}));
}

TEST_F(Publishing, OfThePublishersDupNothingGoesOn) {
    between(clean("a"), clean("b"));
    a.says("3a r{ s't' i7 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i7 }"}));
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 'x' }"}));
}

TEST_F(Publishing, PropertiesGoOnUnaltered) {
    between(clean_5("a"), clean_5("b"));
    a.says(
        "30 r{ s't' v{ 01 01 03 s'text/plain' 26 s'n' s'1' 08 s'answer' 26 s'm' s'' 09 s{ 00ff } 26 s'n' s'2' } 'x' }");
    EXPECT_TRUE(
        b.hears({"30 r{ s't' v{ 01 01 03 s'text/plain' 26 s'n' s'1' 08 s'answer' 26 s'm' s'' 09 s{ 00ff } 26 s'n' s'2' "
                 "} 'x' }"}));
}

TEST_F(Publishing, From5To311) {
    between(clean_5("a"), clean("b"));
    a.says("32 r{ s't' i3 v{ 26 s'n' s'v' } 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i3 }"}));
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 'x' }"}));
}

TEST_F(Publishing, From311To5) {
    between(clean("a"), clean_5("b"));
    a.says("34 r{ s't' i3 'x' }");
    EXPECT_TRUE(a.hears({"50 r{ i3 }"}));
    EXPECT_TRUE(b.hears({"34 r{ s't' i1 v{} 'x' }"}));
}

TEST_F(Publishing, From31To31) {
    between("10 r{ s'MQIsdp' 03 02 k0 s'a' }", "10 r{ s'MQIsdp' 03 02 k0 s'b' }");
    a.says("32 r{ s't' i3 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i3 }"}));
    EXPECT_TRUE(b.hears({"32 r{ s't' i1 'x' }"}));
}

TEST_F(Publishing, ExpiresWhileItWaitsOrSaysWhatIsLeftOfItsTime) {
    between(clean_5("a"), stays_5("b"));
    b.vanishes();
    a.says("32 r{ s't' i1 v{ 02 w10 } 'ten' } 32 r{ s't' i1 v{ 02 w60 } 'sixty' }");
    broker.wait(10s);
    Client again(broker);
    again.says(stays_5("b"));
    EXPECT_TRUE(again.hears({"20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }", "32 r{ s't' i1 v{ 02 w50 } 'sixty' }"}));
}

TEST_F(Publishing, ToATopicOfTheServerIsRefused) {
    between(clean_5("a"), clean_5("b"));
    b.says("82 r{ i2 v{} s'$x/#' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i2 v{} 00 }"}));
    a.says("30 r{ s'$x/y' v{} 'x' } 32 r{ s'$x/y' i1 v{} 'x' } 34 r{ s'$x/y' i2 v{} 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i1 87 }", "50 r{ i2 87 }"}));
    EXPECT_TRUE(b.hears({}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
