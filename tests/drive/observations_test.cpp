// What is read becomes one observation, and an ended channel keeps answering with how it ended.
#include <gtest/gtest.h>

#include "fake_broker.hpp"

namespace gauntlet::drive::test {
namespace {

using core::Kind;
using core::Layer;
using core::Open;
using core::Read;
using core::Send;
using net::test::fact;

struct Row {
    const char* name;
    const char* sent;  // notation, in answer to the CONNECT
    Layer layer;
    Kind kind;
    std::optional<int> code;
    const char* text;  // a part of the observation's
    bool version_5 = false;
};

TEST(Observation, OfEachAnswerToConnect) {
    const Row rows[] = {
        {"accepted", "20 02 00 00", Layer::mqtt, Kind::accepted, std::nullopt, "CONNACK"},
        {"accepted with a session", "20 02 01 00", Layer::mqtt, Kind::accepted, std::nullopt, "session present 1"},
        {"refused", "20 02 00 05", Layer::mqtt, Kind::connack, 5, "not authori"},
        {"refused in 5.0", "20 03 00 87 00", Layer::mqtt, Kind::connack, 0x87, "ot authori", true},
        {"accepted in 5.0", "20 03 00 00 00", Layer::mqtt, Kind::accepted, std::nullopt, "CONNACK", true},
        {"refused as 3.1.1 does", "20 02 00 01", Layer::mqtt, Kind::connack, 1, "protocol version", true},
        {"DISCONNECT", "e0 02 8e 00", Layer::mqtt, Kind::disconnect, 0x8e, "DISCONNECT", true},
        {"another packet", "d0 00", Layer::mqtt, Kind::packet, 13, "PINGRESP"},
        {"SUBACK", "90 04 i1 01 80", Layer::mqtt, Kind::packet, 9, "SUBACK"},
        {"malformed", "20 03 00 00 00", Layer::tcp, Kind::packet, std::nullopt, "2003000000"},
        {"a client's packet", "c0 00", Layer::tcp, Kind::packet, std::nullopt, "c000"},
        {"a length of five bytes", "20 ff ff ff ff 01", Layer::tcp, Kind::packet, std::nullopt, "20ffffffff01"},
        {"HTTP", "'HTTP/1.1 400 Bad Request' 0d0a0d0a fin", Layer::tcp, Kind::packet, std::nullopt, "485454502f312e31"},
        {"half a packet", "20 02 00 fin", Layer::tcp, Kind::packet, std::nullopt, "200200"},
        {"FIN", "fin", Layer::tcp, Kind::fin, std::nullopt, "FIN"},
        {"RST", "rst", Layer::tcp, Kind::rst, std::nullopt, "reset"},
        {"a TLS alert", "15 0303 0002 02 28 fin", Layer::tls, Kind::alert, 40, "handshake_failure"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        FakeBroker broker(answers_connect(row.sent));
        const Conversation done = talk(
            steps({Open{}, Send{"a", row.version_5 ? connect_5 : connect}, Read{"a", "connack"}}), broker.target());
        EXPECT_EQ(done.harness_fault, "");
        ASSERT_EQ(done.observed.size(), 2U);
        EXPECT_EQ(at(done, "handshake").layer, Layer::tcp);
        EXPECT_EQ(at(done, "handshake").kind, Kind::accepted);
        const core::Observation& seen = at(done, "connack");
        EXPECT_EQ(core::to_string(seen.layer), core::to_string(row.layer)) << seen.text;
        EXPECT_EQ(core::to_string(seen.kind), core::to_string(row.kind)) << seen.text;
        EXPECT_EQ(seen.code, row.code) << seen.text;
        EXPECT_NE(seen.text.find(row.text), std::string::npos) << seen.text;
    }
}

TEST(Observation, OfPacketsInOrderAndThenOfTheEnd) {
    FakeBroker broker(answers_connect("20 02 00 00 40 02 i7 90 04 i1 01 80 fin"));
    const Conversation done = talk(steps({Open{}, Send{"a", connect}, Read{"a", "1"}, Read{"a", "2"}, Read{"a", "3"},
                                          Read{"a", "4"}, Send{"a", "c0 00"}, Read{"a", "5"}, core::Barrier{"a", "6"}}),
                                   broker.target());
    EXPECT_EQ(at(done, "1").kind, Kind::accepted);
    EXPECT_EQ(fact(at(done, "1"), "session-present"), "no");
    EXPECT_EQ(at(done, "2").code, 4);
    EXPECT_EQ(at(done, "3").code, 9);
    EXPECT_EQ(fact(at(done, "3"), "reason"), "1,128");
    for (const char* label : {"4", "5", "6"})
        EXPECT_EQ(at(done, label).kind, Kind::fin) << label;
}

TEST(Observation, NonsenseIsToldOnceAndThenTheEnd) {
    FakeBroker broker(answers_connect("00 ff ff ff ff ff fin"));
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "1"}, Read{"a", "2"}, Read{"a", "3"}}), broker.target());
    EXPECT_EQ(at(done, "1").kind, Kind::packet);
    EXPECT_EQ(at(done, "1").layer, Layer::tcp);
    EXPECT_EQ(at(done, "2").kind, Kind::fin);
    EXPECT_EQ(at(done, "3").kind, Kind::fin);
}

TEST(Observation, OfTheEndPassesPacketsOver) {
    FakeBroker broker(answers_connect("20 02 00 00 40 02 i7 fin"));
    const Conversation done = talk(
        steps({Open{}, Send{"a", connect}, Read{.channel = "a", .at = "end", .until_end = true}}), broker.target());
    EXPECT_EQ(at(done, "end").kind, Kind::fin);
}

