// The steps about the broker's process: many clients, readings, reloads.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include "fake_broker.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::drive::test {
namespace {

using core::Crowd;
using core::Kind;
using core::Layer;
using core::Measure;
using core::Open;
using core::Reload;
using net::test::fact;
using std::chrono::milliseconds;

// CONNACK 0 for the first `welcome` clients, then what `later` says.
FakeBroker::Answer turns(unsigned welcome, std::string later) {
    return [welcome, count = 0U, later = std::move(later)](const wire::mqtt::Packet& packet) mutable {
        if (packet.type() != wire::mqtt::PacketType::connect || count++ < welcome)
            return polite(packet);
        return later;
    };
}

TEST(Crowd, EveryClientLogsInAndSaysGoodbye) {
    FakeBroker broker(polite);
    const Conversation done = talk(steps({Crowd{.clients = 7, .bytes = connect, .at = "crowd"}}), broker.target());
    EXPECT_EQ(done.harness_fault, "");
    const core::Observation& seen = at(done, "crowd");
    EXPECT_TRUE(core::matches(core::accepted(), seen)) << seen.text;
    EXPECT_EQ(fact(seen, "clients"), "7");
    const std::vector<std::string> received = broker.received(7);
    ASSERT_EQ(received.size(), 14U);
    for (std::size_t i = 0; i < received.size(); i += 2) {
        EXPECT_TRUE(received[i].starts_with("10 "));
        EXPECT_EQ(received[i + 1], "e0 r0");
    }
}

TEST(Crowd, EachClientHasAnIdOfItsOwn) {
    FakeBroker broker(polite);
    const Conversation done = talk(steps({Crowd{.clients = 3, .bytes = connect, .at = "crowd"}}), broker.target());
    EXPECT_EQ(done.harness_fault, "");
    std::vector<std::string> received = broker.received(3);
    std::erase(received, "e0 r0");
    std::ranges::sort(received);
    EXPECT_EQ(received.size(), 3U);
    EXPECT_EQ(std::ranges::adjacent_find(received), received.end());
}

TEST(Crowd, TellsTheFirstThatIsTreatedOtherwiseAndEndsThere) {
    FakeBroker broker(turns(3, "fin"));
    const Conversation done = talk(steps({Crowd{.clients = 100, .bytes = connect, .at = "crowd"}}), broker.target());
    EXPECT_EQ(at(done, "crowd").kind, Kind::fin);
    EXPECT_EQ(fact(at(done, "crowd"), "clients"), "4");
    EXPECT_NE(at(done, "crowd").text.find("client 4 of 100"), std::string::npos) << at(done, "crowd").text;
}

TEST(Crowd, AlikeRefusalsGoOnToTheLast) {
    FakeBroker broker(answers_connect("20 02 00 05"));
    const Conversation done = talk(steps({Crowd{.clients = 5, .bytes = connect, .at = "crowd"}}), broker.target());
    EXPECT_EQ(at(done, "crowd").kind, Kind::connack);
    EXPECT_EQ(at(done, "crowd").code, 5);
    EXPECT_EQ(fact(at(done, "crowd"), "clients"), "5");
}

TEST(Crowd, ASilentBrokerIsNotAskedAThousandTimes) {
    FakeBroker broker(answers_connect(""));
    Target target = broker.target();
    target.timeout = milliseconds(100);
    const Conversation done = talk(steps({Crowd{.clients = 1000, .bytes = connect, .at = "crowd"}}), target);
    EXPECT_EQ(at(done, "crowd").kind, Kind::timeout);
    EXPECT_EQ(fact(at(done, "crowd"), "clients"), "1");
}

TEST(Crowd, CtrlCEndsAllOfThem) {
    FakeBroker broker(answers_connect(""));
    const core::Stimulus stimulus = steps({Crowd{.clients = 1000, .bytes = connect, .at = "crowd"}});
    const Target target = broker.target();
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
    boost::asio::steady_timer timer(context, milliseconds(50));
    timer.async_wait(
        [&](const boost::system::error_code&) { interrupt.emit(boost::asio::cancellation_type::terminal); });
    const auto begin = std::chrono::steady_clock::now();
    context.run();
    EXPECT_TRUE(aborted);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, target.timeout);
}

TEST(Crowd, WhatIsOurFaultIsToldOnceAndEndsIt) {
    Target target;
    target.listener.transport = core::Transport::mqtts;  // without contexts
    const Conversation done = talk(steps({Crowd{.clients = 100, .bytes = connect, .at = "crowd"}}), target);
    EXPECT_NE(done.harness_fault.find("no TLS contexts"), std::string::npos) << done.harness_fault;
    EXPECT_TRUE(done.observed.empty());
}

