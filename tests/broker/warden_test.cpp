// What is left when this process is killed: nothing.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstring>
#include <thread>

#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

using namespace std::chrono_literals;

struct Told {
    pid_t broker = 0;
    pid_t grandchild = 0;
    char folder[256] = {};
};

std::string logged_pid(const Log& log) {
    for (const std::string& line : log.lines(0))
        if (line.starts_with("grandchild="))
            return line.substr(11);
    return "0";
}

// Starts a broker, tells what came of it, and waits to be killed.
[[noreturn]] void be_killed(int report, const FakeBroker& fake) {
    {
        Supervisor supervisor;
        std::vector<ListenerRequest> listeners{one_way()};
        StartResult started = run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)));
        Told told;
        if (started.ready()) {
            told.broker = started.instance->pid();
            told.grandchild = std::stoi(logged_pid(started.instance->log()));
            const std::string folder = started.instance->log().path().parent_path().string();
            std::strncpy(told.folder, folder.c_str(), sizeof told.folder - 1);
        }
        [[maybe_unused]] const ssize_t written = ::write(report, &told, sizeof told);
        for (;;)
            ::pause();
    }
}

bool vanishes(const std::filesystem::path& path) {
    for (int i = 0; i < 500 && std::filesystem::exists(path); ++i)
        std::this_thread::sleep_for(10ms);
    return !std::filesystem::exists(path);
}

// Our own children of that name: stat is `pid (name) state ppid …`.
std::vector<pid_t> wardens() {
    const std::string name = "(gauntlet-warden) ";
    std::vector<pid_t> result;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        if (std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0])) == 0)
            continue;
        const std::string stat = read_file(entry.path() / "stat");
        const std::size_t at = stat.find(name);
        if (at != std::string::npos && std::stoi(stat.substr(at + name.size() + 2)) == ::getpid())
            result.push_back(std::stoi(stat));
    }
    return result;
}

TEST(Warden, gives_everything_back_after_kill_9) {
    if (!std::filesystem::exists("/usr/bin/openssl"))
        GTEST_SKIP() << "openssl is not installed: apt-get install openssl";
    std::array<int, 2> ends_of_pipe{};
    ASSERT_EQ(::pipe(ends_of_pipe.data()), 0);
    const FakeBroker fake("sleep 1000 &\necho grandchild=$!\n" + serving_script());
    const pid_t parent = ::fork();
    ASSERT_GE(parent, 0);
    if (parent == 0) {
        ::close(ends_of_pipe[0]);
        be_killed(ends_of_pipe[1], fake);
    }
    ::close(ends_of_pipe[1]);
    Told told;
    ASSERT_EQ(::read(ends_of_pipe[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
    ASSERT_GT(told.broker, 0);
    ASSERT_GT(told.grandchild, 0);
    EXPECT_TRUE(runs(told.broker));
    EXPECT_TRUE(runs(told.grandchild));
    EXPECT_TRUE(std::filesystem::exists(told.folder));

    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    // Nobody that it started still holds the descriptors that it had: the pipe ends although the warden may still run.
    char rest = 0;
    EXPECT_EQ(::read(ends_of_pipe[0], &rest, 1), 0);
    ::close(ends_of_pipe[0]);
    EXPECT_TRUE(ends(told.broker));
    EXPECT_TRUE(ends(told.grandchild));
    EXPECT_TRUE(vanishes(told.folder));
}

TEST(Warden, ends_with_its_supervisor_and_survives_an_interrupt) {
    ASSERT_TRUE(wardens().empty());
    {
        const Supervisor supervisor;
        for (int i = 0; i < 500 && wardens().empty(); ++i)  // it takes its name after the fork
            std::this_thread::sleep_for(2ms);
        ASSERT_EQ(wardens().size(), 1U);
        const pid_t warden = wardens()[0];
        EXPECT_NE(::getpgid(warden), ::getpgid(0)) << "Ctrl-C on our terminal is not for it";
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            ::kill(warden, signal);
        std::this_thread::sleep_for(20ms);
        EXPECT_TRUE(runs(warden));
        int descriptors = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator("/proc/" + std::to_string(warden) + "/fd"))
            ++descriptors;
        EXPECT_EQ(descriptors, 4) << "the standard three and its socket";
    }
    EXPECT_TRUE(wardens().empty());
}

}  // namespace
}  // namespace gauntlet::broker::test
