#include "gauntlet/fuzz/oracles/ending.hpp"

#include <gtest/gtest.h>

#include "child.hpp"

namespace gauntlet::fuzz::oracles {
namespace {

core::Observation process(core::Kind kind, int code) {
    return {.layer = core::Layer::process, .kind = kind, .code = code, .text = "ended"};
}

TEST(Ending, ExitSignalAndCoreAreNamed) {
    EXPECT_EQ(ended(process(core::Kind::exit, 0))->oracle, "exit");
    EXPECT_EQ(ended(process(core::Kind::exit, 3))->signature, "exit status 3");
    EXPECT_EQ(ended(process(core::Kind::signal, SIGSEGV))->oracle, "core");
    EXPECT_EQ(ended(process(core::Kind::signal, SIGSEGV))->signature, "SIGSEGV");
    EXPECT_EQ(ended(process(core::Kind::signal, SIGABRT))->oracle, "core");
    EXPECT_EQ(ended(process(core::Kind::signal, SIGKILL))->oracle, "signal");
}

TEST(Ending, OtherObservationsAreNoEnd) {
    EXPECT_FALSE(ended(process(core::Kind::accepted, 0)));
    EXPECT_FALSE(ended({.layer = core::Layer::process, .kind = core::Kind::exit}));
    EXPECT_FALSE(ended({.layer = core::Layer::mqtt, .kind = core::Kind::connack, .code = 5}));
}

TEST(Ending, AProcessThatDiesIsGoneAndOneThatLivesIsNot) {
    const Child alive([] {});
    EXPECT_FALSE(gone(alive.pid()));
    const Child dies([] { ::abort(); });
    EXPECT_TRUE(eventually([&] { return gone(dies.pid()).has_value(); }));
    EXPECT_EQ(gone(dies.pid())->oracle, "exit");
    EXPECT_FALSE(gone(alive.pid()));
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
