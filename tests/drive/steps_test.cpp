// The steps themselves: placeholders, writes, closes, searches, and what cannot be done.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include "fake_broker.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::drive::test {
namespace {

namespace mqtt = wire::mqtt;
using core::Kind;
using core::Open;
using core::Read;
using core::Send;
using net::test::fact;

// What a client that is its own test sends with a notation.
std::string wire_of(const std::string& notation, const Target& changes) {
    FakeBroker broker(polite);
    Target target = broker.target();
    target.user = changes.user;
    target.password = changes.password;
    const Conversation done = talk(steps({Open{}, Send{"a", notation}}), target);
    EXPECT_EQ(done.harness_fault, "");
    const std::vector<std::string> received = broker.received(1);
    return received.size() == 1 ? received.front() : "(not one packet)";
}

std::string client_id(const std::string& printed) {
    const wire::Bytes bytes = wire::notation::bytes_of(printed);
    const auto message = mqtt::message(mqtt::decode(bytes, {}));
    return message ? std::get<mqtt::Connect>(*message).client_identifier : "(no CONNECT)";
}

TEST(Placeholders, IdIsShortPlainAndUnique) {
    std::vector<std::string> ids;
    for (int i = 0; i < 100; ++i)
        ids.push_back(client_id(wire_of("10 r{ s'MQTT' 04 02 k60 s'{id}' }", {})));
    for (const std::string& id : ids) {
        EXPECT_LE(id.size(), 22U);
        EXPECT_TRUE(std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) != 0; })) << id;
        EXPECT_TRUE(id.starts_with("gauntletr7")) << id;
    }
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
}

TEST(Placeholders, IdStaysShortWithALongPrefix) {
    FakeBroker broker(polite);
    Target target = broker.target();
    target.run_prefix = "gauntlet-" + std::string(100, 'p') + "-42";
    talk(steps({Open{}, Send{"a", "10 r{ s'MQTT' 04 02 k60 s'{id}' }"}}), target);
    const std::string id = client_id(broker.received(1).front());
    EXPECT_LE(id.size(), 22U);
    EXPECT_NE(id.find("42"), std::string::npos) << id;
}

TEST(Placeholders, TopicRunUserAndPassword) {
    FakeBroker broker(polite);
    Target target = broker.target();
    target.user = "o'brien \\{x}\n";
    target.password = "p";
    const Conversation done =
        talk(steps({Open{}, Send{"a", "10 r{ s'MQTT' 04 c2 k60 s'{id}' s'{user}' s'{password}' }"},
                    Send{"a", "30 r{ s'{topic}/x' '{run}|{id}' }  # it's {no} placeholder\n"},
                    Send{"a", "30 r{ s'lit' {61}*3 '\\'{run}' }"}}),
             target);
    EXPECT_EQ(done.harness_fault, "");
    const std::vector<std::string> received = broker.received(1);
    ASSERT_EQ(received.size(), 3U);
    const auto message = [&received](std::size_t i) {
        return mqtt::message(mqtt::decode(wire::notation::bytes_of(received[i]), {})).value();
    };
    const auto connect_message = std::get<mqtt::Connect>(message(0));
    EXPECT_EQ(connect_message.user_name, target.user);
    EXPECT_EQ(connect_message.password, target.password);
    const auto publish = std::get<mqtt::Publish>(message(1));
    EXPECT_EQ(publish.topic, "gauntlet-r7/" + connect_message.client_identifier + "/x");
    EXPECT_EQ(publish.payload, "gauntlet-r7|" + connect_message.client_identifier);
    EXPECT_EQ(std::get<mqtt::Publish>(message(2)).payload, "aaa'gauntlet-r7");
}

struct Faulty {
    const char* name;
    std::vector<core::Step> list;
    const char* fault;  // its parts
};

