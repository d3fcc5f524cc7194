// The flaws of the codec and the stream; those of logging in stand beside the rules that they break.
#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

using core::Flaw;

struct Flawed {
    explicit Flawed(Flaw flaw) : broker({}, only(flaw)) {}

    // b gets what a publishes.
    void connect() {
        a.logs_in(clean("a"));
        b.logs_in(clean("b"));
        b.says("82 r{ i1 s'#' 00 }");
        EXPECT_TRUE(b.hears({"90 r{ i1 00 }"}));
    }

    Broker broker;
    Client a{broker};
    Client b{broker};
};

TEST(FlawOf, AcceptsAndNeverAnswers) {
    Flawed flawed(Flaw::accepts_and_never_answers);
    flawed.a.says(clean("a") + " c0 00");
    flawed.broker.wait(1h);
    flawed.a.connection().tick(flawed.broker.now);
    EXPECT_TRUE(flawed.a.hears({}));
    EXPECT_FALSE(flawed.a.connection().next_deadline());
}

TEST(FlawOf, WaitsForMoreAfterAWrongFirstByte) {
    Flawed flawed(Flaw::waits_for_more_after_a_wrong_first_byte);
    flawed.a.says("16 03 01 00*600");
    EXPECT_TRUE(flawed.a.hears({}));
    flawed.broker.wait(10s);
    flawed.a.connection().tick(flawed.broker.now);
    EXPECT_TRUE(flawed.a.hears({end}));
}

TEST(FlawOf, ExpectsAPacketPerRead) {
    Flawed flawed(Flaw::expects_a_packet_per_read);
    flawed.connect();
    flawed.a.says("30 r{ s't' 'x' }");
    EXPECT_TRUE(flawed.b.hears({"30 r{ s't' 'x' }"}));
    flawed.a.says("c0 00 c0 00");
    EXPECT_TRUE(flawed.a.hears({end}));
    Client split(flawed.broker);
    split.spells(clean("s"));
    EXPECT_TRUE(split.hears({end}));
}

TEST(FlawOf, LosesTheLastByteOfAPayload) {
    Flawed flawed(Flaw::loses_the_last_byte_of_a_payload);
    flawed.connect();
    flawed.a.says("30 r{ s't' 'whole' } 32 r{ s't' i1 'whole' } 30 r{ s't' }");
    EXPECT_TRUE(flawed.b.hears({"30 r{ s't' 'whol' }", "30 r{ s't' 'whol' }", "30 r{ s't' }"}));
}

TEST(FlawOf, DeliversWhatHasComeSoFar) {
    Flawed flawed(Flaw::delivers_what_has_come_so_far);
    flawed.connect();
    flawed.a.says("30 r60 s't' 'unlock'");
    EXPECT_TRUE(flawed.b.hears({}));
    flawed.a.vanishes();
    EXPECT_TRUE(flawed.b.hears({"30 r{ s't' 'unlock' }"}));
    for (const std::string_view part : {"30", "30 r60", "30 r60 s9 't'", "32 r60 s't' 00", "82 r60 i1 s't' 00", ""}) {
        Client client(flawed.broker);
        client.logs_in(clean("c"));
        client.says(part);
        client.vanishes();
        EXPECT_TRUE(flawed.b.hears({})) << part;
    }
}

TEST(Correct, DeliversNoHalfPackets) {
    Broker broker;
    Client a(broker);
    a.logs_in(clean("a"));
    Client b(broker);
    b.logs_in(clean("b"));
    b.says("82 r{ i1 s'#' 00 }");
    EXPECT_TRUE(b.hears({"90 r{ i1 00 }"}));
    a.says("30 r60 s't' 'unlock'");
    a.vanishes();
    EXPECT_TRUE(b.hears({}));
}

TEST(FlawsAsASet, HasWhatWasAdded) {
    Flaws flaws;
    EXPECT_TRUE(flaws.empty());
    EXPECT_FALSE(flaws.has(Flaw::expects_a_packet_per_read));
    flaws.add(Flaw::expects_a_packet_per_read);
    EXPECT_TRUE(flaws.has(Flaw::expects_a_packet_per_read));
    EXPECT_FALSE(flaws.has(Flaw::accepts_and_never_answers));
    EXPECT_FALSE(flaws.empty());
    EXPECT_NE(flaws, Flaws{});
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
