#include "gauntlet/record/scenario_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::record {
namespace {

namespace fs = std::filesystem;

class ScenarioFiles : public testing::Test {
  protected:
    ScenarioFiles() {
        std::string name = testing::TempDir() + "gauntlet-scenarios-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        core::Scenario built_in;
        built_in.check = "one-way/good";
        built_in.profile.name = "one-way";
        built_in_.push_back(built_in);
        built_in.check = "one-way/boots";
        built_in.profile.name = "broken";
        built_in.stimulus.steps = {core::Boot{}};
        built_in_.push_back(built_in);
    }
    ~ScenarioFiles() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    std::vector<core::Scenario> load() const { return load_scenarios(folder_, built_in_); }
    std::string error() const {
        try {
            load();
        } catch (const core::BadInput& bad) {
            return std::string(bad.what()).substr(folder_.string().size());
        }
        return "no error";
    }

    fs::path folder_;
    std::vector<core::Scenario> built_in_;
};

// Line 1 is [[scenario]], lines 11 to 15 are the steps' block.
const std::string good = R"([[scenario]]
id = "private/second-connect"
title = "A second CONNECT closes the connection"
why = "It would change who the client is."
mend = "Close the connection."
level = "must"
clauses = ["MQTT-3.1.0-2"]
statements = ["3.1.1/3.1.0-2"]
profile = "one-way"
transports = ["mqtts"]
steps = '''
a: open the listener as client 'other'  -> handshake
a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }
a: read  -> connack
'''
expect = ["connack: mqtt accepted; weak: fin", "handshake: tls accepted"]
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

const std::string other = "[[scenario.clients]]\nname = \"other\"\npresents = \"nothing\"\n";

TEST_F(ScenarioFiles, EverythingIsRead) {
    write("a.toml",
          good +
              "[scenario.client]\npresents = \"client/expired\"\nmin_version = \"TLSv1.3\"\n"
              "suites = [0x1301]\nalpn = [\"mqtt\"]\nserver_name = \"\"\n" +
              other +
              "[scenario.control]\nat = \"connack\"\nexpect = \"mqtt packet 2\"\nsteps = \"a: open the listener\\n"
              "a: read -> connack\"\n");
    const auto all = load();
    ASSERT_EQ(all.size(), 1U);
    const core::Scenario& s = all[0];
    EXPECT_EQ(s.id(), "private/second-connect");
    EXPECT_EQ(s.family(), "private");
    EXPECT_EQ(s.level, core::Level::must);
    EXPECT_EQ(s.clauses, std::vector<std::string>{"MQTT-3.1.0-2"});
    EXPECT_EQ(s.transports, std::vector<core::Transport>{core::Transport::mqtts});
    EXPECT_EQ(s.profile.name, "one-way");
    EXPECT_EQ(s.stimulus.steps.size(), 3U);
    EXPECT_EQ(s.stimulus.client.credentials, recipe::find_credentials("client/expired"));
    EXPECT_EQ(s.stimulus.client.tls.min, core::TlsVersion::tls_1_3);
    EXPECT_EQ(s.stimulus.client.tls.suites, std::vector<std::uint16_t>{0x1301});
    EXPECT_EQ(s.stimulus.client.tls.server_name, "");
    ASSERT_EQ(s.stimulus.others.size(), 1U);
    EXPECT_EQ(s.stimulus.others[0].client.presents, core::Client::Presents::nothing);
    ASSERT_EQ(s.expectation.rules.size(), 2U);
    EXPECT_EQ(s.expectation.rules[0], core::expect("connack", {core::accepted()}, {core::fin()}));
    EXPECT_EQ(s.expectation.control, core::packet(2));
    ASSERT_TRUE(s.control);
    EXPECT_EQ(s.control->stimulus.steps.size(), 2U);
    EXPECT_FALSE(s.exclusive);
}

TEST_F(ScenarioFiles, WhatIsWrittenIsReadBack) {
    write("a.toml", good + other);
    core::Scenario scenario = load()[0];
    scenario.exclusive = true;
    scenario.expectation.negative = true;
    scenario.stimulus.client.tls.max = core::TlsVersion::tls_1_2;
    scenario.control = core::Control{{.steps = core::connecting(scenario.profile)}, "connack", std::nullopt};
    write("a.toml", to_text(scenario));
    const core::Scenario back = load()[0];
    EXPECT_EQ(to_text(back), to_text(scenario));
    EXPECT_EQ(back.stimulus, scenario.stimulus);
    EXPECT_EQ(back.control->stimulus, scenario.control->stimulus);
    EXPECT_EQ(back.expectation, scenario.expectation);
    EXPECT_TRUE(back.exclusive);
}

TEST_F(ScenarioFiles, SeveralFilesAndFoldersAreOneSuite) {
    write("b/two.toml", with(good, "second-connect", "two") + other);
    write("a.toml", good + other);
    write("notes.md", "not one");
    const auto all = load();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].id(), "private/second-connect");
    EXPECT_EQ(all[1].id(), "private/two");
}