TEST(Fault, NamesTheStepAndWhy) {
    const Faulty rows[] = {
        {"unknown placeholder", {Open{}, Send{"a", "10 r{ s'{nobody}' }"}}, "step 2 (a: send"},
        {"unknown placeholder", {Open{}, Send{"a", "10 r{ s'{nobody}' }"}}, "{nobody}"},
        {"no user", {Open{}, Send{"a", "s'{user}'"}}, "{user}"},
        {"open brace", {Open{}, Send{"a", "s'{id'"}}, "{id}"},
        {"in a search", {Open{}, core::Search{"a", {"{what}"}, "s"}}, "{what}"},
        {"nothing to search for", {Open{}, core::Search{"a", {""}, "s"}}, "search"},
        {"notation", {Open{}, Send{"a", "10 zz"}}, "1:4"},
        {"never opened", {Send{"b", "10"}}, "channel 'b' was never opened"},
        {"never opened", {Read{"b", "x"}}, "channel 'b' was never opened"},
        {"second listener", {Open{.door = core::Door::second_listener}}, "no second listener"},
        {"plain listener", {Open{.door = core::Door::plain_listener}}, "no plain listener"},
        {"one-way listener", {Open{.door = core::Door::one_way_listener}}, "no one-way listener"},
        {"client", {Open{.client = "stranger"}}, "'stranger'"},
        {"TLS without contexts", {Open{.engine = core::Engine::tls}}, "no TLS contexts"},
        {"frames", {Open{}, Send{.channel = "a", .bytes = "82 m{ }", .as = core::As::frames}}, "is no WebSocket"},
        {"read after our reset",
         {Open{}, core::Close{"a", core::CloseHow::rst}, Read{"a", "x"}},
         "channel 'a' was reset by us"},
    };
    for (const Faulty& row : rows) {
        SCOPED_TRACE(row.name);
        FakeBroker broker(polite);
        std::vector<core::Step> list = row.list;
        list.push_back(core::Pause{std::chrono::milliseconds(0)});
        const Conversation done = talk(steps(list), broker.target());
        EXPECT_NE(done.harness_fault.find(row.fault), std::string::npos) << done.harness_fault;
        EXPECT_EQ(done.harness_fault.find('\n'), std::string::npos) << done.harness_fault;
    }
}

TEST(Fault, OfCredentialsThatAreNotAtHand) {
    FakeBroker broker(polite);
    net::TlsContexts contexts;
    Target target = broker.target();
    target.contexts = &contexts;
    core::Stimulus stimulus = steps({Open{.engine = core::Engine::tls}});
    stimulus.client = core::presenting(recipe::client::good);
    EXPECT_NE(talk(stimulus, target).harness_fault.find("not at hand"), std::string::npos);
    target.material = [](const recipe::Credentials&) -> const recipe::Material& {
        throw std::runtime_error("no key of that CA");
    };
    EXPECT_NE(talk(stimulus, target).harness_fault.find("client/good: no key of that CA"), std::string::npos);
}

TEST(Send, ByteByByteIsAsManyWrites) {
    for (const core::Split split : {core::Split::whole, core::Split::bytes}) {
        FakeBroker broker(polite);
        const Conversation done =
            talk(steps({Open{}, Send{"a", connect, split}, Read{"a", "connack"}}), broker.target());
        EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
        std::size_t writes = 0;
        std::size_t bytes = 0;
        for (const net::Event& event : done.transcript.events()) {
            if (event.direction != net::Direction::sent || event.layer != core::Layer::tcp || event.size == 0)
                continue;
            ++writes;
            bytes += event.size;
        }
        EXPECT_EQ(writes, split == core::Split::bytes ? bytes : 1U);
        EXPECT_GT(bytes, 20U);
    }
}

TEST(Send, OnAnEndedChannelIsLeftUndone) {
    FakeBroker broker(answers_connect("fin"));
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "1"}, Send{"a", "c0 00"}, Read{"a", "2"}}), broker.target());
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(at(done, "2").kind, Kind::fin);
    EXPECT_EQ(broker.received(1).size(), 1U);
}

TEST(Open, RefusedLeavesAChannelThatSaysSo) {
    Target target;
    target.listener = {"127.0.0.1", net::test::closed_port(), core::Transport::mqtt, ""};
    const Conversation done = talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"}}), target);
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(at(done, "handshake").kind, Kind::rst);
    EXPECT_EQ(at(done, "connack").kind, Kind::rst);
}

TEST(Open, AgainUnderTheSameNameIsANewChannel) {
    FakeBroker broker(polite);
    const Conversation done = talk(steps({Open{.at = "1"}, Send{"a", connect}, Read{"a", "c1"}, Open{.at = "2"},
                                          Send{"a", connect}, Read{"a", "c2"}}),
                                   broker.target());
    EXPECT_EQ(at(done, "c2").kind, Kind::accepted);
    EXPECT_EQ(broker.received(2).size(), 2U);
}

