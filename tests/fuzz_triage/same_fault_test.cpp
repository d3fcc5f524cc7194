#include "gauntlet/fuzz/triage/same_fault.hpp"

#include <gtest/gtest.h>

namespace gauntlet::fuzz::triage {
namespace {

using oracles::Alarm;

const Alarm gone{"exit", "gone", "", {}};
const Alarm segv{"core", "SIGSEGV", "", {}};
const Alarm abort{"core", "SIGABRT", "", {}};
const Alarm overflow{"core", "heap-buffer-overflow in f < g", "", {}};
const Alarm overflow_in_log{"log", "heap-buffer-overflow in f < g", "", {}};
const Alarm statement{"statement", "goes on after x", "", {"3.1.1/2.2.2-2"}};
const Alarm other_statement{"statement", "goes on after y", "", {"3.1.1/2.2.2-2"}};
const Alarm hang{"hang", "probe-connack: mqtt timeout", "", {}};
const Alarm other_hang{"hang", "probe-ping: mqtt timeout", "", {}};
const Alarm liveness{"liveness", "probe-connack: mqtt rst", "", {}};

TEST(SameFault, WhoSawNoMoreThanTheEndMeansEveryEnd) {
    EXPECT_TRUE(same_fault(gone, segv));
    EXPECT_TRUE(same_fault(overflow_in_log, gone));
    EXPECT_FALSE(same_fault(gone, statement));
    EXPECT_FALSE(same_fault(hang, gone));
}

TEST(SameFault, DeathsAreToldApartByWhatTheyShow) {
    EXPECT_TRUE(same_fault(segv, segv));
    EXPECT_FALSE(same_fault(segv, abort));
    EXPECT_FALSE(same_fault(segv, overflow));
    EXPECT_TRUE(same_fault(overflow, overflow_in_log));
}

TEST(SameFault, StatementsByWhatWasToleratedOthersByTheirOracle) {
    EXPECT_FALSE(same_fault(statement, other_statement));
    EXPECT_TRUE(same_fault(hang, other_hang));
    EXPECT_FALSE(same_fault(hang, liveness));
}

TEST(MayBeSameFault, HalfOfItIsEnough) {
    EXPECT_TRUE(may_be_same_fault(segv, overflow));
    EXPECT_TRUE(may_be_same_fault(hang, liveness));
    EXPECT_FALSE(may_be_same_fault(statement, other_statement));
    EXPECT_FALSE(may_be_same_fault(segv, hang));
}

TEST(WithState, TellsBareEndsApart) {
    const Alarm after_publish = with_state(segv, "after PUBLISH, answered CONNACK");
    EXPECT_EQ(after_publish.signature, "SIGSEGV, after PUBLISH, answered CONNACK");
    EXPECT_TRUE(same_fault(after_publish, segv));
    EXPECT_NE(finding_id("b", after_publish), finding_id("b", with_state(segv, "after CONNECT, answered nothing")));
    EXPECT_EQ(with_state(overflow, "after x"), overflow);
    EXPECT_EQ(with_state(statement, "after x"), statement);
    EXPECT_EQ(with_state({"exit", "exit status 1", "", {}}, "after x").signature, "exit status 1, after x");
}

TEST(FindingId, IsStableAndANameOfAFolder) {
    const std::string id = finding_id("mosquitto", segv);
    EXPECT_EQ(id, finding_id("mosquitto", {"core", "SIGSEGV", "another text", {"x"}}));
    EXPECT_NE(id, finding_id("reference", segv));
    EXPECT_TRUE(id.starts_with("mosquitto-core-"));
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::fuzz::triage
