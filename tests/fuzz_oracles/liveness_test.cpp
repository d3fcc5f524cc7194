#include "gauntlet/fuzz/oracles/liveness.hpp"

#include <gtest/gtest.h>

#include "gauntlet/core/step_text.hpp"

namespace gauntlet::fuzz::oracles {
namespace {

using std::chrono::milliseconds;

const core::Observation opened{.at = "probe-open", .layer = core::Layer::tls, .kind = core::Kind::accepted};
const core::Observation connack{.at = "probe-connack", .layer = core::Layer::mqtt, .kind = core::Kind::accepted};
const core::Observation ping{.at = "probe-ping", .layer = core::Layer::mqtt, .kind = core::Kind::packet, .code = 13};

TEST(Liveness, AServedClientIsQuiet) {
    EXPECT_FALSE(liveness({opened, connack, ping}));
}

TEST(Liveness, RefusalAndSilenceAreTwoThings) {
    core::Observation refused = connack;
    refused.kind = core::Kind::rst;
    EXPECT_EQ(liveness({opened, refused})->oracle, "liveness");
    core::Observation silent = connack;
    silent.kind = core::Kind::timeout;
    EXPECT_EQ(liveness({opened, silent})->oracle, "hang");
    EXPECT_EQ(liveness({opened, silent})->signature, "probe-connack: mqtt timeout");
    core::Observation other = ping;
    other.code = 3;
    EXPECT_EQ(liveness({opened, connack, other})->oracle, "liveness");
    EXPECT_EQ(liveness({opened, connack})->oracle, "liveness");
    EXPECT_EQ(liveness({})->oracle, "liveness");
}

TEST(Liveness, TheProbeIsAConversationThatCanBeWritten) {
    const core::Profile password{.access = core::Access::password};
    const auto steps = probe(password);
    const auto back = core::parse_steps(core::to_text(steps));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(*back, steps);
    EXPECT_NE(core::to_text(steps).find("{password}"), std::string::npos);
}

TEST(Latency, SaysNothingBeforeItIsCalibrated) {
    Latency latency;
    for (int i = 1; i < Latency::enough; ++i)
        latency.add_control(milliseconds(1));
    EXPECT_FALSE(latency.slow(std::chrono::seconds(60)));
}

TEST(Latency, AlarmsFarBeyondTheSlowestControl) {
    Latency latency;
    for (int i = 0; i < Latency::enough; ++i)
        latency.add_control(milliseconds(i == 3 ? 100 : 1));
    EXPECT_FALSE(latency.slow(milliseconds(2000)));
    EXPECT_EQ(latency.slow(milliseconds(2001))->oracle, "latency");
    Latency fast;
    for (int i = 0; i < Latency::enough; ++i)
        fast.add_control(milliseconds(1));
    EXPECT_FALSE(fast.slow(Latency::least));
    EXPECT_TRUE(fast.slow(Latency::least + milliseconds(1)));
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
