#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

struct Aliases : testing::Test {
    Aliases() { a.logs_in(clean_5("a")); }

    void subscribes(Client& client, const std::string& connect) {
        client.logs_in(connect);
        client.says("82 r{ i1 v{} s'#' 00 }");
        EXPECT_TRUE(client.hears({"90 r{ i1 v{} 00 }"}));
    }

    Broker broker;
    Client a{broker};
};

TEST_F(Aliases, StandForTheTopicThatTheyCameWith) {
    Client b(broker);
    subscribes(b, clean_5("b"));
    a.says(
        "30 r{ s'one' v{ 23 k1 } '1' } 30 r{ s'ten' v{ 23 k10 } '2' } 30 r{ s'' v{ 23 k1 } '3' }"
        " 30 r{ s'' v{ 23 k10 } '4' } 30 r{ s'other' v{ 23 k1 } '5' } 30 r{ s'' v{ 23 k1 } '6' }");
    EXPECT_TRUE(b.hears({"30 r{ s'one' v{} '1' }", "30 r{ s'ten' v{} '2' }", "30 r{ s'one' v{} '3' }",
                         "30 r{ s'ten' v{} '4' }", "30 r{ s'other' v{} '5' }", "30 r{ s'other' v{} '6' }"}));
}

TEST_F(Aliases, AreUnknownUntilTheyCameWithATopic) {
    a.says("30 r{ s'' v{ 23 k1 } 'x' }");
    EXPECT_TRUE(a.hears({"e0 r{ 82 }", end}));
}

TEST_F(Aliases, AreUnknownOnAnotherConnection) {
    a.says("30 r{ s't' v{ 23 k1 } 'x' }");
    Client b(broker);
    b.logs_in(clean_5("a"));
    b.says("30 r{ s'' v{ 23 k1 } 'x' }");
    EXPECT_TRUE(b.hears({"e0 r{ 82 }", end}));
}

TEST_F(Aliases, AreNotAboveTheMaximumNorZero) {
    for (const std::string alias : {"k0", "k11", "k65535"}) {
        Client client(broker);
        client.logs_in(clean_5("c"));
        client.says("30 r{ s't' v{ 23 " + alias + " } 'x' }");
        EXPECT_TRUE(client.hears({"e0 r{ 94 }", end})) << alias;
    }
    Broker none({.topic_alias_maximum = 0});
    Client client(none);
    client.logs_in(clean_5("c"));
    client.says("30 r{ s't' v{ 23 k1 } 'x' }");
    EXPECT_TRUE(client.hears({"e0 r{ 94 }", end}));
}

TEST_F(Aliases, AreUsedTowardsAClientThatTakesSome) {
    Client b(broker);
    subscribes(b, clean_5("b", "22 k2"));
    a.says("30 r{ s'1' v{} } 30 r{ s'2' v{} } 30 r{ s'3' v{} } 30 r{ s'2' v{} } 30 r{ s'1' v{} } 30 r{ s'3' v{} }");
    EXPECT_TRUE(b.hears({"30 r{ s'1' v{ 23 k1 } }", "30 r{ s'2' v{ 23 k2 } }", "30 r{ s'3' v{} }",
                         "30 r{ s'' v{ 23 k2 } }", "30 r{ s'' v{ 23 k1 } }", "30 r{ s'3' v{} }"}));
}

TEST_F(Aliases, AreNotUsedTowardsAClientThatTakesNone) {
    Client b(broker);
    subscribes(b, clean_5("b", "22 k0"));
    a.says("30 r{ s'1' v{ 23 k1 } } 30 r{ s'1' v{} }");
    EXPECT_TRUE(b.hears({"30 r{ s'1' v{} }", "30 r{ s'1' v{} }"}));
}

TEST_F(Aliases, AreLearntOnlyFromWhatWasSent) {
    Client b(broker);
    subscribes(b, clean_5("b", "22 k2 27 w25"));
    a.says("30 r{ s't' v{} 'x'*20 } 30 r{ s't' v{} 'x'*19 } 30 r{ s't' v{} 'y' } 30 r{ s't' v{} 'z' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} 'x'*19 }", "30 r{ s't' v{ 23 k1 } 'y' }", "30 r{ s'' v{ 23 k1 } 'z' }"}));
}

TEST_F(Aliases, AreNotUsedAgainForWhatIsSentAgain) {
    Client first(broker);
    first.logs_in(stays_5("b", "11 w60 22 k1"));
    first.says("82 r{ i1 v{} s't' 01 }");
    a.says("32 r{ s't' i1 v{} '1' } 32 r{ s't' i1 v{} '2' }");
    EXPECT_TRUE(first.hears({"90 r{ i1 v{} 01 }", "32 r{ s't' i1 v{ 23 k1 } '1' }", "32 r{ s'' i2 v{ 23 k1 } '2' }"}));
    first.vanishes();
    Client second(broker);
    second.says(stays_5("b"));
    EXPECT_TRUE(second.hears(
        {"20 r{ 01 00 v{ 21 k100 27 w16777216 22 k10 } }", "3a r{ s't' i1 v{} '1' }", "3a r{ s't' i2 v{} '2' }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
