#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "gauntlet/record/json.hpp"
#include "program.hpp"

namespace gauntlet::tests {
namespace {

using namespace std::chrono_literals;

// Of a program that was built without an engine there is nothing to test.
bool has_engine() {
    return gauntlet({"fuzz", "--broker", "nobody"}).err.find("no fuzzing engine") == std::string::npos;
}

class CampaignTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_engine())
            GTEST_SKIP() << "built without libFuzzer";
    }
    std::string out() const { return folder_.path() / "campaign"; }

    // A campaign on the reference broker, from a seed.
    Result fuzz(Arguments more, const std::string& name = "campaign") const {
        Arguments arguments{"fuzz", "--broker", "reference", "--transport", "mqtt", "--out", folder_.path() / name};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return gauntlet(arguments);
    }

    // The number behind a word of the last line.
    static std::string word_behind(const std::string& text, const std::string& word) {
        const std::size_t at = text.rfind(word);
        if (at == std::string::npos)
            return {};
        const std::size_t begin = at + word.size();
        return text.substr(begin, text.find_first_of(" ,\n", begin) - begin);
    }

    TemporaryFolder folder_;
};

TEST_F(CampaignTest, TheSameSeedGivesTheSameSessions) {
    const Result one = fuzz({"--seed", "7", "--sessions", "2000"}, "one");
    const Result two = fuzz({"--seed", "7", "--sessions", "2000"}, "two");
    const Result other = fuzz({"--seed", "8", "--sessions", "2000"}, "other");
    ASSERT_EQ(one.exit, 0) << one.err;
    const std::string sequence = word_behind(one.err, "sequence ");
    ASSERT_EQ(sequence.size(), 16U) << one.err;
    EXPECT_EQ(word_behind(two.err, "sequence "), sequence);
    EXPECT_NE(word_behind(other.err, "sequence "), sequence);
}

TEST_F(CampaignTest, APlantedFaultIsFoundAndTheCorrectBrokerHasNone) {
    const Result found =
        fuzz({"--seed", "1", "--sessions", "20000", "--until-finding", "--set", "reference.planted=1:1"}, "planted");
    EXPECT_EQ(found.exit, 5) << found.err << found.out;
    EXPECT_FALSE(std::filesystem::is_empty(folder_.path() / "planted" / "findings"));
    const Result correct = fuzz({"--seed", "1", "--sessions", "3000"}, "correct");
    EXPECT_EQ(correct.exit, 0) << correct.err << correct.out;
}

TEST_F(CampaignTest, AnInterruptedOneGoesOn) {
    Program program({"fuzz", "--broker", "reference", "--transport", "mqtt", "--out", out(), "--seed", "3"});
    std::this_thread::sleep_for(4s);
    program.signal(SIGINT);
    const Result stopped = program.wait();
    EXPECT_EQ(stopped.exit, 130) << stopped.err;
    const std::string line = stopped.err.substr(stopped.err.rfind("0:00:"));
    const unsigned long before = std::stoul(line.substr(line.find("  ") + 2));
    ASSERT_GT(before, 100U) << stopped.err;
    const Result more = gauntlet({"fuzz", "--resume", out(), "--sessions", std::to_string(before + 500)});
    EXPECT_EQ(more.exit, 0) << more.err;
    EXPECT_NE(more.err.find(std::to_string(before + 500) + " sessions"), std::string::npos) << more.err;
}

TEST_F(CampaignTest, WhatWasFoundBeforeStaysInTheRecord) {
    const Result found =
        fuzz({"--seed", "1", "--sessions", "20000", "--until-finding", "--set", "reference.planted=1:1"});
    ASSERT_EQ(found.exit, 5) << found.err;
    const std::filesystem::path record = folder_.path() / "campaign" / "record.json";
    const std::vector<record::Finding> before = record::read(record).findings;
    ASSERT_EQ(before.size(), 1U);
    // It has had its sessions: the next run finds nothing of its own.
    const Result more = gauntlet({"fuzz", "--resume", out(), "--sessions", "1"});
    EXPECT_EQ(more.exit, 5) << more.err;
    EXPECT_EQ(record::read(record).findings, before);
}

TEST_F(CampaignTest, AFindingThatIsNoneIsSaid) {
    ASSERT_EQ(fuzz({"--seed", "1", "--sessions", "10"}).exit, 0);
    const std::filesystem::path file = folder_.path() / "campaign" / "findings" / "x" / "finding.json";
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "{\n\"id\": 3}";
    const Result more = gauntlet({"fuzz", "--resume", out(), "--sessions", "20"});
    EXPECT_EQ(more.exit, 2) << more.err;
    EXPECT_NE(more.err.find(file.string() + ":2: /id"), std::string::npos) << more.err;
}

TEST_F(CampaignTest, NothingIsLostOrLeftWhereItIsKilled) {
    {
        Program program(
            {"fuzz", "--broker", "reference", "--transport", "mqtt", "--out", out(), "--seed", "4", "--jobs", "2"});
        std::this_thread::sleep_for(5s);
        program.signal(SIGKILL);
        program.wait();
    }
    for (int i = 0; i < 50 && !processes_with(out()).empty(); ++i)
        std::this_thread::sleep_for(100ms);
    EXPECT_TRUE(processes_with(out()).empty());
    const Result more = gauntlet({"fuzz", "--resume", out(), "--time", "1s"});
    EXPECT_EQ(more.exit, 0) << more.err;
    const std::string line = more.err.substr(more.err.rfind("0:00:"));
    EXPECT_GT(std::stoul(line.substr(line.find("  ") + 2)), 100U) << more.err;
}

TEST_F(CampaignTest, AWorkerThatIsKilledIsReplaced) {
    Program program(
        {"fuzz", "--broker", "reference", "--transport", "mqtt", "--out", out(), "--seed", "5", "--time", "8s"});
    std::this_thread::sleep_for(3s);
    // Workers are forks: they have the parent's command line, as its guardian has, which was forked first.
    const std::vector<pid_t> family = processes_with(out());
    ASSERT_EQ(family.size(), 3U);
    ::kill(*std::ranges::max_element(family), SIGKILL);
    const Result result = program.wait();
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_NE(result.err.find("was ended by signal 9"), std::string::npos) << result.err;
}

TEST_F(CampaignTest, SaysWhatItNeeds) {
    EXPECT_EQ(gauntlet({"fuzz"}).exit, 2);
    const Result listener = gauntlet({"fuzz", "mqtt://127.0.0.1:1"});
    EXPECT_EQ(listener.exit, 2);
    EXPECT_NE(listener.err.find("--allow-disruptive"), std::string::npos) << listener.err;
    EXPECT_EQ(gauntlet({"fuzz", "--broker", "reference", "--time", "long"}).exit, 2);
    EXPECT_EQ(gauntlet({"fuzz", "--broker", "reference", "--plane", "air"}).exit, 2);
    EXPECT_EQ(gauntlet({"fuzz", "--broker", "reference", "--transport", "mqtt", "--plane", "frames"}).exit, 2);
    EXPECT_EQ(gauntlet({"fuzz", "--resume", out()}).exit, 2);
}

}  // namespace
}  // namespace gauntlet::tests
