#include "gauntlet/core/lint.hpp"

#include <gtest/gtest.h>

#include "gauntlet/core/conversation.hpp"

namespace gauntlet::core {
namespace {

Scenario good() {
    Scenario s;
    s.check = "family/check";
    s.title = s.why = s.mend = "text";
    s.clauses = {"RFC 5280 6.1"};
    s.profile.name = "p";
    s.stimulus.steps = connecting(s.profile);
    s.expectation.rules = {expect("connack", accepted())};
    s.flaws = {{Flaw::accepts_any_issuer, "connack", accepted()}};
    return s;
}

TableFault fault(const Scenario& s) {
    return table_fault({s});
}

TEST(Lint, GoodScenarioPasses) {
    EXPECT_EQ(fault(good()), TableFault::none);
}

TEST(Lint, IdsAreStablePaths) {
    for (const char* id : {"a/b", "one-way/serves-leaf/tls-1-3", "a1/2"})
        EXPECT_TRUE(is_id(id)) << id;
    for (const char* id : {"", "a", "a/", "/a", "a//b", "A/b", "a/b_c", "a/b c", "a/b/"})
        EXPECT_FALSE(is_id(id)) << id;
}

TEST(Lint, EachFaultIsFound) {
    const auto with = [](auto change) {
        Scenario s = good();
        change(s);
        return fault(s);
    };
    EXPECT_EQ(with([](Scenario& s) { s.check = "Family/x"; }), TableFault::malformed_id);
    EXPECT_EQ(with([](Scenario& s) { s.title = ""; }), TableFault::no_text);
    EXPECT_EQ(with([](Scenario& s) { s.why = ""; }), TableFault::no_text);
    EXPECT_EQ(with([](Scenario& s) { s.mend = ""; }), TableFault::no_text);
    EXPECT_EQ(with([](Scenario& s) { s.clauses.clear(); }), TableFault::no_clause);
    EXPECT_EQ(with([](Scenario& s) { s.level = Level::observe; }), TableFault::observe_with_clause);
    EXPECT_EQ(with([](Scenario& s) { s.flaws.clear(); }), TableFault::no_flaw);
    EXPECT_EQ(with([](Scenario& s) { s.capabilities = {"flying"}; }), TableFault::unknown_capability);
    EXPECT_EQ(with([](Scenario& s) { s.stimulus.steps.clear(); }), TableFault::no_steps);
    EXPECT_EQ(with([](Scenario& s) { s.expectation.rules.clear(); }), TableFault::no_expectation);
    EXPECT_EQ(with([](Scenario& s) { s.expectation.rules[0].at = "nowhere"; }), TableFault::rule_without_step);
    EXPECT_EQ(with([](Scenario& s) { s.expectation.rules[0].pass.clear(); }), TableFault::rule_without_step);
    EXPECT_EQ(with([](Scenario& s) { s.flaws[0].at = "nowhere"; }), TableFault::rule_without_step);
    EXPECT_EQ(with([](Scenario& s) { std::get<Open>(s.stimulus.steps[0]).client = "stranger"; }),
              TableFault::unknown_client);
    EXPECT_EQ(with([](Scenario& s) { s.stimulus.steps.push_back(Read{"a", "connack"}); }), TableFault::duplicate_label);
    EXPECT_EQ(with([](Scenario& s) { std::get<Open>(s.stimulus.steps[0]).upgrade = "connack"; }),
              TableFault::duplicate_label);
    EXPECT_EQ(with([](Scenario& s) {
                  std::get<Open>(s.stimulus.steps[0]).upgrade = "upgrade";
                  s.expectation.rules[0].at = "upgrade";
                  s.flaws[0].at = "upgrade";
              }),
              TableFault::none);
    EXPECT_EQ(with([](Scenario& s) { s.stimulus.steps.push_back(Boot{}); }), TableFault::boot_not_first);
    EXPECT_EQ(with([](Scenario& s) {
                  s.exclusive = true;
                  s.stimulus.steps.push_back(Crowd{.clients = 1, .client = "stranger"});
              }),
              TableFault::unknown_client);
    EXPECT_EQ(with([](Scenario& s) {
                  s.control = Control{.stimulus = s.stimulus, .at = "nowhere", .profile = std::nullopt};
              }),
              TableFault::rule_without_step);
}

TEST(Lint, WhoMeasuresOrReloadsHasTheBrokerForItself) {
    for (const Step& step : {Step(Crowd{}), Step(Measure{.at = "m"}), Step(Reload{})}) {
        Scenario s = good();
        s.stimulus.steps.push_back(step);
        EXPECT_EQ(fault(s), TableFault::not_exclusive);
        s.exclusive = true;
        EXPECT_EQ(fault(s), TableFault::none);
        Scenario in_control = good();
        in_control.control = Control{.stimulus = s.stimulus, .at = "connack", .profile = std::nullopt};
        EXPECT_EQ(fault(in_control), TableFault::not_exclusive);
    }
}

TEST(Lint, AReadingIsComparedWithAnEarlierOne) {
    const auto with = [](std::vector<Step> steps) {
        Scenario s = good();
        s.exclusive = true;
        s.stimulus.steps.insert(s.stimulus.steps.end(), steps.begin(), steps.end());
        return fault(s);
    };
    EXPECT_EQ(with({Measure{.at = "one"}, Measure{.at = "two", .since = "one"}}), TableFault::none);
    EXPECT_EQ(with({Measure{.at = "two", .since = "one"}, Measure{.at = "one"}}), TableFault::unknown_reading);
    EXPECT_EQ(with({Measure{.at = "two", .since = "two"}}), TableFault::unknown_reading);
    EXPECT_EQ(with({Measure{.at = "two", .since = "connack"}}), TableFault::unknown_reading);
}

TEST(Lint, TableHasOneFamilyAndNoDuplicates) {
    Scenario other = good();
    EXPECT_EQ(table_fault({good(), other}), TableFault::duplicate_id);
    other.variant = "tls-1-2";
    EXPECT_EQ(table_fault({good(), other}), TableFault::none);
    other.check = "another/check";
    EXPECT_EQ(table_fault({good(), other}), TableFault::other_family);
}

}  // namespace
}  // namespace gauntlet::core
