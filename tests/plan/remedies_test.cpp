// A remedy is found by the ids of scenarios: one whose globs match none would never be shown.
#include <gtest/gtest.h>

#include <algorithm>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/record/glob.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

namespace gauntlet::plan {
namespace {

bool matches_any(const std::string& glob, const std::vector<core::Scenario>& scenarios,
                 const std::vector<core::Transport>& transports) {
    return std::ranges::any_of(scenarios, [&](const core::Scenario& scenario) {
        return record::glob_matches(glob, scenario.id()) ||
               std::ranges::any_of(scenario.transports, [&](core::Transport transport) {
                   return std::ranges::count(transports, transport) > 0 &&
                          record::glob_matches(glob, std::string(core::to_string(transport)) + "/" + scenario.id());
               });
    });
}

TEST(Remedies, EveryGlobMatchesAScenario) {
    const std::vector<core::Scenario> scenarios = scenarios::all();
    std::size_t count = 0;
    for (const broker::Adapter& adapter : broker::load_adapters(GAUNTLET_ADAPTERS))
        for (const broker::Remedy& remedy : adapter.remedies)
            for (const std::string& glob : remedy.scenarios) {
                EXPECT_TRUE(matches_any(glob, scenarios, adapter.transports)) << adapter.name << ": " << glob;
                ++count;
            }
    EXPECT_GT(count, 0U);
    EXPECT_FALSE(matches_any("no-such-family/*", scenarios, {core::Transport::mqtts}));
}

}  // namespace
}  // namespace gauntlet::plan
