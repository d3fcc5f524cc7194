// The fields of the real scenarios: that a check can fail is promised for every check, and by every flaw for something.
#include "gauntlet/scenarios/catalogue.hpp"

#include <gtest/gtest.h>

#include <set>

#include "gauntlet/selftest/expected.hpp"
#include "gauntlet/selftest/laws.hpp"

namespace gauntlet::selftest {
namespace {

const std::vector<core::Scenario>& scenarios() {
    static const std::vector<core::Scenario> list = scenarios::all();
    return list;
}

TEST(Catalogue, EveryFlawIsNamedByAScenarioOrIsALaws) {
    std::set<core::Flaw> named;
    for (const core::Scenario& scenario : scenarios())
        for (const core::ProvedBy& proof : scenario.flaws)
            named.insert(proof.flaw);
    for (std::size_t i = 0; i < core::flaw_count; ++i) {
        const auto flaw = static_cast<core::Flaw>(i);
        EXPECT_TRUE(named.contains(flaw) || law_of(flaw)) << core::name_of(flaw);
    }
}

TEST(Catalogue, LawsAreFewAndGiveTheirReason) {
    EXPECT_LE(law_flaws().size(), 7U);
    for (const LawFlaw& law : law_flaws())
        EXPECT_FALSE(law.reason.empty()) << core::name_of(law.flaw);
}

// What a flaw causes must be told from what the correct broker does.
TEST(Catalogue, WhatAFlawIsNamedWithTurnsTheScenarioRed) {
    const Fields fields(scenarios());
    for (const core::Scenario& scenario : scenarios())
        for (const core::ProvedBy& proof : scenario.flaws) {
            const Expected expected = expected_of(scenario, proof.flaw, fields);
            EXPECT_EQ(expected.by, Expected::By::field);
            ASSERT_EQ(expected.verdicts.size(), 1U);
            if (scenario.level != core::Level::observe) {
                EXPECT_TRUE(expected.verdicts[0] == core::Verdict::fail || expected.verdicts[0] == core::Verdict::weak)
                    << scenario.id();
            }
        }
}

}  // namespace
}  // namespace gauntlet::selftest