TEST_F(ScenarioFiles, EveryErrorHasALineAndARemedy) {
    struct Wrong {
        std::string text;
        const char* says;
    };
    const std::string whole = good + other;
    const Wrong all[] = {
        {"[[scenario]\n", "/a.toml:1: no TOML here"},
        {"\n", "/a.toml:1: there is no scenario; begin one with [[scenario]]"},
        {"scenario = 1\n", "/a.toml:1: scenario must be an array of tables"},
        {"color = 1\n" + whole, "/a.toml:1: unknown key \"color\" at the top of the file"},
        {with(whole, "title = ", "titel = "), "/a.toml:3: unknown key \"titel\" in a scenario"},
        {with(whole, "title = \"A second CONNECT closes the connection\"\n", ""), "/a.toml:1: the entry has no title"},
        {with(whole, "\"must\"", "\"may\""), "/a.toml:6: level = \"may\" is none of must, should, policy, observe"},
        {with(whole, "private/second-connect", "Private"), "/a.toml:1: the scenario is not complete: its id must be"},
        {with(whole, "private/second-connect", "one-way/good"), "/a.toml:2: id is that of another scenario"},
        {with(whole, "\"one-way\"", "\"one-wey\""),
         "/a.toml:9: profile = \"one-wey\" is none; the nearest are one-way"},
        {with(whole, "\"one-way\"", "\"broken\""), "/a.toml:9: profile = \"broken\" is none"},
        {with(whole, "[\"mqtts\"]", "[\"quic\"]"), "/a.toml:10: transports = \"quic\" is none of mqtt, mqtts, ws, wss"},
        {with(whole, "[\"mqtts\"]", "\"mqtts\""), "/a.toml:10: transports must be an array of strings"},
        {with(whole, "a: read  -> connack", "a: reed  -> connack"), "/a.toml:14: column 4: a channel does one of"},
        {with(whole, "04 02 k60", "04 2 k60"), "/a.toml:13: column "},
        {with(whole, "connack: mqtt accepted", "connack: mqtt refused"), "/a.toml:16: the line must end here"},
        {with(whole, "connack: mqtt accepted", "conack: mqtt accepted"),
         "/a.toml:1: the scenario is not complete: a rule"},
        {with(whole, "clauses = [\"MQTT-3.1.0-2\"]\n", ""), "names the clause"},
        {good, "/a.toml:1: the scenario is not complete: a step names a client"},
        {with(whole, "\"nothing\"", "\"client/none\""), "/a.toml:19: presents = \"client/none\" is neither"},
        {with(whole, "level = ", "exclusive = 1\nlevel = "), "/a.toml:6: exclusive must be true or false"},
    };
    for (const Wrong& wrong : all) {
        write("a.toml", wrong.text);
        EXPECT_NE(error().find(wrong.says), std::string::npos) << wrong.says << "\n" << error();
    }
}

TEST_F(ScenarioFiles, AFolderWithoutFilesIsAnError) {
    EXPECT_NE(error().find("has no file *.toml"), std::string::npos);
    EXPECT_THROW(load_scenarios(folder_ / "absent", built_in_), core::BadInput);
}

}  // namespace
}  // namespace gauntlet::record
