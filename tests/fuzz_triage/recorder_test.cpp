#include "gauntlet/fuzz/triage/recorder.hpp"

#include <gtest/gtest.h>

#include "gauntlet/core/step_text.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::triage {
namespace {

namespace mqtt = wire::mqtt;

mqtt::Packet from_server(const std::string& notation) {
    return mqtt::decode(wire::notation::bytes_of(notation), {mqtt::Version::v3_1_1, mqtt::Sender::server});
}

std::vector<core::Step> steps(const std::string& text) {
    return *core::parse_steps(text);
}

TEST(Recorder, KeepsBothSidesOfEachChannel) {
    Recorder recorder(steps("a: open the listener\nb: open the listener\n"));
    recorder.sent("a", wire::notation::bytes_of("10 r{ s'MQTT' 04 02 k60 s'x' }"), false);
    recorder.sent("b", wire::notation::bytes_of("c0 r0"), false);
    recorder.heard("a", from_server("20 r2 00 00"));
    recorder.sent("a", wire::notation::bytes_of("e0 r0"), false);
    const auto exchanges = recorder.take_exchanges();
    ASSERT_EQ(exchanges.size(), 2U);
    EXPECT_EQ(exchanges[0].sent, wire::notation::bytes_of("10 r{ s'MQTT' 04 02 k60 s'x' } e0 r0"));
    EXPECT_EQ(exchanges[0].received, wire::notation::bytes_of("20 r2 00 00"));
    EXPECT_EQ(exchanges[1].sent, wire::notation::bytes_of("c0 r0"));
}

TEST(Recorder, LeavesOutWhatIsNotKnown) {
    Recorder twice(steps("a: open the listener\na: open the listener\n"));
    twice.sent("a", wire::notation::bytes_of("c0 r0"), false);
    EXPECT_TRUE(twice.take_exchanges().empty());
    Recorder frames(steps("a: open the listener\n"));
    frames.sent("a", wire::notation::bytes_of("82 m{ c0 r0 }"), true);
    EXPECT_TRUE(frames.take_exchanges().empty());
}

TEST(Recorder, TheStateIsWhatWasSaidLast) {
    Recorder recorder(steps("a: open the listener\n"));
    EXPECT_EQ(recorder.state(), "after nothing, answered nothing");
    recorder.sent("a", wire::notation::bytes_of("10 r{ s'MQTT' 04 02 k60 s'x' } 30 r{ s'a' }"), false);
    recorder.heard("a", from_server("20 r2 00 00"));
    EXPECT_EQ(recorder.state(), "after PUBLISH, answered CONNACK");
    recorder.sent("a", wire::notation::bytes_of("c0 r0 82 r200 00"), false);
    EXPECT_EQ(recorder.state(), "after SUBSCRIBE, answered CONNACK");
    recorder.sent("a", {}, false);
    EXPECT_EQ(recorder.state(), "after SUBSCRIBE, answered CONNACK");
}

}  // namespace
}  // namespace gauntlet::fuzz::triage
