#include "gauntlet/fuzz/triage/promote.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "gauntlet/core/lint.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/record/scenario_file.hpp"

namespace gauntlet::fuzz::triage {
namespace {

const core::Profile profile{.name = "one-way"};

record::Reproducer found(const std::string& oracle, const std::string& session) {
    record::Reproducer r;
    r.finding = "mosquitto-" + oracle + "-0123456789abcdef";
    r.broker = "mosquitto";
    r.version = "2.0.11";
    r.transport = core::Transport::mqtts;
    r.profile = "one-way";
    r.oracle = oracle;
    r.signature = "s";
    r.text = "it did";
    r.sessions = {*core::parse_steps(session)};
    return r;
}

const char* const session =
    "a: open the listener  -> handshake\na: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }\na: read  -> connack\n"
    "a: send 80 r{ i1 s'x' 00 } c0 r0\na: barrier  -> handled\n";

// Complete by the rules of the built-in tables, but for the flaw, and the file says the same.
core::Scenario checked(const record::Reproducer& reproducer) {
    const core::Scenario scenario = scenario_of(reproducer, profile, scenario_id(reproducer));
    core::Scenario built_in;
    built_in.check = "one-way/x";
    built_in.profile = profile;
    std::string folder = testing::TempDir() + "gauntlet-promote-XXXXXX";
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    std::ofstream(folder + "/x.toml") << record::to_text(scenario);
    const std::vector<core::Scenario> table{built_in};
    try {
        const auto back = record::load_scenarios(folder, table);
        EXPECT_EQ(back.at(0).stimulus, scenario.stimulus);
        EXPECT_EQ(back.at(0).expectation, scenario.expectation);
        EXPECT_TRUE(back.at(0).control);
    } catch (const std::exception& error) {
        ADD_FAILURE() << error.what() << "\n" << record::to_text(scenario);
    }
    std::filesystem::remove_all(folder);
    return scenario;
}

bool expects(const core::Scenario& scenario, const std::string& rule) {
    return std::ranges::any_of(scenario.expectation.rules,
                               [&rule](const core::Rule& r) { return core::to_text(r) == rule; });
}

TEST(Promote, ACrashBecomesASecondClientThatIsServed) {
    const core::Scenario s = checked(found("core", session));
    EXPECT_EQ(s.id(), "regression/mosquitto-core-0123456789abcdef");
    EXPECT_TRUE(s.exclusive);
    EXPECT_EQ(s.clauses, std::vector<std::string>{"RFC 4732 2.1.1"});
    EXPECT_TRUE(expects(s, "probe-ping: mqtt packet 13"));
    EXPECT_EQ(s.transports, std::vector<core::Transport>{core::Transport::mqtts});
}

TEST(Promote, AStatementBecomesAConnectionThatIsClosed) {
    record::Reproducer reproducer = found("statement", session);
    reproducer.statements = {"3.1.1/3.8.1-1", "3.1.1/x-trailing-bytes"};
    const core::Scenario s = checked(reproducer);
    EXPECT_EQ(s.clauses, std::vector<std::string>{"MQTT-3.8.1-1"});
    EXPECT_EQ(s.catalogue, std::vector<std::string>{"3.1.1/x-trailing-bytes"});
    EXPECT_TRUE(expects(s, "closed: tls alert, or fin, or rst"));
    const std::string steps = core::to_text(s.stimulus.steps);
    EXPECT_TRUE(steps.ends_with("a: send 80 r{ i1 s'x' 00 } c0 r0\na: read until the end  -> closed\n")) << steps;
}

TEST(Promote, WhatIsKeptBecomesAMeasurement) {
    for (const char* oracle : {"memory", "descriptors", "half-open"}) {
        const core::Scenario s = checked(found(oracle, session));
        EXPECT_EQ(s.clauses, std::vector<std::string>{"RFC 4732 2.1.2"});
        const std::string fact = std::string(oracle) == "memory" ? "grows" : "keeps-descriptors";
        EXPECT_TRUE(expects(s, "measured: process accepted with " + fact + " = no"));
        EXPECT_GT(s.stimulus.steps.size(), 100U);
    }
    EXPECT_TRUE(expects(checked(found("spin", session)), "measured: process accepted with busy = no"));
}

TEST(Promote, LabelsOfRepeatedSessionsDiffer) {
    record::Reproducer reproducer = found("core", session);
    reproducer.sessions.push_back(reproducer.sessions[0]);
    reproducer.sessions.push_back(reproducer.sessions[0]);
    const core::Scenario s = checked(reproducer);
    const std::vector<std::string> labels = core::labels_of(s.stimulus);
    const std::set<std::string> distinct(labels.begin(), labels.end());
    EXPECT_EQ(distinct.size(), labels.size());
}

}  // namespace
}  // namespace gauntlet::fuzz::triage
