#include "gauntlet/fuzz/oracles/watch.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "child.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::oracles {
namespace {

using std::chrono::milliseconds;

Session taking(milliseconds time) {
    return {.taken = time, .exchanges = {}};
}

class Watching : public testing::Test {
  protected:
    Watching() : log_(testing::TempDir() + "gauntlet-watch-XXXXXX") { ::close(::mkstemp(log_.data())); }
    ~Watching() override { ::unlink(log_.c_str()); }

    Process process(pid_t pid) const { return {.pid = pid, .log = log_, .crash = {}}; }

    std::string log_;
};

TEST_F(Watching, AProcessThatBehavesIsQuiet) {
    const Child child([] {});
    Watch watch(process(child.pid()));
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(watch.after_control(taking(milliseconds(1))));
        EXPECT_FALSE(watch.after(taking(milliseconds(1))));
    }
    watch.begin_idle();
    std::this_thread::sleep_for(milliseconds(150));
    EXPECT_FALSE(watch.end_idle());
}

TEST_F(Watching, TheLogSaysWhyAProcessIsGone) {
    const Child child([this] {
        std::ofstream(log_) << "panic: it broke\n";
        ::abort();
    });
    Watch watch(process(child.pid()));
    std::optional<Alarm> first;
    EXPECT_TRUE(eventually([&] { return (first = watch.after(taking(milliseconds(1)))).has_value(); }));
    EXPECT_TRUE(first->oracle == "log" || first->oracle == "exit") << first->oracle;
    EXPECT_TRUE(eventually([&] {
        const auto next = watch.after(taking(milliseconds(1)));
        return next && next->oracle == "exit";
    }));
}

TEST_F(Watching, ASlowSessionAlarmsOnceThereIsAControl) {
    const Child child([] {});
    Watch watch(process(child.pid()));
    EXPECT_FALSE(watch.after(taking(milliseconds(5000))));
    for (int i = 0; i < Latency::enough; ++i)
        watch.after_control(taking(milliseconds(1)));
    EXPECT_EQ(watch.after(taking(milliseconds(5000)))->oracle, "latency");
}

TEST_F(Watching, AViolationOfTheStandardAlarms) {
    const Child child([] {});
    Watch watch(process(child.pid()));
    Session session = taking(milliseconds(1));
    session.exchanges.push_back({wire::notation::bytes_of("c0 r0"), wire::notation::bytes_of("d0 r0")});
    EXPECT_EQ(watch.after(session)->oracle, "statement");
}

// A broker that spins: busy with no connection open.
TEST_F(Watching, ABusyProcessAlarmsWhileItShouldBeIdle) {
    const Child child([] { spin(); });
    Watch watch(process(child.pid()));
    EXPECT_TRUE(eventually([&] {
        watch.begin_idle();
        std::this_thread::sleep_for(milliseconds(200));
        const auto alarm = watch.end_idle();
        return alarm && alarm->oracle == "spin";
    }));
}

TEST_F(Watching, WithoutAProcessOnlyAnswersCount) {
    Watch watch(Process{});
    EXPECT_FALSE(watch.after(taking(milliseconds(1))));
    watch.begin_idle();
    EXPECT_FALSE(watch.end_idle());
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
