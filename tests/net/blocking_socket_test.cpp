// Channels whose waiting blocks the thread, as campaigns use them, tell what the others tell.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::Kind;
using core::Layer;
using std::chrono::milliseconds;

Endpoint alone(const Peer& peer) {
    Endpoint endpoint = peer.endpoint();
    endpoint.alone = true;
    return endpoint;
}

// What was read until something else than bytes came, and how long that took.
struct Read {
    std::string bytes;
    Receipt receipt = Receipt::bytes;
    milliseconds taken{0};
};

boost::asio::awaitable<Read> read(Channel& channel, Deadline deadline) {
    const Clock::time_point begin = Clock::now();
    Read read;
    wire::Bytes bytes;
    while (read.receipt == Receipt::bytes)
        read.receipt = co_await channel.receive(bytes, deadline);
    read.bytes = wire::text(bytes);
    read.taken = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    co_return read;
}

class BlockingSocket : public testing::Test {
  protected:
    // Opens a channel to a peer that serves so, and gives it to `talk`.
    void with_peer(std::function<void(int)> serve, const std::function<boost::asio::awaitable<void>(Channel&)>& talk) {
        Peer peer(std::move(serve));
        run([](Endpoint endpoint, Transcript& log, const auto& visit) -> boost::asio::awaitable<int> {
            Opened opened = co_await open_tcp(std::move(endpoint), Tap(log, "a"), soon());
            EXPECT_EQ(opened.fault, "");
            EXPECT_EQ(opened.observation.kind, Kind::accepted);
            co_await visit(*opened.channel);
            co_return 0;
        }(alone(peer), transcript_, talk));
    }

    Transcript transcript_;
};

TEST_F(BlockingSocket, ReadsWhatComesToTheEnd) {
    const auto talk = [](Channel& channel) -> boost::asio::awaitable<void> {
        const std::string hello = "hello";
        const bool sent = co_await channel.send(wire::view(hello), soon());
        EXPECT_TRUE(sent);
        co_await channel.close(core::CloseHow::fin, soon());
        const Read all = co_await read(channel, soon());
        EXPECT_EQ(all.bytes, "hello");
        EXPECT_EQ(all.receipt, Receipt::ended);
        EXPECT_EQ(channel.ended()->kind, Kind::fin);
    };
    with_peer([](int socket) { send_all(socket, receive_some(socket, 5)); }, talk);
}

TEST_F(BlockingSocket, ReadsWhatCameBeforeAReset) {
    const auto talk = [](Channel& channel) -> boost::asio::awaitable<void> {
        const Read all = co_await read(channel, soon());
        EXPECT_EQ(all.bytes, "last words");
        EXPECT_EQ(channel.ended()->kind, Kind::rst);
    };
    const auto serve = [](int socket) {
        send_all(socket, "last words");
        std::this_thread::sleep_for(milliseconds(20));  // a reset throws away what is not yet delivered
        close_with_reset(socket);
    };
    with_peer(serve, talk);
}

// Each deadline is kept, whatever the one before it was: the kernel is told of it only where it differs.
TEST_F(BlockingSocket, KeepsEachDeadline) {
    std::atomic<int> go = 0;
    const auto talk = [&go](Channel& channel) -> boost::asio::awaitable<void> {
        for (const milliseconds time : {milliseconds(120), milliseconds(30), milliseconds(30), milliseconds(200)}) {
            const Read none = co_await read(channel, in(time));
            EXPECT_EQ(none.receipt, Receipt::timeout);
            EXPECT_GE(none.taken, time - milliseconds(1));
            EXPECT_LT(none.taken, time + std::chrono::seconds(1));
        }
        const Read past = co_await read(channel, Clock::now());
        EXPECT_EQ(past.receipt, Receipt::timeout);
        go = 1;
        go.notify_all();
        // A time-out has not ended it.
        const Read all = co_await read(channel, soon());
        EXPECT_EQ(all.bytes, "late");
        EXPECT_EQ(channel.ended()->kind, Kind::fin);
    };
    const auto serve = [&go](int socket) {
        wait_for(go, 1);
        send_all(socket, "late");
    };
    with_peer(serve, talk);
}