TEST(Observation, OfSilence) {
    FakeBroker broker([](const wire::mqtt::Packet& packet) {
        return packet.type() == wire::mqtt::PacketType::connect ? std::string("20 02 00 00 40 02") : std::string();
    });
    Target target = broker.target();
    target.timeout = std::chrono::milliseconds(200);
    const Conversation done =
        talk(steps({Open{}, Read{"a", "nothing"}, Send{"a", connect}, Read{"a", "connack"}, Read{"a", "half"},
                    core::Barrier{"a", "barrier"}, Read{.channel = "a", .at = "end", .until_end = true}}),
             target);
    for (const char* label : {"nothing", "half", "barrier", "end"}) {
        EXPECT_EQ(at(done, label).layer, Layer::mqtt) << label;
        EXPECT_EQ(at(done, label).kind, Kind::timeout) << label;
    }
    EXPECT_NE(at(done, "half").text.find("2 bytes"), std::string::npos) << at(done, "half").text;
}

TEST(Observation, OfPublishesComparesWithWhatWasSent) {
    struct Given {
        const char* packet;
        const char *topic, *payload, *qos, *retain, *dup, *text;
    };
    const std::string x64(64, 'x');
    const Given rows[] = {
        {"30 r{ s't/one' 'new' }", "as-sent", "as-sent", "0", "no", "no", "new"},
        {"30 r{ s't/one' 'old' }", "as-sent", "other", "0", "no", "no", "old"},
        {"30 r{ s't/two' 'old' }", "as-sent", "as-sent", "0", "no", "no", "old"},
        {"30 r{ s't/two' 'new' }", "as-sent", "other", "0", "no", "no", "new"},
        {"30 r{ s't/three' 'new' }", "other", "other", "0", "no", "no", "new"},
        {"30 r{ s't/four' 'x'*64 }", "other", "other", "0", "no", "no", x64.c_str()},
        {"30 r{ s't/four' 'x'*65 }", "other", "other", "0", "no", "no", "(no such fact)"},
        {"30 r{ s't/four' 00 }", "other", "other", "0", "no", "no", "(no such fact)"},
        {"30 r{ s't/four' }", "other", "other", "0", "no", "no", ""},
        {"3d r{ s't/one' i5 'new' }", "as-sent", "as-sent", "2", "yes", "yes", "new"},
    };
    for (const Given& row : rows) {
        SCOPED_TRACE(row.packet);
        FakeBroker broker([&row](const wire::mqtt::Packet& packet) {
            return packet.type() == wire::mqtt::PacketType::pingreq ? std::string(row.packet) : polite(packet);
        });
        const Conversation done =
            talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"}, Send{"a", "30 r{ s't/one' 'old' }"},
                        Send{"a", "30 r{ s't/two' 'old' }"}, Send{"a", "30 r{ s't/one' 'new' }"}, Send{"a", "c0 00"},
                        Read{"a", "publish"}}),
                 broker.target());
        const core::Observation& seen = at(done, "publish");
        EXPECT_EQ(seen.kind, Kind::packet);
        EXPECT_EQ(seen.code, 3);
        EXPECT_EQ(fact(seen, "topic"), row.topic);
        EXPECT_EQ(fact(seen, "payload"), row.payload);
        EXPECT_EQ(fact(seen, "qos"), row.qos);
        EXPECT_EQ(fact(seen, "retain"), row.retain);
        EXPECT_EQ(fact(seen, "dup"), row.dup);
        EXPECT_EQ(fact(seen, "payload-text"), row.text);
    }
}

TEST(Barrier, CountsWhatCameBeforeAndLeavesItThere) {
    FakeBroker broker([](const wire::mqtt::Packet& packet) -> std::string {
        return packet.type() == wire::mqtt::PacketType::pingreq ? "40 02 i7 40 02 i8 d0 00 40 02 i9" : polite(packet);
    });
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"}, core::Barrier{"a", "barrier"}, Read{"a", "1"},
                    Read{"a", "2"}, Read{"a", "3"}}),
             broker.target());
    EXPECT_EQ(at(done, "barrier").layer, Layer::mqtt);
    EXPECT_EQ(at(done, "barrier").code, 13);
    EXPECT_EQ(fact(at(done, "barrier"), "before"), "2");
    EXPECT_NE(at(done, "1").text.find("7"), std::string::npos) << at(done, "1").text;
    EXPECT_NE(at(done, "2").text.find("8"), std::string::npos) << at(done, "2").text;
    EXPECT_NE(at(done, "3").text.find("9"), std::string::npos) << at(done, "3").text;
}

TEST(Barrier, WithoutALabelLeavesNoObservation) {
    FakeBroker broker(polite);
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"}, core::Barrier{"a", ""}}), broker.target());
    EXPECT_EQ(done.observed.size(), 2U);
    EXPECT_EQ(done.harness_fault, "");
}

TEST(Barrier, ThatMeetsTheEnd) {
    FakeBroker broker([](const wire::mqtt::Packet& packet) -> std::string {
        return packet.type() == wire::mqtt::PacketType::pingreq ? "40 02 i7 fin" : polite(packet);
    });
    const Conversation done = talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"},
                                          core::Barrier{"a", "barrier"}, Read{"a", "1"}, Read{"a", "2"}}),
                                   broker.target());
    EXPECT_EQ(at(done, "barrier").kind, Kind::fin);
    EXPECT_EQ(at(done, "1").code, 4);
    EXPECT_EQ(at(done, "2").kind, Kind::fin);
}

}  // namespace
}  // namespace gauntlet::drive::test
