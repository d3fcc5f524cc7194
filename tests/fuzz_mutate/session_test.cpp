#include "gauntlet/fuzz/mutate/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gauntlet/core/step_text.hpp"
#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

namespace mqtt = wire::mqtt;

constexpr const char* connect_5 = "10 r{ s'MQTT' 05 02 k60 v{ } s'{id}a' }";

Steps steps_of(const std::string& text) {
    const auto steps = core::parse_steps(text);
    EXPECT_TRUE(steps) << (steps ? "" : steps.error().text());
    return steps ? *steps : Steps();
}

Steps session() {
    return steps_of(std::string("a: open the listener\na: send ") + connect_5 +
                    "\na: read\na: send 32 r{ s'{topic}' i1 v{ } 'x' } 82 r{ i2 v{ } s'{topic}' 01 }\n");
}

std::size_t opens(const Steps& steps) {
    return static_cast<std::size_t>(
        std::ranges::count_if(steps, [](const core::Step& s) { return std::holds_alternative<core::Open>(s); }));
}

std::size_t packets(const Steps& steps) {
    std::size_t count = 0;
    for (const core::Step& step : steps)
        if (const auto* send = std::get_if<core::Send>(&step)) {
            mqtt::Decoder stream({mqtt::Version::v5_0, mqtt::Sender::client}, 1 << 20);
            stream.feed(*literal_bytes(send->bytes));
            while (stream.next())
                ++count;
        }
    return count;
}

bool sends_frames(const Steps& steps) {
    return std::ranges::any_of(steps, [](const core::Step& step) {
        const auto* send = std::get_if<core::Send>(&step);
        return send != nullptr && send->as == core::As::frames;
    });
}

TEST(LiteralNotation, StandsForTheSameBytesAndKeepsPlaceholders) {
    for (const char* notation :
         {connect_5, "32 r{ s'{topic}/{run}' i1 v{ 26 s'a' s'b' } '{user}' }", "82 r{ i1 v{ } s'{topic}' 01 }",
          "10 r{ s'MQTT' 05 06 k60 v{ } s'{id}a' v{ 18 w5 } s'{topic}' s'x' }", "30 r200/3 s9 'a'", "f0 00",
          "32 r4 s9"}) {
        const auto bytes = literal_bytes(notation);
        ASSERT_TRUE(bytes) << notation;
        const std::string again = literal_notation(*bytes, {mqtt::Version::v5_0, mqtt::Sender::client});
        EXPECT_EQ(literal_bytes(again), bytes) << notation << " became " << again;
        EXPECT_EQ(std::ranges::count(again, '{'), std::ranges::count(std::string_view(again), '}'));
        if (std::string_view(notation).find("{topic}") != std::string_view::npos) {
            EXPECT_NE(again.find("{topic}"), std::string::npos) << again;
        }
    }
}

TEST(LiteralNotation, LengthsAreComputedOnlyWhereTheyAreTrue) {
    const mqtt::Context context{mqtt::Version::v3_1_1, mqtt::Sender::client};
    EXPECT_EQ(literal_notation(*literal_bytes("30 r{ s'{topic}' 'x' }"), context), "30 r{ s'{topic}' 'x' }");
    EXPECT_EQ(literal_notation(*literal_bytes("30 r99 s'{topic}' 'x'"), context), "30 r99 s'{topic}' 'x'");
    EXPECT_EQ(literal_notation(*literal_bytes("30 r{ s'\\\\{id}' }"), context), "30 r{ s'\\\\{id}' }");
}

TEST(MutateSession, WhatItWritesCanBeReadAndSent) {
    Random random(1);
    Steps steps = session();
    for (int i = 0; i < 3000; ++i) {
        const Steps mutated = mutate_session(i % 50 == 0 ? session() : steps, {.frames = true}, random);
        const std::string text = core::to_text(mutated);
        const auto again = core::parse_steps(text);
        ASSERT_TRUE(again) << text << again.error().text();
        ASSERT_EQ(core::to_text(*again), text);
        steps = mutated;
    }
}

TEST(MutateSession, TheSameSeedGivesTheSameSession) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random one(seed);
        Random two(seed);
        EXPECT_EQ(core::to_text(mutate_session(session(), {}, one)), core::to_text(mutate_session(session(), {}, two)));
    }
}

TEST(MutateSession, AlmostAlwaysChangesSomething) {
    Random random(2);
    int same = 0;
    for (int i = 0; i < 1000; ++i)
        same += core::to_text(mutate_session(session(), {}, random)) == core::to_text(session()) ? 1 : 0;
    EXPECT_LT(same, 50);
}

TEST(MutateSession, WithoutThePlaneThereIsNoneOfIt) {
    Random random(3);
    const Scope packets_only{.sequences = false, .connections = false, .unauthenticated = false};
    for (int i = 0; i < 2000; ++i) {
        const Steps mutated = mutate_session(session(), packets_only, random);
        EXPECT_EQ(opens(mutated), 1U);
        EXPECT_FALSE(sends_frames(mutated));
        EXPECT_EQ(std::get<core::Send>(mutated.at(1)).bytes, connect_5);
    }
}

TEST(MutateSession, EveryPlaneComes) {
    Random random(4);
    bool clients = false;
    bool frames = false;
    bool longer = false;
    bool login = false;
    for (int i = 0; i < 2000; ++i) {
        const Steps mutated = mutate_session(session(), {.frames = true}, random);
        clients = clients || opens(mutated) > 1;
        frames = frames || sends_frames(mutated);
        longer = longer || mutated.size() > session().size();
        const auto* send = mutated.size() > 1 ? std::get_if<core::Send>(&mutated[1]) : nullptr;
        login = login || (send != nullptr && send->bytes != connect_5);
    }
    EXPECT_TRUE(clients && frames && longer && login) << clients << frames << longer << login;
}

TEST(MutateSession, StaysWithinItsLimits) {
    Random random(5);
    Steps steps = session();
    for (int i = 0; i < 500; ++i) {
        steps = mutate_session(steps, {.packets = 8, .clients = 3}, random);
        ASSERT_LE(opens(steps), 3U);
        if (steps.size() < 3)
            steps = session();
    }
    Steps growing = session();
    for (int i = 0; i < 100; ++i) {
        const Steps next =
            mutate_session(growing, {.connections = false, .unauthenticated = false, .packets = 8}, random);
        if (packets(next) > packets(growing))
            growing = next;
    }
    EXPECT_GT(packets(growing), 3U);
    // A packet whose length was changed may read as many.
    EXPECT_LE(packets(growing), 100U);
}

TEST(CrossSessions, TakesPacketsOfTheOther) {
    const Steps other = steps_of("a: open the listener\na: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' } c0 00\n");
    Random random(6);
    for (int i = 0; i < 20; ++i)
        EXPECT_NE(core::to_text(cross_sessions(session(), other, {}, random)).find("c0 r"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::fuzz::mutate