TEST_F(BlockingSocket, AWriteThatNobodyReadsEndsAtTheDeadline) {
    std::atomic<int> go = 0;
    const auto talk = [&go](Channel& channel) -> boost::asio::awaitable<void> {
        const std::string big(std::size_t{64} << 20U, 'b');
        const Clock::time_point begin = Clock::now();
        const bool whole = co_await channel.send(wire::view(big), in(milliseconds(80)));
        EXPECT_FALSE(whole);
        EXPECT_GE(Clock::now() - begin, milliseconds(79));
        EXPECT_LT(Clock::now() - begin, std::chrono::seconds(5));
        go = 1;
        go.notify_all();
    };
    with_peer([&go](int) { wait_for(go, 1); }, talk);
}

TEST_F(BlockingSocket, ASignalEndsNoWaiting) {
    static std::atomic<int> signals = 0;
    signals = 0;
    struct sigaction before {};
    struct sigaction counts {};
    counts.sa_handler = [](int) { ++signals; };
    ::sigaction(SIGUSR1, &counts, &before);
    const pthread_t reader = ::pthread_self();
    const auto talk = [](Channel& channel) -> boost::asio::awaitable<void> {
        const Read all = co_await read(channel, soon());
        EXPECT_EQ(all.bytes, "answer");
    };
    const auto serve = [reader](int socket) {
        for (int i = 0; i < 5; ++i) {
            std::this_thread::sleep_for(milliseconds(10));
            ::pthread_kill(reader, SIGUSR1);
        }
        send_all(socket, "answer");
    };
    with_peer(serve, talk);
    ::sigaction(SIGUSR1, &before, nullptr);
    EXPECT_GT(signals, 0);  // two that are pending are one
}

TEST_F(BlockingSocket, AfterItsOwnResetThereIsNothing) {
    const auto talk = [](Channel& channel) -> boost::asio::awaitable<void> {
        wire::Bytes bytes;
        co_await channel.receive(bytes, soon());  // it was accepted
        co_await channel.close(core::CloseHow::rst, soon());
        const std::string hello = "hello";
        const bool sent = co_await channel.send(wire::view(hello), soon());
        EXPECT_FALSE(sent);
        const Read none = co_await read(channel, soon());
        EXPECT_EQ(none.receipt, Receipt::ended);
        EXPECT_TRUE(channel.reset_by_us());
    };
    std::atomic<bool> fin = true;
    const auto serve = [&fin](int socket) {
        send_all(socket, "hello");
        fin = receive_to_fin(socket);
    };
    with_peer(serve, talk);
    EXPECT_FALSE(fin);
}

core::Observation opened_at(std::uint16_t port, Deadline deadline) {
    Transcript transcript;
    return run([](Endpoint endpoint, Transcript& log, Deadline until) -> boost::asio::awaitable<core::Observation> {
        Opened opened = co_await open_tcp(std::move(endpoint), Tap(log, "a"), until);
        EXPECT_EQ(opened.fault, "");
        co_return opened.observation;
    }({"127.0.0.1", port, true}, transcript, deadline));
}

TEST(BlockingConnect, TellsARefusal) {
    const core::Observation seen = opened_at(closed_port(), soon());
    EXPECT_EQ(seen.layer, Layer::tcp);
    EXPECT_EQ(seen.kind, Kind::rst);
}

// A listener whose queue is full answers no connection request.
TEST(BlockingConnect, EndsAtTheDeadline) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 0), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    const int first = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::connect(first, reinterpret_cast<sockaddr*>(&address), size), 0);
    const Clock::time_point begin = Clock::now();
    const core::Observation seen = opened_at(ntohs(address.sin_port), in(milliseconds(150)));
    EXPECT_EQ(seen.layer, Layer::tcp);
    EXPECT_EQ(seen.kind, Kind::timeout);
    EXPECT_GE(Clock::now() - begin, milliseconds(149));
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(2));
    ::close(first);
    ::close(listener);
}

}  // namespace
}  // namespace gauntlet::net::test
