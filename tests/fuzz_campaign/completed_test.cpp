#include "gauntlet/fuzz/campaign/completed.hpp"

#include <gtest/gtest.h>

#include "gauntlet/core/step_text.hpp"

namespace gauntlet::fuzz::campaign {
namespace {

std::string completed_text(const std::string& text) {
    const auto steps = core::parse_steps(text);
    EXPECT_TRUE(steps) << (steps ? "" : steps.error().text());
    return steps ? core::to_text(completed(*steps)) : "";
}

constexpr const char* connect = "a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }\n";
constexpr const char* end = "a: close by close_notify and FIN\na: read until the end\n";

TEST(Completed, EndsWithAPingreqTheEndOfOurSideAndThatOfTheBrokers) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + "a: read\n" + "a: send c0 00\n"),
              std::string("a: open the listener\n") + connect + "a: read\n" + "a: send c0 00 c0 00\n" + end);
}

TEST(Completed, SendsAPingreqByItselfBehindARead) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + "a: read\n"),
              std::string("a: open the listener\n") + connect + "a: read\n" + "a: send c0 00\n" + end);
}

// The broker would take the PINGREQ for the rest of the packet, and everybody would wait.
TEST(Completed, SendsNoPingreqInAPacketAndWaitsForNothingThere) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + "a: read\n" +
                             "a: send 30 r9 s'a'\na: barrier (PINGREQ, PINGRESP)\na: read\n"),
              std::string("a: open the listener\n") + connect + "a: read\n" + "a: send 30 r9 s'a'\n" + end);
}

TEST(Completed, AReadThatNothingIsOwedToBecomesABarrier) {
    EXPECT_EQ(
        completed_text(std::string("a: open the listener\n") + connect + "a: read\n" + "a: send e0 00\na: read\n"),
        std::string("a: open the listener\n") + connect + "a: read\n" + "a: send e0 00\n" +
            "a: barrier (PINGREQ, PINGRESP)\na: send c0 00\n" + end);
}

TEST(Completed, OneConnectIsOwedOneConnack) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + "a: read\na: read\n"),
              std::string("a: open the listener\n") + connect +
                  "a: read\na: barrier (PINGREQ, PINGRESP)\na: send c0 00\n" + end);
}

// Every later subscriber to # would be sent it, and sessions would cost more and more.
TEST(Completed, WhatIsRetainedIsForgottenWithTheLastPingreq) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect +
                             "a: read\na: send 31 r{ s'{topic}' 'x' } 31 r{ s'gone' 'x' } 31 r{ s'gone' }\n"),
              std::string("a: open the listener\n") + connect +
                  "a: read\na: send 31 r{ s'{topic}' 'x' } 31 r{ s'gone' 'x' } 31 r{ s'gone' } "
                  "31 r{ s'{topic}' } c0 00\n" +
                  end);
    const std::string in_5 = completed_text(
        "a: open the listener\na: send 10 r{ s'MQTT' 05 26 k60 v{ } s'{id}a' v{ } s'will' s'x' }\na: read\n");
    EXPECT_NE(in_5.find("31 r{ s'will' v{ } } c0 00"), std::string::npos) << in_5;
}

// A client may want it that comes when this one comes back.
TEST(Completed, WhatIsRetainedOutlivesAConnectionThatIsOpenedAgain) {
    const std::string text = completed_text(std::string("a: open the listener\n") + connect +
                                            "a: read\na: send 31 r{ s'{topic}' 'x' }\na: open the listener\n");
    EXPECT_EQ(text.find("31 r{ s'{topic}' }"), std::string::npos) << text;
}

TEST(Completed, TheLatestChannelEndsFirst) {
    const std::string text = completed_text("a: open the listener\nb: open the listener\n");
    EXPECT_LT(text.find("b: close"), text.find("a: close"));
    EXPECT_LT(text.find("b: read until the end"), text.find("a: close"));
}

