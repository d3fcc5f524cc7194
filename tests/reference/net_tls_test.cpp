// TLS from accept to close: alerts that arrive, close_notify, and the flaws around the handshake.
#include <sys/wait.h>
#include <unistd.h>

#include "net_support.hpp"

namespace gauntlet::reference::test {
namespace {

using core::Flaw;
using core::TlsVersion;
using std::chrono::milliseconds;

class NetTls : public testing::TestWithParam<TlsVersion> {};

TEST_P(NetTls, a_client_logs_in) {
    const RunningBroker broker({Listener().settings});
    Caller caller(broker.port());
    caller.secure(nullptr, GetParam());
    caller.says(connect);
    EXPECT_TRUE(caller.hears(connack));
}

TEST_P(NetTls, a_good_certificate_is_accepted) {
    const Listener listener = Listener().mutual();
    const RunningBroker broker({listener.settings});
    Caller caller(broker.port());
    caller.secure(&recipe::client::good, GetParam()).says(connect);
    EXPECT_TRUE(caller.hears(connack));
}

TEST_P(NetTls, close_notify_is_answered) {
    const Listener listener;
    const RunningBroker broker({listener.settings});
    Caller caller(broker.port());
    caller.secure(nullptr, GetParam()).says(connect);
    EXPECT_TRUE(caller.hears(connack));
    caller.notify_close();
    EXPECT_EQ(caller.end(), "close_notify, fin");
}

TEST_P(NetTls, close_notify_comes_after_disconnect) {
    const Listener listener;
    const RunningBroker broker({listener.settings});
    Caller caller(broker.port());
    caller.secure(nullptr, GetParam()).says(connect);
    caller.says("e0 00");
    EXPECT_EQ(caller.end(), "close_notify, fin");
}

TEST_P(NetTls, closes_without_close_notify) {
    const Listener listener;
    const RunningBroker broker({listener.settings}, with({Flaw::closes_without_close_notify}));
    Caller caller(broker.port());
    caller.secure(nullptr, GetParam()).says(connect);
    caller.says("e0 00");
    EXPECT_EQ(caller.end(), "fin");
}

// The packets that were sent ahead arrive too late to turn the refusal into a reset.
TEST_P(NetTls, an_alert_arrives_though_the_client_goes_on_sending) {
    const Listener listener = Listener().mutual();
    const RunningBroker broker({listener.settings});
    for (int i = 0; i < 20; ++i) {
        Caller caller(broker.port());
        try {
            caller.secure(&recipe::client::expired, GetParam());
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "no handshake: alert 45");
            EXPECT_EQ(GetParam(), TlsVersion::tls_1_2);
            continue;
        }
        caller.says(connect);
        caller.says("30 r{ s't' 'x'*20000 }");
        EXPECT_EQ(caller.end(), "alert 45");
    }
}

// What comes in clear is no TLS: the library answers with an alert, and the connection ends.
TEST_P(NetTls, plain_mqtt_is_not_answered) {
    const Listener listener;
    const RunningBroker broker({listener.settings});
    Caller caller(broker.port());
    caller.says(connect);
    EXPECT_EQ(caller.end(), "fin");
    EXPECT_NE(caller.rest().substr(0, 1), " ");
}

TEST_P(NetTls, falls_back_to_plain_mqtt) {
    const Listener listener;
    const RunningBroker broker({listener.settings}, with({Flaw::falls_back_to_plain_mqtt}));
    Caller plainly(broker.port());
    plainly.says(connect);
    EXPECT_TRUE(plainly.hears(connack));
    Caller caller(broker.port());
    caller.secure(nullptr, GetParam()).says(connect);
    EXPECT_TRUE(caller.hears(connack));
}

TEST_P(NetTls, executes_before_verification) {
    const Listener listener = Listener().mutual();
    const RunningBroker broker({listener.settings}, with({Flaw::executes_before_verification}));
    Caller good(broker.port());
    good.secure(&recipe::client::good, GetParam()).says(connect);
    good.says("82 r{ i1 s't' 00 }");
    EXPECT_TRUE(good.hears("20 02 00 00 90 03 00 01 00"));
    Caller stranger(broker.port());
    stranger.secure(nullptr, GetParam()).says("10 r{ s'MQTT' 04 02 k60 s'b' } 30 r{ s't' 'stranger' }");
    EXPECT_TRUE(good.hears("30 r{ s't' 'stranger' }"));
    EXPECT_EQ(stranger.end(), "close_notify, fin");
}

TEST_P(NetTls, requires_certificate_on_first_listener_alone) {
    const Listener listener = Listener().mutual();
    const RunningBroker right({listener.settings, listener.settings});
    const RunningBroker wrong({listener.settings, listener.settings},
                              with({Flaw::requires_certificate_on_first_listener_alone}));
    const auto lets_in = [](std::uint16_t port) {
        try {
            Caller caller(port);
            caller.secure(nullptr, GetParam()).says(connect);
            return static_cast<bool>(caller.hears(connack));
        } catch (const std::runtime_error&) {
            return false;
        }
    };
    EXPECT_FALSE(lets_in(right.port(0)));
    EXPECT_FALSE(lets_in(right.port(1)));
    EXPECT_FALSE(lets_in(wrong.port(0)));
    EXPECT_TRUE(lets_in(wrong.port(1)));
}

INSTANTIATE_TEST_SUITE_P(versions, NetTls, testing::ValuesIn(both_versions), [](const auto& version) {
    return version.param == TlsVersion::tls_1_2 ? "tls_1_2" : "tls_1_3";
});

using NetCrashDeathTest = testing::Test;

// In a process of its own.
TEST(NetCrashDeathTest, crashes_after_a_refusal) {
    const auto refuse_one = [](const recipe::Credentials* credentials) {
        const Listener listener = Listener().mutual();
        const RunningBroker broker({listener.settings}, with({Flaw::crashes_after_a_refusal}));
        Caller caller(broker.port());
        caller.secure(credentials).says(connect);
        caller.end();
        std::this_thread::sleep_for(milliseconds(200));
        std::_Exit(0);
    };
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(refuse_one(&recipe::client::expired), testing::KilledBySignal(SIGABRT), "");
    EXPECT_EXIT(refuse_one(&recipe::client::good), testing::ExitedWithCode(0), "");
    EXPECT_EXIT(refuse_one(nullptr), testing::ExitedWithCode(0), "");
}

TEST(NetBroker, a_certificate_that_cannot_be_read_is_named) {
    Listener listener;
    listener.settings.certificate_chain = "/no/such.pem";
    try {
        const Broker broker({.listeners = {listener.settings}, .flaws = {}});
        FAIL() << "no error";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/no/such.pem"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace gauntlet::reference::test
