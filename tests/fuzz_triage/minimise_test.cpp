#include "gauntlet/fuzz/triage/minimise.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "gauntlet/core/step_text.hpp"

namespace gauntlet::fuzz::triage {
namespace {

namespace asio = boost::asio;

Session session(const std::string& text) {
    const auto steps = core::parse_steps(text);
    EXPECT_TRUE(steps) << steps.error().text();
    return *steps;
}

std::string text_of(const Sessions& sessions) {
    std::string text;
    for (const Session& each : sessions)
        text += core::to_text(each) + "--\n";
    return text;
}

asio::awaitable<bool> answer(bool value) {
    co_return value;
}

struct Minimised {
    Sessions sessions;
    int questions = 0;
};

// With a predicate on the text of the sessions; the first question may be asked of the whole.
Minimised minimised(Sessions sessions, const std::function<bool(const std::string&)>& still, Budget budget = {}) {
    Minimised result;
    const Predicate predicate = [&](const Sessions& candidate) {
        ++result.questions;
        return answer(still(text_of(candidate)));
    };
    asio::io_context io;
    std::exception_ptr error;
    asio::co_spawn(io, minimise(std::move(sessions), predicate, budget), [&](std::exception_ptr e, Sessions best) {
        error = e;
        result.sessions = std::move(best);
    });
    io.run();
    if (error)
        std::rethrow_exception(error);
    EXPECT_TRUE(still(text_of(result.sessions)));
    return result;
}

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

const char* const connecting =
    "a: open the listener\na: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }\na: read -> connack\n"
    "b: open the listener\nb: send 10 r{ s'MQTT' 04 02 k60 s'{id}b' }\nb: read -> other\n";

TEST(Minimise, LeavesOneSessionOneConnectionOneStep) {
    const Sessions many(9, session(connecting));
    Sessions sessions = many;
    sessions[4] = session(std::string(connecting) + "a: send 82 r{ i1 s'magic' 00 }\nb: barrier\na: close by RST\n");
    const Minimised result = minimised(sessions, [](const std::string& text) { return has(text, "'magic'"); });
    ASSERT_EQ(result.sessions.size(), 1U);
    EXPECT_EQ(text_of(result.sessions), "a: send r{ s'magic' }\n--\n");
}

TEST(Minimise, KeepsTwoSessionsThatNeedEachOther) {
    Sessions sessions(8, session(connecting));
    sessions[1].push_back(core::Send{"a", "30 r{ s'first' }"});
    sessions[6].push_back(core::Send{"a", "30 r{ s'second' }"});
    const Minimised result =
        minimised(sessions, [](const std::string& text) { return has(text, "first") && has(text, "second"); });
    EXPECT_EQ(result.sessions.size(), 2U);
    EXPECT_EQ(text_of(result.sessions), "a: send r{ s'first' }\n--\na: send r{ s'second' }\n--\n");
}

// A predicate that wants whole conversations: the connection's own steps stay.
TEST(Minimise, DropsTheOtherConnectionAndOtherPackets) {
    Sessions sessions{session(std::string(connecting) +
                              "a: send c0 r0 82 r{ i1 s'a/b' 00 } 32 r{ s't' i7 'payload' } c0 r0\na: barrier\n")};
    const Minimised result = minimised(sessions, [](const std::string& text) {
        return has(text, "a: open") && has(text, "10 r{ s'MQTT' 04 02 k60") && has(text, "82 r{ i1 s'a/b'");
    });
    EXPECT_EQ(text_of(result.sessions),
              "a: open the listener\na: send 10 r{ s'MQTT' 04 02 k60 }\na: send 82 r{ i1 s'a/b' }\n--\n");
}

TEST(Minimise, FindsThePacketInRawBytes) {
    // PINGREQ, PUBLISH QoS 1 with topic abc, identifier 7 and payload xyz, PINGREQ
    Sessions sessions{session("a: open the listener\na: send c000 320a 0003616263 0007 78797a c000\n")};
    const Minimised result = minimised(sessions, [](const std::string& text) { return has(text, "i7"); });
    EXPECT_EQ(text_of(result.sessions), "a: send r{ i7 }\n--\n");
}

TEST(Minimise, ShortensBytesRepetitionsAndWrites) {
    Sessions sessions{session("a: send byte by byte 30 r{ s'a long topic' 'and a longer payload' }\n")};
    const Minimised result = minimised(
        sessions, [](const std::string& text) { return has(text, "30 r{") && text.find('g') != std::string::npos; });
    EXPECT_EQ(text_of(result.sessions), "a: send 30 r{ 'g' }\n--\n");
}

TEST(Minimise, KeepsPlaceholdersWhole) {
    Sessions sessions{session("a: send 10 r{ s'MQTT' 04 02 k60 s'pre{id}post' }\n")};
    const Minimised result = minimised(sessions, [](const std::string& text) { return has(text, "{id}"); });
    EXPECT_EQ(text_of(result.sessions), "a: send r{ s'{id}' }\n--\n");
}

// As a campaign finds them: several packets in one step, some of them wrong.
TEST(Minimise, TakesPacketsOfOneStepApart) {
    const Sessions sessions{session(
        "a: open the listener\na: send 10 r{ s'MQTT' 05 02 k60 v{ } s{ } }\n"
        "a: send 34 r{ s'{topic}' i1 v{ } 'x' } 82 r{ i22416 v{ 26 s'1234' s'%s%n' } s'+/+' } 82 r{ i14521 v{ 1a "
        "s'\\xc2\\x85' } s'{topic}' 00 s't' 02 } 34 r{ s'{topic}' i36281 v{ } 030f } 82 r{ i21178 v{ 26 "
        "s'\\xc2\\x85' s'1234' } s'{topic}/1' 00 } c0 00\n")};
    const Minimised result =
        minimised(sessions, [](const std::string& text) { return has(text, "05 02") && has(text, "s'+/+' }"); });
    EXPECT_EQ(text_of(result.sessions), "a: send r{ 05 02 }\na: send r{ s'+/+' }\n--\n");
}

TEST(Minimise, MakesALengthTrueThatTakesWhatFollows) {
    Sessions sessions{session("a: send 30 r209 s'magic' 'x' 82 r{ i1 s'a' 00 } c0 r0\n")};
    const Minimised result = minimised(sessions, [](const std::string& text) { return has(text, "magic"); });
    EXPECT_EQ(text_of(result.sessions), "a: send r{ s'magic' }\n--\n");
}

TEST(Minimise, LeavesSessionsWholeWhereItMust) {
    Sessions sessions(8, session(connecting));
    sessions[3].push_back(core::Send{"a", "30 r{ s'magic' }"});
    const Sessions expected{sessions[3]};
    const Predicate has_magic = [](const Sessions& candidate) { return answer(has(text_of(candidate), "magic")); };
    asio::io_context io;
    Sessions smallest;
    asio::co_spawn(io, minimise(sessions, has_magic, {}, Depth::sessions),
                   [&smallest](std::exception_ptr, Sessions best) { smallest = std::move(best); });
    io.run();
    EXPECT_EQ(smallest, expected);
}

TEST(Minimise, StaysWithinItsBudget) {
    const Sessions sessions(40, session(connecting));
    const Minimised result = minimised(
        sessions, [](const std::string& text) { return has(text, "{id}b"); }, Budget{.questions = 10});
    EXPECT_LE(result.questions, 10);
    EXPECT_LT(result.sessions.size(), sessions.size());
}

// Whatever can be left out at all is left out: nothing in the result can go.
TEST(Minimise, EndsAtAMinimum) {
    Sessions sessions(3, session(std::string(connecting) + "pause 5 ms\na: barrier\n"));
    const auto still = [](const std::string& text) { return has(text, "pause 5 ms\n") && has(text, "read  -> other"); };
    const Minimised result = minimised(sessions, still);
    EXPECT_EQ(text_of(result.sessions), "b: read  -> other\npause 5 ms\n--\n");
}

TEST(SendsOf, CountsPackets) {
    EXPECT_EQ(sends_of({session("a: send c0 r0 c000 e000\na: barrier\na: send 30 r{ s'x' }\n")}), 4U);
    EXPECT_EQ(sends_of({}), 0U);
}

}  // namespace
}  // namespace gauntlet::fuzz::triage
