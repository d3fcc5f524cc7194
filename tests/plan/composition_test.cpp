#include "gauntlet/plan/composition.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "some.hpp"

namespace gauntlet::plan {
namespace {

using core::Verdict;

const core::Profile one_way = some_profile("one-way");
const core::Profile mutual = [] {
    core::Profile profile = some_profile("mutual");
    profile.client_authentication = core::ClientAuthentication::required;
    return profile;
}();

std::vector<std::string> ids(const Composition& composition) {
    std::vector<std::string> list;
    for (const PlannedCell& cell : composition.cells)
        list.push_back(cell.id);
    return list;
}

std::vector<std::string> profiles(const PlannedInstance& instance) {
    std::vector<std::string> names;
    for (const PlannedListener& listener : instance.listeners)
        names.push_back(listener.profile->name);
    return names;
}

TEST(Composition, CellsAreScenarioByBrokerByTransportSortedById) {
    std::vector<core::Scenario> scenarios{some_scenario("b/x", one_way), some_scenario("a/x", one_way)};
    scenarios[1].transports = {core::Transport::mqtt, core::Transport::mqtts, core::Transport::wss};
    const std::vector<Candidate> candidates{some_candidate("two"), some_candidate("one")};
    EXPECT_EQ(ids(compose(scenarios, candidates, {})),
              (std::vector<std::string>{"one/mqtt/a/x", "one/mqtts/a/x", "one/mqtts/b/x", "two/mqtt/a/x",
                                        "two/mqtts/a/x", "two/mqtts/b/x"}));
}

TEST(Composition, OneInstanceCarriesAllProfilesWhereTheBrokerCan) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", mutual),
                                                some_scenario("a/z", one_way)};
    const std::vector<Candidate> candidates{some_candidate("many")};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 1U);
    EXPECT_EQ(profiles(composition.instances[0]), (std::vector<std::string>{"one-way", "mutual"}));
    EXPECT_EQ(composition.instances[0].cells, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Composition, OneInstanceForEachProfileWhereTheBrokerHasOneListener) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", mutual),
                                                some_scenario("a/z", one_way)};
    const std::vector<Candidate> candidates{some_candidate("single", false)};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 2U);
    EXPECT_EQ(profiles(composition.instances[0]), (std::vector<std::string>{"one-way"}));
    EXPECT_EQ(composition.instances[0].cells, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(profiles(composition.instances[1]), (std::vector<std::string>{"mutual"}));
}

TEST(Composition, OneInstanceCarriesAProfileOverAllTransportsWhereTheBrokerHasOneProfile) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", mutual)};
    for (core::Scenario& scenario : scenarios)
        scenario.transports = {core::Transport::mqtt, core::Transport::mqtts};
    std::vector<Candidate> candidates{some_candidate("node", false)};
    candidates[0].many_transports = true;
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 2U);
    EXPECT_EQ(profiles(composition.instances[0]), (std::vector<std::string>{"one-way", "one-way"}));
    EXPECT_EQ(composition.instances[0].cells, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(profiles(composition.instances[1]), (std::vector<std::string>{"mutual", "mutual"}));
}

TEST(Composition, ACapabilityMayBeAbsentOverOneTransport) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", mutual)};
    scenarios[0].transports = {core::Transport::mqtt, core::Transport::mqtts};
    std::vector<Candidate> candidates{some_candidate("one")};
    candidates[0].lacks = [](std::string_view, core::Transport transport) {
        return transport == core::Transport::mqtt ? std::optional(Excuse{core::Verdict::unsupported, "not over mqtt"})
                                                  : std::nullopt;
    };
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.cells.size(), 2U);
    EXPECT_TRUE(composition.cells[0].excuse);
    EXPECT_FALSE(composition.cells[1].excuse);
}