TEST(Boot, IsPassedOver) {
    FakeBroker broker(polite);
    const Conversation done =
        talk(steps({core::Boot{}, Open{}, Send{"a", connect}, Read{"a", "connack"}}), broker.target());
    EXPECT_EQ(done.observed.size(), 2U);
    EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
}

TEST(Search, OfWhatWentOverTheWireBothWays) {
    FakeBroker broker(answers_connect("20 02 00 00 30 r{ s'secret/topic' 'gauntlet-r7x' }"));
    const Conversation done = talk(steps({Open{}, Send{"a", connect}, Read{"a", "1"}, Read{"a", "2"},
                                          core::Search{"a", {"{id}a", "nowhere", "secret/topic", "{run}x"}, "found"},
                                          core::Search{"a", {"nowhere", "{topic}"}, "none"}}),
                                   broker.target());
    EXPECT_EQ(fact(at(done, "found"), "in-clear"), "{id}a,secret/topic,{run}x");
    EXPECT_EQ(fact(at(done, "none"), "in-clear"), "none");
}

TEST(Retained, IsRemovedOverANewConnection) {
    FakeBroker broker(polite);
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"}, Send{"a", "31 r{ s'{run}/kept' 'x' }"},
                    Send{"a", "31 r{ s'{run}/cleared' 'x' } 31 r{ s'{run}/cleared' }"}, core::Barrier{"a", {}},
                    Send{"a", "30 r{ s'{run}/other' 'x' }"}}),
             broker.target());
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_TRUE(done.retained.empty());
    const std::vector<std::string> received = broker.received(2);
    ASSERT_EQ(received.size(), 10U);
    EXPECT_EQ(received[6], received[0]);  // the same CONNECT
    EXPECT_EQ(wire::notation::bytes_of(received[7]), wire::notation::bytes_of("31 r{ s'gauntlet-r7/kept' }"));
    EXPECT_EQ(received[8], "c0 r0");
    EXPECT_EQ(received[9], "e0 r0");
}

// What stands behind a packet that is refused was not handled.
TEST(Retained, IsKeptUntilAPingreqBehindTheEmptyMessageIsAnswered) {
    FakeBroker broker(
        [](const mqtt::Packet& packet) -> std::string { return packet.violation ? "fin" : polite(packet); });
    talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"},
                Send{"a", "31 r{ s't' 'x' } 82 00 31 r{ s't' } c0 00"}, Read{"a", {}, true}}),
         broker.target());
    const std::vector<std::string> received = broker.received(2);
    ASSERT_GE(received.size(), 4U);
    EXPECT_EQ(wire::notation::bytes_of(received[received.size() - 3]), wire::notation::bytes_of("31 r{ s't' }"));
}

TEST(Retained, OfAWillAndIn5) {
    FakeBroker broker(polite);
    const Conversation done =
        talk(steps({Open{}, Send{"a", "10 r{ s'MQTT' 05 26 k60 v{ } s'{id}' v{ } s'{run}/will' s'gone' }"},
                    Read{"a", "connack"}}),
             broker.target());
    EXPECT_TRUE(done.retained.empty());
    const std::vector<std::string> received = broker.received(2);
    ASSERT_EQ(received.size(), 5U);
    EXPECT_EQ(wire::notation::bytes_of(received[2]), wire::notation::bytes_of("31 r{ s'gauntlet-r7/will' v0 }"));
}

// A lenient broker keeps it: QoS 0 with DUP is against MQTT-3.3.1-2. No topic name is asked to be forgotten.
TEST(Retained, OfAPacketThatBreaksARule) {
    FakeBroker broker(polite);
    const Conversation done = talk(steps({Open{}, Send{"a", connect}, Read{"a", "connack"},
                                          Send{"a", "39 r{ s'kept' 'x' }"}, Send{"a", "31 r{ s'#' 'x' }"}}),
                                   broker.target());
    EXPECT_TRUE(done.retained.empty());
    const std::vector<std::string> received = broker.received(2);
    ASSERT_EQ(received.size(), 7U);
    EXPECT_EQ(wire::notation::bytes_of(received[4]), wire::notation::bytes_of("31 r{ s'kept' }"));
}

