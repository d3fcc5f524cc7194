#include "tasks.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/system/system_error.hpp>
#include <set>
#include <stdexcept>

#include "gauntlet/plan/run.hpp"
#include "seeded.hpp"

namespace gauntlet::plan {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> wait_and_count(Event& event, int& count) {
    co_await event.wait();
    ++count;
}

asio::awaitable<void> fail() {
    throw std::runtime_error("broken");
    co_return;
}

TEST(Event, WakesEveryWaiterAndStaysSet) {
    asio::io_context io;
    Event event(io);
    Tasks tasks(io);
    int count = 0;
    tasks.spawn(wait_and_count(event, count));
    tasks.spawn(wait_and_count(event, count));
    io.poll();
    EXPECT_EQ(count, 0);
    event.set();
    io.run();
    EXPECT_EQ(count, 2);
    tasks.spawn(wait_and_count(event, count));
    io.restart();
    io.run();
    EXPECT_EQ(count, 3);
    EXPECT_TRUE(tasks.idle());
}

TEST(Tasks, CancelEndsWaitersWithoutAnError) {
    asio::io_context io;
    Event event(io);
    Tasks tasks(io);
    int count = 0;
    tasks.spawn(wait_and_count(event, count));
    tasks.spawn(wait_and_count(event, count));
    io.poll();
    tasks.cancel();
    io.run();
    EXPECT_EQ(count, 0);
    EXPECT_TRUE(tasks.idle());
    EXPECT_NO_THROW(tasks.rethrow());
}

TEST(Tasks, WaitEndsWithTheLastOne) {
    asio::io_context io;
    Event event(io);
    Tasks tasks(io);
    int count = 0;
    bool done = false;
    tasks.spawn(wait_and_count(event, count));
    asio::co_spawn(
        io,
        [](Tasks& all, bool& flag) -> asio::awaitable<void> {
            co_await all.wait();
            flag = true;
        }(tasks, done),
        asio::detached);
    io.poll();
    EXPECT_FALSE(done);
    event.set();
    io.run();
    EXPECT_TRUE(done);
}

TEST(Tasks, AnErrorIsKept) {
    asio::io_context io;
    Tasks tasks(io);
    tasks.spawn(fail());
    io.run();
    EXPECT_TRUE(tasks.idle());
    EXPECT_THROW(tasks.rethrow(), std::runtime_error);
}

TEST(SeededText, FollowsFromSeedAndNameAlone) {
    EXPECT_EQ(seeded_text(1, "password", 16), seeded_text(1, "password", 16));
    EXPECT_EQ(seeded_text(1, "password", 16).size(), 16U);
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < 100; ++seed)
        for (const char* name : {"user", "password", "drowssap"})
            texts.insert(seeded_text(seed, name, 16));
    EXPECT_EQ(texts.size(), 300U);
}

TEST(RunPrefix, IsShortPlainAndOfItsRun) {
    const std::string prefix = new_run_prefix(7);
    EXPECT_EQ(prefix.size(), 9U);
    for (const char c : prefix)
        EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << prefix;
    EXPECT_NE(prefix, new_run_prefix(7));
}

}  // namespace
}  // namespace gauntlet::plan