TEST(Composition, BrokersShareNothing) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way)};
    const std::vector<Candidate> candidates{some_candidate("one"), some_candidate("two")};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 2U);
    EXPECT_EQ(composition.instances[0].broker, 0U);
    EXPECT_EQ(composition.instances[1].broker, 1U);
}

TEST(Composition, EachTransportOfAProfileIsAListenerOfItsOwn) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way)};
    scenarios[0].transports = {core::Transport::mqtt, core::Transport::mqtts};
    const std::vector<Candidate> candidates{some_candidate("many")};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 1U);
    EXPECT_EQ(composition.instances[0].listeners.size(), 2U);
}

TEST(Composition, ExclusiveAndBootingScenariosHaveAnInstanceOfTheirOwn) {
    std::vector<core::Scenario> scenarios{some_scenario("a/exclusive", one_way),
                                          some_booting_scenario("a/boot", mutual), some_scenario("a/shared", one_way)};
    scenarios[0].exclusive = true;
    const std::vector<Candidate> candidates{some_candidate("many")};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.instances.size(), 1U);
    EXPECT_EQ(composition.instances[0].cells, (std::vector<std::size_t>{2}));
    EXPECT_EQ(profiles(composition.instances[0]), (std::vector<std::string>{"one-way"}));
    EXPECT_FALSE(composition.cells[0].instance);
    EXPECT_FALSE(composition.cells[1].instance);
    EXPECT_FALSE(composition.cells[0].excuse);
}

TEST(Composition, AnAbsentCapabilityMakesTheCellUnsupportedAndNeedsNoListener) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", mutual)};
    const std::vector<Candidate> candidates{some_candidate("b", true, {"client-authentication"})};
    const Composition composition = compose(scenarios, candidates, {});
    ASSERT_EQ(composition.cells.size(), 1U);
    EXPECT_EQ(composition.cells[0].excuse, (Excuse{Verdict::unsupported, "has no client-authentication"}));
    EXPECT_TRUE(composition.instances.empty());
}

TEST(Composition, WhatNobodyCanMendOutweighsWhatTheUserCouldGive) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way)};
    scenarios[0].capabilities = {"client-ca", "restart"};
    std::vector<Candidate> candidates{some_candidate("b")};
    candidates[0].lacks = [](std::string_view capability, core::Transport) -> std::optional<Excuse> {
        if (capability == "client-ca")
            return Excuse{Verdict::skipped, "not given"};
        if (capability == "restart")
            return Excuse{Verdict::unsupported, "not ours"};
        return std::nullopt;
    };
    EXPECT_EQ(compose(scenarios, candidates, {}).cells[0].excuse, (Excuse{Verdict::unsupported, "not ours"}));
    scenarios[0].capabilities = {"client-ca"};
    EXPECT_EQ(compose(scenarios, candidates, {}).cells[0].excuse, (Excuse{Verdict::skipped, "not given"}));
}

TEST(Composition, ABrokerThatIsNotInstalledIsSkippedAsAWhole) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", mutual)};
    std::vector<Candidate> candidates{some_candidate("b", true, {"client-authentication"})};
    candidates[0].absent = Excuse{Verdict::skipped, "not installed: apt-get install b"};
    for (const PlannedCell& cell : compose(scenarios, candidates, {}).cells)
        EXPECT_EQ(cell.excuse, candidates[0].absent);
}

TEST(Composition, AListenerThatIsSetUpAlreadyServesOnlyWhatSuitsIt) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", mutual)};
    std::vector<Candidate> candidates{some_candidate("external")};
    candidates[0].ours = false;
    candidates[0].unsuited = [](const core::Scenario& scenario) {
        return scenario.profile.name == "one-way" ? std::nullopt : std::optional<std::string>("is one-way");
    };
    const Composition composition = compose(scenarios, candidates, {});
    EXPECT_FALSE(composition.cells[0].excuse);
    ASSERT_TRUE(composition.cells[1].excuse);
    EXPECT_EQ(composition.cells[1].excuse, (Excuse{Verdict::unsupported, "is one-way"}));
}

