// Plain MQTT: what the network does around the protocol.
#include <ctime>
#include <fstream>

#include "gauntlet/wire/notation/bytes.hpp"
#include "net_support.hpp"

namespace gauntlet::reference::test {
namespace {

using core::Flaw;
using std::chrono::milliseconds;

TEST(NetPlain, a_client_logs_in_and_out) {
    const RunningBroker broker({plain()});
    Caller caller(broker.port());
    caller.says(connect);
    EXPECT_TRUE(caller.hears(connack));
    caller.says("c0 00");
    EXPECT_TRUE(caller.hears("d0 00"));
    caller.says("e0 00");
    EXPECT_EQ(caller.end(), "fin");
}

TEST(NetPlain, packets_come_in_any_pieces) {
    const RunningBroker broker({plain()});
    Caller caller(broker.port());
    for (const char* byte : {"10", "0d", "00", "04", "4d", "51", "54", "54", "04", "02", "00", "3c", "00", "01", "61"})
        caller.says(byte);
    EXPECT_TRUE(caller.hears(connack));
}

TEST(NetPlain, one_client_hears_what_another_says) {
    const RunningBroker broker({plain()});
    Caller reader(broker.port());
    reader.says(connect);
    reader.says("82 r{ i1 s't' 00 }");
    EXPECT_TRUE(reader.hears("20 02 00 00 90 03 00 01 00"));
    Caller writer(broker.port());
    writer.says("10 r{ s'MQTT' 04 02 k60 s'b' } 30 r{ s't' 'hello' }");
    EXPECT_TRUE(writer.hears(connack));
    EXPECT_TRUE(reader.hears("30 r{ s't' 'hello' }"));
}

// More than the sockets hold: the broker waits for the reader and loses nothing.
TEST(NetPlain, a_large_message_goes_through_a_slow_reader) {
    const RunningBroker broker({plain()});
    Caller reader(broker.port());
    reader.says(connect);
    reader.says("82 r{ i1 s't' 00 }");
    EXPECT_TRUE(reader.hears("20 02 00 00 90 03 00 01 00"));
    Caller writer(broker.port());
    writer.says("10 r{ s'MQTT' 04 02 k60 s'b' } 30 r{ s't' 'gauntlet'*1572864 } e0 00");
    EXPECT_EQ(writer.end(), "fin");
    std::this_thread::sleep_for(milliseconds(200));
    EXPECT_TRUE(reader.hears("30 r{ s't' 'gauntlet'*1572864 }"));
}

// A FIN, not a RST that would destroy the CONNACK, though more bytes are on their way.
TEST(NetPlain, a_refusal_arrives_though_the_client_goes_on_sending) {
    ListenerSettings settings = plain();
    settings.users = {{.name = "user", .password = "secret"}};
    const RunningBroker broker({settings});
    Caller caller(broker.port());
    caller.says("10 r{ s'MQTT' 04 02 k60 s'a' }");
    caller.says("30 r{ s't' 'x'*20000 }");
    EXPECT_EQ(caller.end(), "fin");
    EXPECT_EQ(caller.rest(), std::string("\x20\x02\x00\x05", 4));
}

TEST(NetPlain, the_right_password_is_taken_and_a_wrong_one_is_not) {
    ListenerSettings settings = plain();
    settings.users = {{.name = "user", .password = "secret"}};
    const RunningBroker broker({settings});
    Caller good(broker.port());
    good.says("10 r{ s'MQTT' 04 c2 k60 s'a' s'user' s'secret' }");
    EXPECT_TRUE(good.hears(connack));
    Caller wrong(broker.port());
    wrong.says("10 r{ s'MQTT' 04 c2 k60 s'b' s'user' s'secrets' }");
    EXPECT_EQ(wrong.end(), "fin");
    EXPECT_NE(wrong.rest(), std::string("\x20\x02\x00\x00", 4));
}

TEST(NetPlain, a_wrong_first_byte_ends_the_connection) {
    const RunningBroker broker({plain()});
    Caller caller(broker.port());
    caller.says("30");
    EXPECT_EQ(caller.end(), "fin");
}

TEST(NetPlain, stopping_tells_mqtt_5_clients) {
    RunningBroker broker({plain()});
    Caller caller(broker.port());
    caller.says("10 r{ s'MQTT' 05 02 k60 v{} s'a' }");
    std::thread stopper([&broker] {
        std::this_thread::sleep_for(milliseconds(100));
        broker.stop();
    });
    EXPECT_EQ(caller.end(), "fin");
    stopper.join();
    EXPECT_TRUE(caller.rest().ends_with(std::string("\xe0\x01\x8b", 3)) ||
                caller.rest().ends_with(std::string("\xe0\x02\x8b\x00", 4)))
        << wire::notation::hex(wire::view(caller.rest()));
}

TEST(NetPlain, a_taken_port_is_named) {
    const RunningBroker broker({plain()});
    ListenerSettings second = plain();
    second.port = broker.port();
    try {
        const Broker other({.listeners = {second}, .flaws = {}});
        FAIL() << "no error";
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(),
                  "cannot listen on 127.0.0.1:" + std::to_string(second.port) + ": Address already in use");
    }
}

TEST(NetPlain, a_host_that_is_no_address_is_named) {
    ListenerSettings settings = plain();
    settings.host = "localhost";
    EXPECT_THROW(Broker({.listeners = {settings}, .flaws = {}}), std::runtime_error);
}

// --- Flaws.

TEST(NetFlaws, refuses_everyone) {
    const RunningBroker broker({plain()}, with({Flaw::refuses_everyone}));
    Caller caller(broker.port());
    caller.says(connect);
    EXPECT_EQ(caller.end(), "fin");
    EXPECT_EQ(caller.rest().substr(0, 3), std::string("\x20\x02\x00", 3));
    EXPECT_NE(caller.rest().at(3), '\0');
}

TEST(NetFlaws, hangs_on_one_byte) {
    const RunningBroker broker({plain()}, with({Flaw::hangs_on_one_byte}));
    Caller bystander(broker.port());
    bystander.says(connect);
    EXPECT_TRUE(bystander.hears(connack));
    Caller hanging(broker.port());
    hanging.says("10");
    std::this_thread::sleep_for(milliseconds(100));
    bystander.says("c0 00");
    EXPECT_EQ(bystander.end(milliseconds(300)), "open");
    hanging.says("r{ s'MQTT' 04 02 k60 s'b' }");
    EXPECT_TRUE(hanging.hears(connack));
    EXPECT_TRUE(bystander.hears("d0 00"));
}

TEST(NetFlaws, without_it_one_byte_hangs_nobody) {
    const RunningBroker broker({plain()});
    Caller hanging(broker.port());
    hanging.says("10");
    Caller bystander(broker.port());
    bystander.says(connect);
    EXPECT_TRUE(bystander.hears(connack));
}

// CPU time of the whole process in the given time.
milliseconds used_in(milliseconds time) {
    const std::clock_t before = std::clock();
    std::this_thread::sleep_for(time);
    return milliseconds((std::clock() - before) * 1000 / CLOCKS_PER_SEC);
}

TEST(NetFlaws, spins) {
    const RunningBroker broker({plain()}, with({Flaw::spins}));
    EXPECT_LT(used_in(milliseconds(300)), milliseconds(60));
    Caller caller(broker.port());
    caller.says(connect);
    EXPECT_TRUE(caller.hears(connack));
    EXPECT_GT(used_in(milliseconds(300)), milliseconds(60));
}

TEST(NetFlaws, without_it_an_idle_connection_costs_nothing) {
    const RunningBroker broker({plain()});
    Caller caller(broker.port());
    caller.says(connect);
    EXPECT_TRUE(caller.hears(connack));
    EXPECT_LT(used_in(milliseconds(300)), milliseconds(60));
}

std::size_t resident() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t pages = 0;
    file >> total >> pages;
    return pages * 4096;
}

std::size_t growth_of_a_hundred_connections(const Flaws& flaws) {
    const RunningBroker broker({plain()}, flaws);
    const auto call = [&broker] {
        Caller caller(broker.port());
        caller.says("10 r{ s'MQTT' 04 02 k60 s'a' } e0 00");
        EXPECT_EQ(caller.end(), "fin");
    };
    for (int i = 0; i < 20; ++i)
        call();
    const std::size_t before = resident();
    for (int i = 0; i < 100; ++i)
        call();
    const std::size_t after = resident();
    return after > before ? after - before : 0;
}

TEST(NetFlaws, leaks_per_connection) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer keeps what is freed";
#endif
    EXPECT_GT(growth_of_a_hundred_connections(with({Flaw::leaks_per_connection})), 5'000'000U);
    EXPECT_LT(growth_of_a_hundred_connections({}), 1'000'000U);
}

}  // namespace
}  // namespace gauntlet::reference::test
