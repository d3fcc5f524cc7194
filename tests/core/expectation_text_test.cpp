#include "gauntlet/core/expectation_text.hpp"

#include <gtest/gtest.h>

namespace gauntlet::core {
namespace {

void comes_back(const Pattern& pattern) {
    const auto back = parse_pattern(to_text(pattern));
    ASSERT_TRUE(back) << to_text(pattern) << ": " << back.error().text();
    EXPECT_EQ(*back, pattern) << to_text(pattern);
}

TEST(ExpectationText, EveryLayerKindAndCodeComesBack) {
    comes_back(Pattern{});
    for (std::size_t layer = 0; layer <= layer_names.size(); ++layer)
        for (std::size_t kind = 0; kind <= kind_names.size(); ++kind)
            for (const std::vector<int>& codes : {std::vector<int>{}, {45}, {0, 255, 45, 116}, {6}}) {
                Pattern pattern{.codes = codes};
                if (layer < layer_names.size())
                    pattern.layer = static_cast<Layer>(layer);
                if (kind < kind_names.size())
                    pattern.kind = static_cast<Kind>(kind);
                comes_back(pattern);
            }
}

TEST(ExpectationText, FactsComeBackWhateverTheirValues) {
    comes_back(with(handshake_done(), "version", {"TLSv1.3", "TLSv1.2"}));
    comes_back(with({}, "in-clear", {"none", "a,b", "or", "", "it's (so)", "x = y", "\xff", "mqtt", "9"}));
    comes_back(with(with(packet(3), "topic", {"as-sent"}), "qos", {"0"}));
}

TEST(ExpectationText, RulesComeBack) {
    const Rule rules[] = {
        expect("connack", accepted()),
        expect_refusal("connack"),
        expect_alert("connack", {45, 46}),
        if_reached(expect("x", Pattern{})),
        expect("end", {}, {fin()}),
        expect("a", {with(fin(), "close-notify", {"yes"}), rst()}, {with({}, "before", {"0"}), connack({5})}),
    };
    for (const Rule& rule : rules) {
        const auto back = parse_rule(to_text(rule));
        ASSERT_TRUE(back) << to_text(rule) << ": " << back.error().text();
        EXPECT_EQ(*back, rule) << to_text(rule);
    }
}

TEST(ExpectationText, AnAlertNeedsNoName) {
    const auto rule = parse_rule("connack: tls alert 45 or 46 certificate_unknown, or fin;weak: anything");
    ASSERT_TRUE(rule) << rule.error().text();
    EXPECT_EQ(*rule, expect("connack", {alert({45, 46}), fin()}, {Pattern{}}));
}

TEST(ExpectationText, WhatIsWrongHasAColumn) {
    struct Wrong {
        const char* text;
        std::size_t column;
        const char* says;
    };
    const Wrong all[] = {
        {"connack", 8, "':'"},
        {"connack: ", 10, "a pattern must stand here"},
        {"connack: mqtt refused", 15, "must end here"},
        {"connack: fin, or", 17, "a pattern must stand here"},
        {"connack: tls alert 45 certificate_unknown", 23, "must end here"},
        {"connack: mqtt connack 5 with = x", 30, "the name of a fact"},
        {"connack: mqtt connack 5 with qos = ", 36, "a value"},
        {"connack: mqtt connack 99999999999", 23, "a number from 0 to"},
    };
    for (const Wrong& wrong : all) {
        const auto rule = parse_rule(wrong.text);
        ASSERT_FALSE(rule) << wrong.text;
        EXPECT_EQ(rule.error().column, wrong.column) << rule.error().text();
        EXPECT_NE(rule.error().message.find(wrong.says), std::string::npos) << rule.error().text();
    }
}

}  // namespace
}  // namespace gauntlet::core
