#include "gauntlet/selftest/choice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gauntlet/selftest/expected.hpp"
#include "some.hpp"

namespace gauntlet::selftest {
namespace {

using core::Flaw;

const std::vector<core::Scenario>& scenarios() {
    static const std::vector<core::Scenario> list = [] {
        std::vector<core::Scenario> rows{a_welcome(), a_refusal()};
        for (int i = 0; i < 200; ++i) {
            core::Scenario scenario = a_welcome();
            scenario.check = "some/row-" + std::to_string(i);
            scenario.flaws.clear();
            rows.push_back(scenario);
        }
        return rows;
    }();
    return list;
}

std::vector<plan::Candidate> candidates() {
    std::vector<plan::Candidate> list;
    for (const MaybeFlaw flaw :
         {MaybeFlaw(), MaybeFlaw(Flaw::demands_a_server_name), MaybeFlaw(Flaw::ignores_not_after_of_leaf),
          MaybeFlaw(Flaw::refuses_everyone), MaybeFlaw(Flaw::ignores_crl), MaybeFlaw(Flaw::crashes_after_a_refusal)}) {
        plan::Candidate candidate;
        candidate.name = subject_name(flaw);
        candidate.transports = {core::Transport::mqtts};
        candidate.lacks = [](std::string_view, core::Transport) { return std::optional<plan::Excuse>(); };
        list.push_back(candidate);
    }
    return list;
}

std::vector<std::string> chosen(const Choice& choice) {
    const std::vector<plan::Candidate> all = candidates();
    std::vector<std::string> ids;
    for (const plan::PlannedCell& cell : choose(plan::cells_of(scenarios(), all, {}), all, choice))
        ids.push_back(cell.id);
    return ids;
}

bool has(const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::ptrdiff_t count(const std::vector<std::string>& ids, const std::string& broker) {
    return std::count_if(ids.begin(), ids.end(),
                         [&broker](const std::string& id) { return id.starts_with(broker + "/"); });
}

TEST(Choice, FullIsTheWholeProduct) {
    EXPECT_EQ(chosen({.full = true}).size(), 6 * 202U);
}

TEST(Choice, TheDefaultHasEveryCellWithoutAFlawEveryIntendedOneAndEveryOneOfALaw) {
    for (const std::uint64_t seed : {0U, 1U, 2U}) {
        const std::vector<std::string> ids = chosen({.seed = seed});
        EXPECT_EQ(count(ids, "reference"), 202);
        EXPECT_EQ(count(ids, "reference+refuses-everyone"), 202);
        EXPECT_TRUE(has(ids, "reference+demands-a-server-name/mqtts/some/welcome"));
        EXPECT_TRUE(has(ids, "reference+ignores-not-after-of-leaf/mqtts/some/refusal"));
    }
}

TEST(Choice, TheSeedDrawsATwentiethOfTheRest) {
    std::ptrdiff_t drawn = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        drawn += count(chosen({.seed = seed}), "reference+ignores-crl");
    EXPECT_NEAR(static_cast<double>(drawn) / 50, 202.0 / 20, 1.5);
    EXPECT_EQ(chosen({.seed = 7}), chosen({.seed = 7}));
    EXPECT_NE(chosen({.seed = 7}), chosen({.seed = 8}));
}

TEST(Choice, WhatTheSeedDrawsDoesNotDependOnOtherCells) {
    EXPECT_EQ(is_drawn(3, "reference+ignores-crl/mqtts/some/refusal"),
              is_drawn(3, "reference+ignores-crl/mqtts/some/refusal"));
    int drawn = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        drawn += is_drawn(seed, "reference+ignores-crl/mqtts/some/refusal") ? 1 : 0;
    EXPECT_NEAR(drawn, 100, 35);
}

TEST(Choice, ShardsAreDisjointAndTogetherWholeWithoutSplittingAFlaw) {
    for (const bool full : {false, true}) {
        std::multiset<std::string> together;
        std::set<std::string> homes;
        for (unsigned index = 1; index <= 4; ++index) {
            const std::vector<std::string> part = chosen({.full = full, .seed = 5, .shard = {index, 4}});
            EXPECT_GT(part.size(), 50U);
            together.insert(part.begin(), part.end());
            if (count(part, "reference+ignores-crl") > 0)
                homes.insert(std::to_string(index));
        }
        const std::vector<std::string> whole = chosen({.full = full, .seed = 5});
        EXPECT_EQ(together, std::multiset<std::string>(whole.begin(), whole.end()));
        EXPECT_EQ(homes.size(), 1U);
    }
}

}  // namespace
}  // namespace gauntlet::selftest