TEST(Completed, AChannelThatIsOpenedAgainEndsBefore) {
    EXPECT_EQ(
        completed_text("a: open the listener\na: open the listener\n"),
        std::string("a: open the listener\na: send c0 00\n") + end + "a: open the listener\na: send c0 00\n" + end);
}

TEST(Completed, NothingIsSentOnAChannelThatIsNotOpen) {
    EXPECT_EQ(completed_text("b: send c0 00\n"), "");
    EXPECT_EQ(completed_text("a: open the listener\na: close by RST\na: send c0 00\na: read\n"),
              "a: open the listener\na: close by RST\n");
}

TEST(Completed, ThrowsAwayTheSessionsThatItMadeTheBrokerKeep) {
    const std::string older = completed_text("a: open the listener\na: send 10 r{ s'MQTT' 04 00 k60 s'{id}a' }\n");
    EXPECT_NE(older.find("z: send 10 r{ s'MQTT' 04 02"), std::string::npos) << older;
    EXPECT_NE(older.find("s'{id}a' }\nz: close"), std::string::npos) << older;
    const std::string newer =
        completed_text("a: open the listener\na: send 10 r{ s'MQTT' 05 02 k60 v{ 11 w60 } s'{id}a' }\n");
    EXPECT_NE(newer.find("z: send"), std::string::npos) << newer;
    const std::string clean = completed_text("a: open the listener\na: send 10 r{ s'MQTT' 05 02 k60 v{ } s'{id}a' }\n");
    EXPECT_EQ(clean.find("z:"), std::string::npos) << clean;
}

TEST(Completed, WhatOneHasSentIsAnsweredBeforeAnotherSends) {
    const std::string b = "b: open the listener\nb: send 10 r{ s'MQTT' 04 02 k60 s'{id}b' }\n";
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + b),
              std::string("a: open the listener\n") + connect +
                  "b: open the listener\na: barrier (PINGREQ, PINGRESP)\n"
                  "b: send 10 r{ s'MQTT' 04 02 k60 s'{id}b' } c0 00\n"
                  "b: close by close_notify and FIN\nb: read until the end\na: send c0 00\n" +
                  end);
}

TEST(Completed, KnowsWhereChannelsRace) {
    const auto ordered = [](const std::string& text) {
        return complete(*core::parse_steps(std::string("a: open the listener\n") + connect + text)).ordered;
    };
    const std::string b = "b: open the listener\nb: send 10 r{ s'MQTT' 04 02 k60 s'{id}b' }\n";
    EXPECT_TRUE(ordered(""));
    EXPECT_TRUE(ordered(b));
    EXPECT_TRUE(ordered("a: close by RST\n"));
    EXPECT_TRUE(ordered("a: read\na: close by RST\n" + b));
    EXPECT_FALSE(ordered("a: close by RST\n" + b));
    EXPECT_FALSE(ordered("a: send 30 r9 s'a'\n" + b));
    EXPECT_TRUE(ordered("a: send 30 r9 s'a'\na: close by close_notify and FIN\n" + b));
}

TEST(Completed, FramesOfItsOwnAreNotWaitedFor) {
    EXPECT_EQ(completed_text(std::string("a: open the listener\n") + connect + "a: read\n" +
                             "a: send frames 89 m{ }\na: read\n"),
              std::string("a: open the listener\n") + connect + "a: read\n" + "a: send frames 89 m{ }\n" + end);
}

TEST(Completed, SaysWhatIsBrokenFirst) {
    const auto broken = [](const std::string& packets) {
        const auto steps = core::parse_steps(std::string("a: open the listener\n") + connect + "a: send " + packets);
        return complete(*steps).broken;
    };
    EXPECT_EQ(broken("c0 00"), 0U);
    EXPECT_NE(broken("c1 00"), 0U);
    EXPECT_EQ(broken("c1 00"), broken("c0 00 c2 00 82 00"));
    EXPECT_NE(broken("c1 00"), broken("82 00"));
}

}  // namespace
}  // namespace gauntlet::fuzz::campaign
