#include "gauntlet/core/expectation.hpp"

#include <gtest/gtest.h>

namespace gauntlet::core {
namespace {

const Observation alert_45 = {.at = "x", .layer = Layer::tls, .kind = Kind::alert, .code = 45, .text = "", .facts = {}};

TEST(Pattern, UnsetFieldsMatchAnything) {
    EXPECT_TRUE(matches({}, alert_45));
}

TEST(Pattern, EveryFieldCanKeepItFromMatching) {
    EXPECT_TRUE(matches(alert({44, 45}), alert_45));
    EXPECT_FALSE(matches(alert({44}), alert_45));
    EXPECT_FALSE(matches({.layer = Layer::tcp, .kind = Kind::alert}, alert_45));
    EXPECT_FALSE(matches({.layer = Layer::tls, .kind = Kind::fin}, alert_45));
    Observation without_code = alert_45;
    without_code.code.reset();
    EXPECT_FALSE(matches(alert({45}), without_code));
}

TEST(Pattern, FactsMustBeThereAndHaveOneOfTheValues) {
    Observation o = alert_45;
    const Pattern p = with(alert(), "version", {"TLSv1.2", "TLSv1.3"});
    EXPECT_FALSE(matches(p, o));
    o.facts = {{"version", "TLSv1.1"}};
    EXPECT_FALSE(matches(p, o));
    o.facts = {{"version", "TLSv1.3"}};
    EXPECT_TRUE(matches(p, o));
}

TEST(Expectation, IsNegativeWhereARefusalPasses) {
    EXPECT_TRUE(is_negative({.rules = {expect_refusal("x")}}));
    EXPECT_TRUE(is_negative({.rules = {expect("x", broker_exit())}}));
    EXPECT_TRUE(is_negative({.rules = {expect("x", accepted())}, .negative = true}));
    EXPECT_FALSE(is_negative({.rules = {expect("x", accepted()), expect("y", packet(3))}}));
}

TEST(Expectation, TextNamesAlertsAndFacts) {
    EXPECT_EQ(
        to_text(expect_alert("connack", {45})),
        "connack: tls alert 45 certificate_expired; weak: tls alert, or fin, or rst, or http status, or mqtt connack");
    EXPECT_EQ(to_text(with(handshake_done(), "version", {"TLSv1.3"})), "tls accepted with version = TLSv1.3");
    EXPECT_EQ(to_text(if_reached(expect("x", Pattern{}))), "x: anything (if reached)");
}

}  // namespace
}  // namespace gauntlet::core
