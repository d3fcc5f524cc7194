#include "gauntlet/fuzz/oracles/usage.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <thread>

#include "child.hpp"

namespace gauntlet::fuzz::oracles {
namespace {

constexpr GrowthLimits small{.warm_up = 10, .window = 10, .windows = 3, .bytes = 1000, .descriptors = 0.05};

broker::Resources usage(double bytes, int descriptors) {
    return {.rss_bytes = static_cast<std::uint64_t>(bytes), .descriptors = descriptors};
}

// The alarm, if one comes within `sessions` of which session i leaves usage_of(i).
template <typename UsageOf>
std::optional<Alarm> watch(Growth growth, int sessions, UsageOf usage_of) {
    for (int i = 0; i < sessions; ++i)
        if (auto alarm = growth.add(usage_of(i)))
            return alarm;
    return std::nullopt;
}

TEST(Growth, SteadyUsageIsQuiet) {
    EXPECT_FALSE(watch(Growth(small), 1000, [](int) { return usage(1e6, 10); }));
}

TEST(Growth, WhatGrowsWhileItWarmsUpIsQuiet) {
    EXPECT_FALSE(watch(Growth(small), 1000, [](int i) { return usage(1e6 + 1e6 * std::min(i, 20), 10); }));
}

TEST(Growth, NoiseIsQuiet) {
    EXPECT_FALSE(watch(Growth(small), 1000, [](int i) { return usage(1e6 + 1e5 * (i * 7919 % 13), 10 + i * 31 % 7); }));
}

TEST(Growth, MemoryThatNeverComesBackAlarms) {
    const auto alarm = watch(Growth(small), Growth::needed(small), [](int i) { return usage(1e6 + 2000.0 * i, 10); });
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->oracle, "memory");
    EXPECT_FALSE(watch(Growth(small), 1000, [](int i) { return usage(1e6 + 900.0 * i, 10); }));
}

TEST(Growth, DescriptorsThatNeverComeBackAlarm) {
    const auto alarm = watch(Growth(small), Growth::needed(small), [](int i) { return usage(1e6, 10 + i / 5); });
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->oracle, "descriptors");
}

TEST(Growth, WhatTheControlGrowsByIsNoFault) {
    const auto grows = [](int i) { return usage(1e6 + 2000.0 * i, 10); };
    Growth control(small);
    watch(control, 0, grows);
    for (int i = 0; i < 200; ++i)
        control.add(grows(i));
    ASSERT_TRUE(control.slope());
    EXPECT_NEAR(control.slope()->bytes, 2000, 1);
    EXPECT_FALSE(watch(Growth(small, *control.slope()), 1000, grows));
    EXPECT_TRUE(watch(Growth(small, *control.slope()), 1000, [](int i) { return usage(1e6 + 9000.0 * i, 10); }));
}

TEST(Growth, OneAlarmIsEnough) {
    Growth growth(small);
    int alarms = 0;
    for (int i = 0; i < 1000; ++i)
        alarms += growth.add(usage(1e6 + 5000.0 * i, 10)) ? 1 : 0;
    EXPECT_EQ(alarms, 1);
}

TEST(Leap, OneSessionThatTakesMuchAlarms) {
    EXPECT_EQ(leap(usage(1e6, 1), usage(1e9, 1))->oracle, "memory");
    EXPECT_FALSE(leap(usage(1e6, 1), usage(2e8, 1)));
    EXPECT_FALSE(leap(usage(1e9, 1), usage(1e6, 1)));
}

// A real process that takes memory and descriptors and never gives them back.
TEST(Growth, ARealProcessThatLeaksIsSeen) {
    const Child child([] {
        for (;;) {
            std::memset(std::malloc(64 * 1024), 1, 64 * 1024);
            ::open("/dev/null", O_RDONLY | O_CLOEXEC);
            ::usleep(500);
        }
    });
    Growth growth(small);
    std::string seen;
    EXPECT_TRUE(eventually([&] {
        const auto reading = read_usage(child.pid());
        if (const auto alarm = reading ? growth.add(reading->resources) : std::nullopt)
            seen += alarm->oracle + " ";
        return seen.find("memory") != std::string::npos && seen.find("descriptors") != std::string::npos;
    })) << seen;
}

