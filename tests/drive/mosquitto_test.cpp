// Whole conversations with the real broker.
#include "mosquitto.hpp"

#include <gtest/gtest.h>

#include "fake_broker.hpp"

namespace gauntlet::drive::test {
namespace {

using core::Barrier;
using core::Close;
using core::Kind;
using core::Layer;
using core::Open;
using core::Read;
using core::Search;
using core::Send;
using core::TlsVersion;
using net::test::fact;

constexpr const char* connect_b = "10 r{ s'MQTT' 04 02 k60 s'{id}b' }";

using Parameter = std::pair<TlsVersion, core::Transport>;

class WithMosquitto : public testing::TestWithParam<Parameter> {
  protected:
    void SetUp() override { SKIP_WITHOUT_MOSQUITTO(); }
    static TlsVersion version() { return GetParam().first; }
    static core::Transport transport() { return GetParam().second; }
    core::Stimulus by(std::vector<core::Step> list) const {
        core::Stimulus stimulus = steps(std::move(list));
        stimulus.client.tls.min = stimulus.client.tls.max = version();
        return stimulus;
    }
};

INSTANTIATE_TEST_SUITE_P(Over, WithMosquitto,
                         testing::Values(Parameter{TlsVersion::tls_1_2, core::Transport::mqtts},
                                         Parameter{TlsVersion::tls_1_3, core::Transport::mqtts},
                                         Parameter{TlsVersion::tls_1_2, core::Transport::wss},
                                         Parameter{TlsVersion::tls_1_3, core::Transport::wss}),
                         [](const auto& each) {
                             return std::string(core::to_string(each.param.second)) +
                                    (each.param.first == TlsVersion::tls_1_2 ? "_tls12" : "_tls13");
                         });

TEST_P(WithMosquitto, FactsOfTheHandshake) {
    Mosquitto broker(false, transport());
    const Conversation done = talk(by({Open{}, Send{"a", connect}, Read{"a", "connack"}}), broker.target());
    EXPECT_EQ(done.harness_fault, "");
    const core::Observation& handshake = at(done, "handshake");
    EXPECT_EQ(handshake.layer, Layer::tls);
    EXPECT_EQ(handshake.kind, Kind::accepted);
    EXPECT_EQ(fact(handshake, "version"), core::to_string(version()));
    EXPECT_EQ(fact(handshake, "verify"), "X509_V_OK");
    EXPECT_EQ(fact(handshake, "certificate-requested"), "no");
    std::string served;
    for (const recipe::Certificate* each : recipe::server::good.chain)
        served += (served.empty() ? "" : ",") + std::string(each->name);
    EXPECT_EQ(fact(handshake, "served"), served);
    EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
}

TEST_P(WithMosquitto, ServedIsAFingerprintWithoutAName) {
    Mosquitto broker(false, transport());
    Target target = broker.target();
    target.certificate_name = nullptr;
    const Conversation done = talk(by({Open{}}), target);
    const std::string served = fact(at(done, "handshake"), "served");
    EXPECT_EQ(served.size(), 2 * (7 + 64) + 1U) << served;
    EXPECT_EQ(served.find("sha256:"), 0U);
}

TEST_P(WithMosquitto, PublishesOfEachQosArriveWhole) {
    Mosquitto broker(false, transport());
    const Conversation done = talk(by({Open{.channel = "s", .at = "hs"},
                                       Send{"s", connect_b},
                                       Read{"s", "cs"},
                                       Send{"s", "82 r{ i1 s'{topic}/#' 02 }"},
                                       Read{"s", "suback"},
                                       Open{.channel = "p", .at = "hp"},
                                       Send{"p", connect},
                                       Read{"p", "cp"},
                                       Send{"p", "30 r{ s'{topic}/0' 'zero' }"},
                                       Barrier{"p", ""},
                                       Read{"s", "qos0"},
                                       Send{"p", "32 r{ s'{topic}/1' i7 'one' }"},
                                       Read{"p", "puback"},
                                       Read{"s", "qos1"},
                                       Send{"s", "40 02 i1"},
                                       Send{"p", "34 r{ s'{topic}/2' i8 'two' }"},
                                       Read{"p", "pubrec"},
                                       Send{"p", "62 02 i8"},
                                       Read{"p", "pubcomp"},
                                       Read{"s", "qos2"},
                                       Barrier{"s", "quiet"}}),
                                   broker.target());
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(fact(at(done, "suback"), "reason"), "2");
    EXPECT_EQ(at(done, "puback").code, 4);
    EXPECT_EQ(at(done, "pubrec").code, 5);
    EXPECT_EQ(at(done, "pubcomp").code, 7);
    const char* qos = "0";
    for (const char* label : {"qos0", "qos1", "qos2"}) {
        const core::Observation& seen = at(done, label);
        EXPECT_EQ(seen.code, 3) << seen.text;
        EXPECT_EQ(fact(seen, "topic"), "as-sent");
        EXPECT_EQ(fact(seen, "payload"), "as-sent");
        EXPECT_EQ(fact(seen, "qos"), std::string(1, (*qos)));
        qos = std::string_view(label) == "qos0" ? "1" : "2";
    }
    EXPECT_EQ(fact(at(done, "quiet"), "before"), "0");
}

TEST_P(WithMosquitto, ALargePublishArrivesWhole) {
    Mosquitto broker(false, transport());
    const Conversation done =
        talk(by({Open{.channel = "s", .at = "hs"}, Send{"s", connect_b}, Read{"s", "cs"},
                 Send{"s", "82 r{ i1 s'{topic}' 00 }"}, Read{"s", "suback"}, Open{}, Send{"a", connect},
                 Read{"a", "connack"}, Send{"a", "30 r{ s'{topic}' 'Q'*262144 }"}, Read{"s", "publish"}}),
             broker.target());
    EXPECT_EQ(fact(at(done, "publish"), "topic"), "as-sent");
    EXPECT_EQ(fact(at(done, "publish"), "payload"), "as-sent");
}

TEST_P(WithMosquitto, ByteByByte) {
    Mosquitto broker(false, transport());
    const Conversation done =
        talk(by({Open{}, Send{"a", connect, core::Split::bytes}, Read{"a", "connack"}}), broker.target());
    EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
}

TEST_P(WithMosquitto, HalfAPacketThenCloseIsNotDelivered) {
    Mosquitto broker(false, transport());
    const Conversation done = talk(by({Open{.channel = "s", .at = "hs"}, Send{"s", connect_b}, Read{"s", "cs"},
                                       Send{"s", "82 r{ i1 s'{topic}' 00 }"}, Read{"s", "suback"}, Open{},
                                       Send{"a", connect}, Read{"a", "connack"},
                                       Send{"a",
                                            "30 r20 s'{topic}' 'half"
                                            "'"},
                                       Close{"a", core::CloseHow::fin}, Read{"a", "end"}, Barrier{"s", "quiet"}}),
                                   broker.target());
    EXPECT_NE(at(done, "end").kind, Kind::timeout) << at(done, "end").text;
    EXPECT_EQ(fact(at(done, "quiet"), "before"), "0");
}

TEST_P(WithMosquitto, NothingInClearButOnThePlainListener) {
    Mosquitto broker(false, transport());
    const std::vector<std::string> texts{"{id}", "{topic}", "a very plain payload", "MQTT"};
    const Conversation done =
        talk(by({Open{}, Send{"a", connect}, Read{"a", "connack"},
                 Send{"a", "30 r{ s'{topic}' 'a very plain payload' }"}, Barrier{"a", ""}, Search{"a", texts, "tls"},
                 Open{.channel = "b", .door = core::Door::plain_listener, .at = "plain"}, Send{"b", connect_b},
                 Read{"b", "cb"}, Send{"b", "30 r{ s'{topic}' 'a very plain payload' }"}, Barrier{"b", ""},
                 Search{"b", texts, "tcp"}}),
             broker.target());
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(fact(at(done, "tls"), "in-clear"), "none");
    EXPECT_EQ(fact(at(done, "tcp"), "in-clear"), "{id},{topic},a very plain payload,MQTT");
    EXPECT_EQ(at(done, "cb").kind, Kind::accepted);
}

TEST_P(WithMosquitto, TheWrongProtocolOnEachDoor) {
    Mosquitto broker(false, transport());
    const Conversation done =
        talk(by({Open{.engine = core::Engine::tcp, .at = "clear"}, Send{"a", connect}, Read{"a", "end-clear"},
                 Open{.channel = "b", .door = core::Door::plain_listener, .engine = core::Engine::tls, .at = "hello"},
                 Read{"b", "end-hello"}}),
             broker.target());
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(at(done, "clear").layer, Layer::tcp);
    EXPECT_EQ(at(done, "clear").kind, Kind::accepted);
    EXPECT_TRUE(at(done, "end-clear").kind == Kind::fin || at(done, "end-clear").kind == Kind::rst ||
                at(done, "end-clear").kind == Kind::alert)
        << at(done, "end-clear").text;
    EXPECT_TRUE(at(done, "hello").kind == Kind::fin || at(done, "hello").kind == Kind::rst) << at(done, "hello").text;
    EXPECT_EQ(at(done, "end-hello").kind, at(done, "hello").kind);
}

TEST_P(WithMosquitto, RetainedMessagesAreGoneAfterwards) {
    Mosquitto broker(false, transport());
    const Target target = broker.target();
    const Conversation first =
        talk(by({Open{}, Send{"a", connect}, Read{"a", "connack"}, Send{"a", "31 r{ s'{run}/kept' 'x' }"},
                 Barrier{"a", ""}, Open{.channel = "b", .at = "hb"}, Send{"b", connect_b}, Read{"b", "cb"},
                 Send{"b", "82 r{ i1 s'{run}/kept' 00 }"}, Read{"b", "suback"}, Read{"b", "retained"}}),
             target);
    EXPECT_EQ(fact(at(first, "retained"), "retain"), "yes");
    EXPECT_TRUE(first.retained.empty());
    const Conversation second =
        talk(by({Open{}, Send{"a", connect}, Read{"a", "connack"}, Send{"a", "82 r{ i1 s'{run}/kept' 00 }"},
                 Read{"a", "suback"}, Barrier{"a", "quiet"}}),
             target);
    EXPECT_EQ(fact(at(second, "quiet"), "before"), "0");
}

TEST_P(WithMosquitto, ResumesWhereItIsAsked) {
    Mosquitto broker(false, transport());
    core::Stimulus stimulus = by({Open{.at = "first"}, Send{"a", connect}, Read{"a", "c1"}, Close{"a"},
                                  Open{.client = "again", .at = "second"}, Send{"a", connect}, Read{"a", "c2"},
                                  Close{"a"}, Open{.at = "third"}});
    core::NamedClient again{"again", stimulus.client};
    again.client.tls.resume = true;
    stimulus.others = {again};
    const Conversation done = talk(stimulus, broker.target());
    EXPECT_EQ(fact(at(done, "first"), "resumed"), "no");
    EXPECT_EQ(fact(at(done, "second"), "resumed"), "yes");
    EXPECT_EQ(at(done, "c2").kind, Kind::accepted);
    EXPECT_EQ(fact(at(done, "third"), "resumed"), "no");
}

TEST_P(WithMosquitto, WhoIsLetIn) {
    struct Row {
        core::Client client;
        Layer layer;
        Kind kind;
        std::optional<int> code;
    };
    const int missing = version() == TlsVersion::tls_1_3 ? 116 : 40;
    const Row rows[] = {
        {{}, Layer::mqtt, Kind::accepted, std::nullopt},
        {core::presenting(recipe::client::rsa_2048), Layer::mqtt, Kind::accepted, std::nullopt},
        {core::presenting_nothing(), Layer::tls, Kind::alert, missing},
        {core::presenting(recipe::client::expired), Layer::tls, Kind::alert, 45},
        {core::presenting(recipe::client::untrusted_root), Layer::tls, Kind::alert, 48},
        {core::presenting(recipe::client::wrong_key), Layer::tls, Kind::alert, 51},
    };
    Mosquitto broker(true, transport());
    for (const Row& row : rows) {
        core::Scenario scenario;
        scenario.check = "test/who";
        scenario.stimulus = by({Open{}, Send{"a", connect}, Read{"a", "connack"}});
        scenario.stimulus.client = row.client;
        scenario.stimulus.client.tls.min = scenario.stimulus.client.tls.max = version();
        const Target target = broker.target();
        const Examination done = net::test::run(examine(scenario, target));
        EXPECT_EQ(done.evidence.harness_fault, "");
        ASSERT_EQ(done.evidence.observed.size(), 2U);
        const core::Observation& seen = done.evidence.observed[1];
        EXPECT_EQ(core::to_string(seen.layer), core::to_string(row.layer)) << seen.text;
        EXPECT_EQ(core::to_string(seen.kind), core::to_string(row.kind)) << seen.text;
        EXPECT_EQ(seen.code, row.code) << seen.text;
        ASSERT_TRUE(done.evidence.control_before && done.evidence.control_after);
        EXPECT_EQ(done.evidence.control_before->kind, Kind::accepted) << done.evidence.control_before->text;
        EXPECT_EQ(done.evidence.control_after->kind, Kind::accepted) << done.evidence.control_after->text;
    }
}

}  // namespace
}  // namespace gauntlet::drive::test