TEST(Retained, ThatCannotBeRemovedIsNamed) {
    int connects = 0;
    FakeBroker broker([&connects](const mqtt::Packet& packet) -> std::string {
        if (packet.type() == mqtt::PacketType::connect && ++connects > 1)
            return "20 02 00 05 fin";
        return polite(packet);
    });
    const Conversation done =
        talk(steps({Open{}, Send{"a", connect}, Read{"a", "c"}, Send{"a", "31 r{ s't' 'x' }"}}), broker.target());
    EXPECT_EQ(done.retained, std::vector<std::string>{"t"});
}

// Ctrl-C: nothing goes on, but what is retained is removed.
TEST(Retained, IsRemovedWhenCancelled) {
    FakeBroker broker(polite);
    const Target target = broker.target();
    const core::Stimulus stimulus = steps({Open{}, Send{"a", connect}, Read{"a", "c"}, Send{"a", "31 r{ s't' 'x' }"},
                                           core::Barrier{"a", ""}, core::Pause{std::chrono::hours(1)}});
    boost::asio::io_context context;
    boost::asio::cancellation_signal interrupt;
    bool aborted = false;
    boost::asio::co_spawn(context, converse(stimulus, target),
                          boost::asio::bind_cancellation_slot(
                              interrupt.slot(), [&aborted](const std::exception_ptr& error, Conversation) {
                                  try {
                                      if (error)
                                          std::rethrow_exception(error);
                                  } catch (const boost::system::system_error& e) {
                                      aborted = e.code() == boost::asio::error::operation_aborted;
                                  }
                              }));
    // The publish has arrived when the barrier's PINGREQ has.
    boost::asio::steady_timer timer(context);
    std::function<void()> poll = [&] {
        timer.expires_after(std::chrono::milliseconds(1));
        timer.async_wait([&](const boost::system::error_code&) {
            if (broker.received(0).size() < 3)
                poll();
            else
                interrupt.emit(boost::asio::cancellation_type::terminal);
        });
    };
    poll();
    context.run();
    EXPECT_TRUE(aborted);
    const std::vector<std::string> received = broker.received(2);
    ASSERT_EQ(received.size(), 7U);
    EXPECT_EQ(wire::notation::bytes_of(received[4]), wire::notation::bytes_of("31 r{ s't' }"));
}

core::Scenario scenario(core::Stimulus stimulus) {
    core::Scenario s;
    s.check = "test/one";
    s.stimulus = std::move(stimulus);
    return s;
}

TEST(Examine, RunsTheControlBeforeAndAfter) {
    FakeBroker broker([](const mqtt::Packet& packet) -> std::string {
        const bool bad =
            packet.type() == mqtt::PacketType::connect && mqtt::print(packet).find("bad") != std::string::npos;
        return bad ? "20 02 00 02" : polite(packet);
    });
    const core::Scenario one =
        scenario(steps({Open{}, Send{"a", "10 r{ s'MQTT' 04 02 k60 s'bad' }"}, Read{"a", "connack"}}));
    const Target target = broker.target();
    const Examination done = net::test::run(examine(one, target));
    EXPECT_EQ(done.evidence.harness_fault, "");
    ASSERT_TRUE(done.evidence.control_before && done.evidence.control_after);
    EXPECT_EQ(done.evidence.control_before->kind, Kind::accepted);
    EXPECT_EQ(done.evidence.control_after->kind, Kind::accepted);
    ASSERT_EQ(done.evidence.observed.size(), 2U);
    EXPECT_EQ(done.evidence.observed[1].kind, Kind::connack);
    EXPECT_FALSE(done.before.events().empty());
    EXPECT_FALSE(done.stimulus.events().empty());
    EXPECT_FALSE(done.after.events().empty());
    EXPECT_EQ(broker.received(3).size(), 3U);
}

TEST(Examine, RunsTheSecondControlAfterAFaultToo) {
    FakeBroker broker(polite);
    const Target target = broker.target();
    const core::Scenario one = scenario(steps({Open{}, Send{"a", "zz"}}));
    const Examination done = net::test::run(examine(one, target));
    EXPECT_EQ(done.evidence.harness_fault.find("step 2"), 0U) << done.evidence.harness_fault;
    ASSERT_TRUE(done.evidence.control_after);
    EXPECT_EQ(done.evidence.control_after->kind, Kind::accepted);
}

}  // namespace
}  // namespace gauntlet::drive::test
