#include "gauntlet/core/step_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::core {
namespace {

// Every value of every field, in a step that is otherwise plain.
std::vector<Step> every_step() {
    std::vector<Step> steps;
    for (const Door door : {Door::listener, Door::second_listener, Door::plain_listener, Door::one_way_listener})
        for (const Engine engine : {Engine::of_door, Engine::tcp, Engine::tls})
            steps.push_back(Open{.channel = "b", .door = door, .engine = engine});
    steps.push_back(Open{.client = "good", .at = "", .upgrade = ""});
    steps.push_back(Open{.client = "it's \\ a name", .at = "", .upgrade = "upgrade-2"});
    steps.push_back(Open{.channel = "c", .client = "x", .at = "h", .upgrade = "u"});
    for (const Split split : {Split::whole, Split::bytes, Split::fragments})
        for (const As as : {As::data, As::frames})
            steps.push_back(Send{"a", "10 r{ s'MQTT' 04 02 k60 s'{id}a' } c0*3", split, as});
    steps.push_back(Send{"a", ""});
    steps.push_back(Send{"a", "'a  b # c \\' \\\\ \\x7b {topic}/x  -> y' { 00*2 }*3"});
    steps.push_back(Read{"a", "", false});
    steps.push_back(Read{"channel-2", "connack", true});
    steps.push_back(Barrier{"a", ""});
    steps.push_back(Barrier{"a", "handled"});
    steps.push_back(Pause{std::chrono::milliseconds(0)});
    steps.push_back(Pause{std::chrono::milliseconds(1500)});
    for (const CloseHow how : {CloseHow::orderly, CloseHow::notify, CloseHow::fin, CloseHow::rst})
        steps.push_back(Close{"a", how});
    steps.push_back(Search{"a", {"one"}, ""});
    steps.push_back(Search{"a", {"one, 'two'", "{id}\n", "\xff\\"}, "seen"});
    steps.push_back(Crowd{200, "10 r{ s'MQTT -> x' 04 02 k60 s'{id}' }", "", ""});
    steps.push_back(Crowd{1, "c0 r0", "good", "crowd"});
    steps.push_back(Measure{.at = "warm"});
    steps.push_back(Measure{.at = "", .since = "warm", .cpu = std::chrono::milliseconds(100)});
    steps.push_back(Measure{"idle", "warm", std::chrono::milliseconds(0), 4096, 8});
    steps.push_back(Reload{{}, ""});
    steps.push_back(Reload{{recipe::crls()[0], recipe::crls()[1]}, "reload"});
    steps.push_back(Boot{});
    steps.push_back(Boot{""});
    return steps;
}

TEST(StepText, EveryFieldOfEveryStepComesBack) {
    for (const Step& step : every_step()) {
        const std::string text = to_text(step);
        const auto back = parse_step(text);
        ASSERT_TRUE(back) << text << ": " << back.error().text();
        EXPECT_EQ(*back, step) << text;
        EXPECT_EQ(to_text(*back), text);
    }
}

TEST(StepText, AListComesBack) {
    const auto back = parse_steps(to_text(every_step()));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(*back, every_step());
}

TEST(StepText, NotationOfSeveralLinesBecomesOne) {
    const Step step = Send{"a", "10 r{  # CONNECT's \n\t s'a\tb\nc'\r\n}  "};
    EXPECT_EQ(to_text(step), "a: send 10 r{ s'a\\x09b\\x0ac' }");
    const auto back = parse_step(to_text(step));
    ASSERT_TRUE(back);
    EXPECT_EQ(to_text(*back), to_text(step));
}

TEST(StepText, PeopleMayWriteItTheirWay) {
    const auto steps = parse_steps(
        "# a comment\n\n  a :open the listener->x ,the upgrade->  y\r\n\ta: barrier\n"
        "a: send c0 r0 # PINGREQ\npause  3 ms");
    ASSERT_TRUE(steps) << steps.error().text();
    const std::vector<Step> expected{Open{.at = "x", .upgrade = "y"}, Barrier{"a", ""}, Send{"a", "c0 r0"},
                                     Pause{std::chrono::milliseconds(3)}};
    EXPECT_EQ(*steps, expected);
}

struct Wrong {
    const char* text;
    std::size_t line;
    std::size_t column;
    const char* says;
};

TEST(StepText, WhatIsWrongHasLineColumnAndRemedy) {
    const Wrong all[] = {
        {"a: open the window", 1, 9, "'the listener', 'the second listener'"},
        {"a: opened", 1, 4, "open, send, read, barrier"},
        {"a open the listener", 1, 3, "':'"},
        {": read", 1, 1, "the name of a channel"},
        {"\n\na: read -> ", 3, 12, "a label must stand here"},
        {"a: read until the end twice", 1, 23, "the line must end here"},
        {"a: open the listener as client good", 1, 32, "in quotes"},
        {"a: open the listener as client 'good", 1, 32, "has no end"},
        {"a: open the listener as client 'g\\q'", 1, 32, "\\xNN"},
        {"a: read\na: send 10 r{ 00", 2, 13, "has no }"},
        {"a: send s'{idd}' 00", 1, 11, "{id}, {topic}, {run}, {user}, {password}"},
        {"a: send s'{id' 00", 1, 11, "{id}"},
        {"a: send s'{id}' 0", 1, 17, ""},
        {"a: close by magic", 1, 13, "'RST'"},
        {"pause 10", 1, 9, "'ms'"},
        {"pause soon", 1, 7, "a number from 0 to"},
        {"pause -1 ms", 1, 7, "a number from 0 to"},
        {"pause 99999999999 ms", 1, 7, "a number from 0 to"},
        {"a: search the bytes on the wire for", 1, 36, "in quotes"},
        {"200 clients at once: send c0 r0", 1, 5, "'clients in turn'"},
        {"3 clients in turn: send 10 r{  -> crowd", 1, 29, "has no }"},
        {"measure the broker since warm, at most 3 apples", 1, 42, "ms, KiB, descriptors"},
        {"reload with crl/none -> x", 1, 13, "no CRL of this name"},
        {"start the broker now", 1, 18, "the line must end here"},
    };
    for (const Wrong& wrong : all) {
        const auto steps = parse_steps(wrong.text);
        ASSERT_FALSE(steps) << wrong.text;
        EXPECT_EQ(steps.error().line, wrong.line) << wrong.text << ": " << steps.error().text();
        EXPECT_EQ(steps.error().column, wrong.column) << wrong.text << ": " << steps.error().text();
        EXPECT_NE(steps.error().message.find(wrong.says), std::string::npos) << steps.error().text();
    }
}

// Texts that are not steps end in an error, never in a crash: every prefix, and every byte replaced.
TEST(StepText, AnyTextIsReadOrRefused) {
    for (const Step& step : every_step()) {
        const std::string text = to_text(step);
        for (std::size_t i = 0; i < text.size(); ++i) {
            parse_step(text.substr(0, i));
            for (const char c : {'\'', '{', '\\', ' ', '\0', '9', '\xff', '>'}) {
                std::string other = text;
                other[i] = c;
                const auto back = parse_step(other);
                EXPECT_TRUE(!back || parse_step(to_text(*back))) << other;
            }
        }
    }
}

}  // namespace
}  // namespace gauntlet::core
