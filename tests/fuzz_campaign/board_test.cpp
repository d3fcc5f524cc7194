#include "gauntlet/fuzz/campaign/board.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace gauntlet::fuzz::campaign {
namespace {

class BoardTest : public testing::Test {
  protected:
    BoardTest() : path_(std::filesystem::temp_directory_path() / ("gauntlet-board-" + std::to_string(::getpid()))) {}
    ~BoardTest() override { std::filesystem::remove(path_); }
    std::filesystem::path path_;
};

TEST_F(BoardTest, CountsSessionsAndBehavioursOfAllWorkers) {
    Board board(path_);
    EXPECT_EQ(board.sessions(), 0U);
    board.begin(0, "one");
    board.end(0, {1, 2, 2});
    board.begin(5, "two");
    board.end(5, {2, 3});
    EXPECT_EQ(board.sessions(), 2U);
    EXPECT_EQ(board.sessions(5), 1U);
    EXPECT_EQ(board.behaviours(), 3U);
}

TEST_F(BoardTest, TheRingHoldsTheLatestSessionsAndTheOneThatIsUnderWay) {
    Board board(path_);
    for (int i = 0; i < 40; ++i) {
        board.begin(1, std::to_string(i));
        if (i < 39)
            board.end(1, {});
    }
    const std::vector<std::string> ring = board.ring(1);
    ASSERT_EQ(ring.size(), ring_size);
    EXPECT_EQ(ring.front(), "8");
    EXPECT_EQ(ring.back(), "39");
    EXPECT_EQ(board.sessions(1), 39U);
}

TEST_F(BoardTest, WhatAKilledWorkerWroteIsThere) {
    {
        Board board(path_);
        const pid_t child = ::fork();
        if (child == 0) {
            board.begin(0, "the last words");
            board.end(0, {7});
            board.begin(0, "under way");
            board.raise(0, {"core", "signal 6", "it died", {"3.1.1/1", "5.0/2"}});
            ::kill(::getpid(), SIGKILL);
        }
        ::waitpid(child, nullptr, 0);
    }
    Board again(path_);
    EXPECT_EQ(again.sessions(), 1U);
    EXPECT_EQ(again.behaviours(), 1U);
    EXPECT_EQ(again.ring(0), (std::vector<std::string>{"the last words", "under way"}));
    ASSERT_TRUE(again.alarm(0));
    EXPECT_EQ(*again.alarm(0), (oracles::Alarm{"core", "signal 6", "it died", {"3.1.1/1", "5.0/2"}}));
    again.clear_alarm(0);
    EXPECT_FALSE(again.alarm(0));
}

TEST_F(BoardTest, KnowsAlarmsAndAvoidsInputs) {
    Board board(path_);
    const oracles::Alarm alarm{"log", "abort in f", "one text", {}};
    EXPECT_TRUE(board.learn(alarm));
    EXPECT_FALSE(board.learn({"log", "abort in f", "another text", {}}));
    EXPECT_TRUE(board.learn({"log", "abort in g", "one text", {}}));
    EXPECT_FALSE(board.avoids("input"));
    board.avoid("input");
    EXPECT_TRUE(board.avoids("input"));
    EXPECT_FALSE(board.avoids("other"));
}

TEST_F(BoardTest, TheSequenceDependsOnEveryInputAndOnTheirOrder) {
    Board board(path_);
    const auto sequence = [&board](std::size_t worker, const std::vector<std::string>& inputs) {
        for (const std::string& input : inputs)
            board.begin(worker, input);
        return board.sequence(worker);
    };
    EXPECT_EQ(sequence(0, {"a", "b"}), sequence(1, {"a", "b"}));
    EXPECT_NE(sequence(2, {"a", "b"}), sequence(3, {"b", "a"}));
    EXPECT_NE(sequence(4, {"a"}), sequence(5, {"a", "a"}));
}

TEST_F(BoardTest, RefusesAnotherFile) {
    std::ofstream(path_) << "something else";
    EXPECT_THROW(Board board(path_), std::runtime_error);
}

TEST_F(BoardTest, AddsUpTimeOverRuns) {
    Board(path_).add_time(std::chrono::milliseconds(1500));
    Board board(path_);
    board.add_time(std::chrono::milliseconds(500));
    EXPECT_EQ(board.time(), std::chrono::milliseconds(2000));
}

}  // namespace
}  // namespace gauntlet::fuzz::campaign