TEST(Growth, ARealProcessThatSleepsIsQuiet) {
    const Child child([] {});
    Growth growth(small);
    for (int i = 0; i < 200; ++i)
        EXPECT_FALSE(growth.add(read_usage(child.pid())->resources));
}

std::optional<Alarm> spins_after_a_while(pid_t pid) {
    const auto before = read_usage(pid);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const auto after = read_usage(pid);
    return before && after ? spins(*before, *after) : std::nullopt;
}

TEST(Spin, ABusyProcessAlarmsAndASleepingOneDoesNot) {
    const Child busy([] { spin(); });
    const Child sleeps([] {});
    EXPECT_FALSE(spins_after_a_while(sleeps.pid()));
    // On a loaded machine it may not get half of a processor at first.
    EXPECT_TRUE(eventually([&] { return spins_after_a_while(busy.pid()).has_value(); }));
}

TEST(Spin, TooShortATimeSaysNothing) {
    const auto now = std::chrono::steady_clock::now();
    Reading before{usage(1e6, 1), now};
    Reading after{usage(1e6, 1), now + std::chrono::milliseconds(99)};
    after.resources.cpu = std::chrono::milliseconds(99);
    EXPECT_FALSE(spins(before, after));
    after.at = now + std::chrono::milliseconds(150);
    EXPECT_TRUE(spins(before, after));
    after.at = now + std::chrono::milliseconds(396);
    EXPECT_FALSE(spins(before, after));
}

// A server on loopback that accepts and closes what its peer has closed, or does not.
class Server {
  public:
    explicit Server(bool closes) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 16);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        address_ = address;
        child_.emplace([this, closes] {
            for (;;) {
                const int peer = ::accept(listener_, nullptr, nullptr);
                char byte = 0;
                while (::read(peer, &byte, 1) > 0) {
                }
                if (closes)
                    ::close(peer);
            }
        });
    }
    ~Server() { ::close(listener_); }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void visit() const {
        const int peer = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ASSERT_EQ(::connect(peer, reinterpret_cast<const sockaddr*>(&address_), sizeof address_), 0);
        ::close(peer);
    }
    pid_t pid() const { return child_->pid(); }

  private:
    int listener_;
    sockaddr_in address_{};
    std::optional<Child> child_;
};

TEST(HalfOpen, WhatAServerKeepsIsCounted) {
    const Server keeps(false);
    for (int i = 0; i < 3; ++i)
        keeps.visit();
    EXPECT_TRUE(eventually([&] { return half_open_sockets(keeps.pid()) == 3; }));
    EXPECT_EQ(keeps_half_open(3, half_open_sockets(keeps.pid()))->oracle, "half-open");
    EXPECT_GE(read_descriptors(keeps.pid())->sockets, 4);
}

TEST(HalfOpen, AServerThatClosesIsQuiet) {
    const Server closes(true);
    for (int i = 0; i < 3; ++i)
        closes.visit();
    EXPECT_TRUE(eventually([&] { return half_open_sockets(closes.pid()) == 0; }));
    EXPECT_FALSE(keeps_half_open(half_open_sockets(closes.pid()), half_open_sockets(closes.pid())));
    EXPECT_FALSE(keeps_half_open(3, 0));
    EXPECT_FALSE(keeps_half_open(0, 3));
}

TEST(Descriptors, AProcessThatIsGoneHasNone) {
    EXPECT_FALSE(read_descriptors(-1));
    EXPECT_FALSE(read_usage(-1));
    EXPECT_EQ(half_open_sockets(-1), 0);
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