TEST(Composition, OurOwnPkiIsNeededOnAListenerOfTheUsersOnlyWhereItIsComparedWith) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", one_way)};
    scenarios[1].expectation.rules.push_back(
        core::expect("handshake", core::with(core::handshake_done(), "served", {"server/good"})));
    std::vector<Candidate> candidates{some_candidate("external", true, {"own-pki"})};
    candidates[0].ours = false;
    const Composition composition = compose(scenarios, candidates, {});
    EXPECT_FALSE(composition.cells[0].excuse);
    EXPECT_EQ(composition.cells[1].excuse, (Excuse{Verdict::unsupported, "has no own-pki"}));
}

TEST(Composition, ExclusiveScenariosOnAListenerOfTheUsersNeedAllowDisruptive) {
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way)};
    scenarios[0].exclusive = true;
    std::vector<Candidate> candidates{some_candidate("external")};
    candidates[0].ours = false;
    candidates[0].allow_disruptive = false;
    const Composition refused = compose(scenarios, candidates, {});
    ASSERT_TRUE(refused.cells[0].excuse);
    EXPECT_EQ(refused.cells[0].excuse->verdict, Verdict::skipped);
    EXPECT_NE(refused.cells[0].excuse->reason.find("--allow-disruptive"), std::string::npos);

    candidates[0].allow_disruptive = true;
    const Composition allowed = compose(scenarios, candidates, {});
    EXPECT_FALSE(allowed.cells[0].excuse);
    EXPECT_TRUE(allowed.cells[0].instance) << "there is only the one listener";
}

TEST(Composition, ShardsAreDisjointAndTogetherWhole) {
    std::vector<core::Scenario> scenarios;
    for (const char* check : {"a/1", "a/2", "a/3", "a/4", "a/5", "a/6", "a/7"})
        scenarios.push_back(some_scenario(check, one_way));
    const std::vector<Candidate> candidates{some_candidate("b")};
    std::multiset<std::string> all;
    for (unsigned index = 1; index <= 3; ++index) {
        const Composition part = compose(scenarios, candidates, {.globs = {}, .shard = {index, 3}});
        EXPECT_GE(part.cells.size(), 2U);
        for (const std::string& id : ids(part))
            all.insert(id);
    }
    const std::vector<std::string> whole = ids(compose(scenarios, candidates, {}));
    EXPECT_EQ(std::vector<std::string>(all.begin(), all.end()), whole);
}

TEST(Composition, AShardBeyondTheCellsIsEmpty) {
    const std::vector<core::Scenario> scenarios{some_scenario("a/1", one_way)};
    const std::vector<Candidate> candidates{some_candidate("b")};
    EXPECT_TRUE(compose(scenarios, candidates, {.globs = {}, .shard = {2, 2}}).cells.empty());
}

TEST(Composition, OneProfileNameWithTwoContentsIsAProgrammingError) {
    core::Profile other = one_way;
    other.second_listener = true;
    const std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_scenario("a/y", other)};
    const std::vector<Candidate> candidates{some_candidate("b")};
    try {
        compose(scenarios, candidates, {});
        FAIL() << "accepted";
    } catch (const std::logic_error& error) {
        EXPECT_EQ(std::string(error.what()), "profile 'one-way' of a/y differs from the one of the same name of a/x");
    }
}

TEST(Composition, TheProfileOfAControlIsCheckedToo) {
    core::Profile other = one_way;
    other.second_listener = true;
    std::vector<core::Scenario> scenarios{some_scenario("a/x", one_way), some_booting_scenario("a/y", mutual)};
    scenarios[1].control = core::Control{.stimulus = scenarios[1].stimulus, .at = "ready", .profile = other};
    const std::vector<Candidate> candidates{some_candidate("b")};
    EXPECT_THROW(compose(scenarios, candidates, {}), std::logic_error);
}

}  // namespace
}  // namespace gauntlet::plan
