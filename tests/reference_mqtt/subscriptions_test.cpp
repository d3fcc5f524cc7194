#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

struct Subscriptions : testing::Test {
    Subscriptions() {
        a.logs_in(clean("a"));
        b.logs_in(clean_5("b"));
    }

    // Whether b, with that filter alone, gets what is published to the topic.
    bool reaches(const std::string& topic, const std::string& filter) {
        b.says("82 r{ i1 v{} s'" + filter + "' 00 }");
        EXPECT_TRUE(b.hears({"90 r{ i1 v{} 00 }"}));
        a.says("30 r{ s'" + topic + "' }");
        const std::vector<std::string> got = b.heard();
        b.says("a2 r{ i1 v{} s'" + filter + "' }");
        EXPECT_TRUE(b.hears({"b0 r{ i1 v{} 00 }"}));
        return !got.empty();
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
};

TEST_F(Subscriptions, MatchLevelByLevel) {
    struct Row {
        const char* filter;
        const char* topic;
        bool matches;
    };
    constexpr Row rows[] = {
        {"a", "a", true},
        {"a", "A", false},
        {"a", "a/", false},
        {"a", "/a", false},
        {"a/b", "a/b", true},
        {"a/b", "a", false},
        {"a", "a/b", false},
        {"#", "a", true},
        {"#", "/", true},
        {"#", "a/b/c", true},
        {"a/#", "a", true},
        {"a/#", "a/", true},
        {"a/#", "a/b", true},
        {"a/#", "a/b/c", true},
        {"a/#", "ab", false},
        {"a/#", "b", false},
        {"+", "a", true},
        {"+", "a/b", false},
        {"+", "/", false},
        {"+/+", "/", true},
        {"/+", "/", true},
        {"/+", "/a", true},
        {"+/b", "/b", true},
        {"a/+/c", "a/b/c", true},
        {"a/+/c", "a//c", true},
        {"a/+/c", "a/b/b/c", false},
        {"a/+", "a", false},
        {"a/+", "a/", true},
        {"a/+/#", "a", false},
        {"a/+/#", "a/b", true},
        {"+/#", "a", true},
        {"//", "//", true},
        {"//", "/", false},
        {"a b", "a b", true},
        {"\\xc3\\xa9", "\\xc3\\xa9", true},
        {"\\xc3\\xa9", "e\\xcc\\x81", false},
    };
    for (const Row& row : rows)
        EXPECT_EQ(reaches(row.topic, row.filter), row.matches) << row.filter << " and " << row.topic;
}

TEST_F(Subscriptions, MayHaveAsManyLevelsAsBytes) {
    b.says("82 r{ i1 v{} s{ '/'*65535 } 00 s{ '+/'*32767 '+' } 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 00 00 }"}));
    a.says("30 r{ s{ '/'*32766 } }");
    EXPECT_TRUE(b.hears({}));
    for (const std::string topic : {"s{ '/'*32767 }", "s{ '/'*65535 }"}) {
        a.says("30 r{ " + topic + " }");
        EXPECT_TRUE(b.hears({"30 r{ " + topic + " v{} }"}));
    }
}

TEST_F(Subscriptions, AreReplacedByTheSameFilter) {
    b.says("82 r{ i1 v{ 0b v1 } s't' 01 } 82 r{ i2 v{} s't' 00 } 82 r{ i3 v{} s't/#' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 01 }", "90 r{ i2 v{} 00 }", "90 r{ i3 v{} 00 }"}));
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} 'x' }"}));
}

TEST_F(Subscriptions, ThatOverlapGiveOneCopyAtTheHighestQos) {
    b.says("82 r{ i1 v{ 0b v1 } s'x/#' 00 } 82 r{ i2 v{ 0b v2 } s'x/+' 02 s'x/y' 01 } 82 r{ i3 v{} s'#' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 00 }", "90 r{ i2 v{} 02 01 }", "90 r{ i3 v{} 00 }"}));
    a.says("34 r{ s'x/y' i1 'x' }");
    EXPECT_TRUE(b.hears({"34 r{ s'x/y' i1 v{ 0b v1 0b v2 0b v2 } 'x' }"}));
}

TEST_F(Subscriptions, WithNoLocalAreForOthers) {
    b.says("82 r{ i1 v{} s't' 04 s'u' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 v{} 00 00 }"}));
    b.says("30 r{ s't' v{} 'own' } 30 r{ s'u' v{} 'own' }");
    EXPECT_TRUE(b.hears({"30 r{ s'u' v{} 'own' }"}));
    a.says("30 r{ s't' 'other' }");
    EXPECT_TRUE(b.hears({"30 r{ s't' v{} 'other' }"}));
}

TEST_F(Subscriptions, OfOneAnswerEachInOrder) {
    b.says("82 r{ i9 v{} s'1' 01 s'0' 00 s'2' 02 s'1' 02 }");
    EXPECT_TRUE(b.hears({"90 r{ i9 v{} 01 00 02 02 }"}));
    b.says("a2 r{ i8 v{} s'1' s'none' s'1' s'+' }");
    EXPECT_TRUE(b.hears({"b0 r{ i8 v{} 00 11 11 11 }"}));
}

TEST_F(Subscriptions, EndWithUnsubscribe) {
    a.says("82 r{ i1 s't' 01 s't/#' 01 }");
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(a.hears({"90 r{ i1 01 01 }", "32 r{ s't' i1 'x' }", "40 r{ i1 }"}));
    a.says("a2 r{ i2 s't' s't/#' s'none' }");
    EXPECT_TRUE(a.hears({"b0 r{ i2 }"}));
    a.says("32 r{ s't' i1 'x' }");
    EXPECT_TRUE(a.hears({"40 r{ i1 }"}));
    a.says("40 r{ i1 } c0 00");  // what had begun is completed
    EXPECT_TRUE(a.hears({"d0 00"}));
}

TEST(SubscriptionLimit, IsNamed) {
    Broker broker({.subscriptions_per_session = 2});
    Client old(broker);
    old.logs_in(clean("a"));
    old.says("82 r{ i1 s'1' 00 s'2' 00 s'3' 00 s'2' 01 }");
    EXPECT_TRUE(old.hears({"90 r{ i1 00 00 80 01 }"}));
    Client modern(broker);
    modern.logs_in(clean_5("b"));
    modern.says("82 r{ i1 v{} s'1' 00 s'2' 00 s'3' 00 s'2' 01 }");
    EXPECT_TRUE(modern.hears({"90 r{ i1 v{} 00 00 97 01 }"}));
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