TEST(Crowd, OnlyTheClientThatIsToldOfStandsInTheTranscript) {
    FakeBroker broker(polite);
    Target target = broker.target();
    target.user = "ada";
    target.password = "korrekt";
    const Conversation done = talk(
        steps({Crowd{.clients = 50, .bytes = "10 r{ s'MQTT' 04 c2 k60 s'{id}' s'{user}' s'{password}' }", .at = "c"}}),
        target);
    const std::string text = net::to_text(done.transcript);
    EXPECT_EQ(std::ranges::count_if(done.transcript.events(),
                                    [](const net::Event& event) { return event.layer == Layer::mqtt; }),
              3);
    EXPECT_NE(text.find("ada"), std::string::npos) << text;
    EXPECT_EQ(text.find("korrekt"), std::string::npos) << text;
}

// Readings in order, as long as there are any.
std::function<std::optional<Usage>()> readings(std::vector<Usage> list) {
    return [list = std::move(list), next = std::size_t{0}]() mutable -> std::optional<Usage> {
        return next < list.size() ? std::optional(list[next++]) : std::nullopt;
    };
}

core::Observation compared(const Measure& limits, Usage first, Usage second) {
    Target target;
    target.usage = readings({first, second});
    Measure measure = limits;
    measure.at = "second";
    measure.since = "first";
    const Conversation done = talk(steps({Measure{.at = "first"}, measure}), target);
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_TRUE(at(done, "first").facts.empty());
    return at(done, "second");
}

constexpr Usage some{.cpu = milliseconds(400), .memory = 10'000, .descriptors = 12};

TEST(Measure, ALimitIsPassedWhereMoreWasUsed) {
    const Measure limits{.cpu = milliseconds(100), .memory = 500, .descriptors = 2};
    const core::Observation at_limit = compared(limits, some, {milliseconds(500), 10'500, 14});
    EXPECT_EQ(at_limit.layer, Layer::process);
    EXPECT_EQ(at_limit.kind, Kind::accepted);
    for (const char* name : {"busy", "grows", "keeps-descriptors"})
        EXPECT_EQ(fact(at_limit, name), "no") << name;
    EXPECT_EQ(at_limit.text, "100 ms of processor time, +500 KiB, +2 descriptors since first");

    const core::Observation beyond = compared(limits, some, {milliseconds(510), 10'501, 15});
    for (const char* name : {"busy", "grows", "keeps-descriptors"})
        EXPECT_EQ(fact(beyond, name), "yes") << name;
}

TEST(Measure, LessIsWithinTheLimit) {
    const core::Observation seen = compared({.memory = 0, .descriptors = 0}, some, {milliseconds(400), 9'000, 10});
    EXPECT_EQ(fact(seen, "grows"), "no");
    EXPECT_EQ(fact(seen, "keeps-descriptors"), "no");
    EXPECT_EQ(seen.text, "0 ms of processor time, -1000 KiB, -2 descriptors since first");
}

TEST(Measure, OnlyWhatIsLimitedIsAFact) {
    const core::Observation seen = compared({.cpu = milliseconds(10)}, some, some);
    ASSERT_EQ(seen.facts.size(), 1U);
    EXPECT_EQ(seen.facts[0], (core::Fact{"busy", "no"}));
}

TEST(Measure, AProcessThatHasEndedIsAnObservationAndNoFaultOfOurs) {
    Target target;
    target.usage = readings({some});
    const Conversation done =
        talk(steps({Measure{.at = "first"}, Measure{.at = "second", .since = "first", .memory = 1}}), target);
    EXPECT_EQ(done.harness_fault, "");
    EXPECT_EQ(at(done, "second").layer, Layer::process);
    EXPECT_EQ(at(done, "second").kind, Kind::exit);
    EXPECT_TRUE(at(done, "second").facts.empty());
}

TEST(Reload, HandsTheListsOverAndTellsWhatCame) {
    std::vector<const recipe::Crl*> given;
    Target target;
    target.timeout = std::chrono::seconds(3);
    net::Deadline deadline;
    target.reload = [&](const std::vector<const recipe::Crl*>& crls,
                        net::Deadline until) -> boost::asio::awaitable<core::Observation> {
        given = crls;
        deadline = until;
        co_return core::Observation{.layer = Layer::process, .kind = Kind::timeout, .text = "it says nothing"};
    };
    const net::Deadline before = net::Clock::now();
    const Conversation done = talk(steps({Reload{.crls = {&recipe::crl::clients_root}, .at = "reload"}}), target);
    EXPECT_EQ(given, std::vector{&recipe::crl::clients_root});
    EXPECT_GE(deadline, before + target.timeout);
    EXPECT_EQ(at(done, "reload").kind, Kind::timeout);
    EXPECT_EQ(at(done, "reload").text, "it says nothing");
}

TEST(ProcessSteps, WithoutAProcessOfOursTheyAreOurFault) {
    const Target target;
    EXPECT_EQ(talk(steps({Measure{.at = "m"}}), target).harness_fault,
              "step 1 (measure the broker  -> m): the broker is no process of ours: what it uses cannot be read");
    EXPECT_NE(talk(steps({Reload{}}), target).harness_fault.find("cannot be made to reload"), std::string::npos);
    EXPECT_NE(talk(steps({Crowd{.clients = 1, .bytes = "zz"}}), target).harness_fault.find("notation"),
              std::string::npos);
}

}  // namespace
}  // namespace gauntlet::drive::test
