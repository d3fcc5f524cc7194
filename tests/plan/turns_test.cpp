// No more than so many at a time, in the order in which they came, and nobody is forgotten.
#include "turns.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace gauntlet::plan {
namespace {

namespace asio = boost::asio;

struct Seen {
    int now = 0;
    int most = 0;
    std::vector<int> order;
};

asio::awaitable<void> work(Turns& turns, Seen& seen, int number) {
    const Turns::Turn turn = co_await turns.take();
    seen.most = std::max(seen.most, ++seen.now);
    seen.order.push_back(number);
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer busy(executor, std::chrono::milliseconds(2));
    co_await busy.async_wait(asio::use_awaitable);
    --seen.now;
}

Seen five(std::size_t at_once) {
    asio::io_context io;
    Turns turns(at_once);
    Seen seen;
    for (int number = 0; number < 5; ++number)
        asio::co_spawn(io, work(turns, seen, number), asio::detached);
    io.run();
    return seen;
}

TEST(Turns, AreGivenToSoManyAtATime) {
    const Seen seen = five(2);
    EXPECT_EQ(seen.most, 2);
    EXPECT_EQ(seen.now, 0);
    EXPECT_EQ(seen.order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Turns, AreGivenToEverybodyWithoutALimit) {
    EXPECT_EQ(five(0).most, 5);
}

}  // namespace
}  // namespace gauntlet::plan
