// The mosquitto adapter on the real broker: every capability that it declares, in one instance.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "gauntlet/core/capability.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/net/websocket.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

using namespace std::chrono_literals;
using core::TlsVersion;

net::Deadline soon() {
    return net::Clock::now() + 10s;
}

core::Observation observation(core::Layer layer, core::Kind kind, std::optional<int> code = {}) {
    core::Observation result;
    result.layer = layer;
    result.kind = kind;
    result.code = code;
    return result;
}

std::string fact(const core::Observation& observed, const std::string& name) {
    for (const core::Fact& one : observed.facts)
        if (one.name == name)
            return one.value;
    return {};
}

// Sends packets in notation and reads until the answer has `size` bytes or the channel ends.
boost::asio::awaitable<wire::Bytes> exchange(net::Channel& channel, std::string notation, std::size_t size) {
    const wire::Bytes packets = wire::notation::bytes_of(notation);
    co_await channel.send(packets, soon());
    wire::Bytes received;
    for (net::Receipt receipt = net::Receipt::bytes; received.size() < size && receipt == net::Receipt::bytes;)
        receipt = co_await channel.receive(received, soon());
    co_return received;
}

// What a CONNECT comes to: accepted, CONNACK with its code, or how the channel ended.
boost::asio::awaitable<core::Observation> log_in(net::Opened opened, std::string connect) {
    if (!opened.fault.empty())
        throw std::runtime_error(opened.fault);
    if (opened.observation.kind != core::Kind::accepted)
        co_return opened.observation;
    const wire::Bytes answer = co_await exchange(*opened.channel, std::move(connect), 4);
    if (answer.size() < 4)
        co_return opened.channel->ended().value_or(observation(core::Layer::tcp, core::Kind::timeout));
    core::Observation result = answer[3] == 0 ? observation(core::Layer::mqtt, core::Kind::accepted)
                                              : observation(core::Layer::mqtt, core::Kind::connack, answer[3]);
    result.facts = opened.observation.facts;
    co_return result;
}

const std::string anonymous = "10 r{ s'MQTT' 04 02 k60 s'gauntlet' }";
const std::string with_password = "10 r{ s'MQTT' 04 c2 k60 s'gauntlet' s'ada' s'korrekt' }";
const std::string with_wrong_password = "10 r{ s'MQTT' 04 c2 k60 s'gauntlet' s'ada' s'wrong' }";

class Mosquitto : public testing::Test {
  protected:
    void SetUp() override {
        adapter_ = load_adapter(GAUNTLET_ADAPTERS, "mosquitto");
        installation_ = locate(adapter_);
        if (!installation_.found())
            GTEST_SKIP() << installation_.missing;
    }

    // A request with everything that its profile needs.
    ListenerRequest request(core::Profile profile) {
        ListenerRequest result;
        result.server = issuer_.material(*profile.server);
        result.client_anchors_pem = issuer_.anchors_pem(profile.client_anchors);
        result.crl_pem = issuer_.crls_pem(profile.crls);
        result.user = "ada";
        result.password = "korrekt";
        result.profile = std::move(profile);
        return result;
    }

    static core::Profile one_way_profile(std::string name) {
        core::Profile profile;
        profile.name = std::move(name);
        profile.server = &recipe::server::good;
        return profile;
    }

    static core::Profile mutual_profile(std::string name) {
        core::Profile profile = one_way_profile(std::move(name));
        profile.client_authentication = core::ClientAuthentication::required;
        profile.client_anchors = {&recipe::clients_root};
        return profile;
    }

    StartResult start(std::vector<core::Profile> profiles) {
        std::vector<ListenerRequest> requests;
        for (core::Profile& profile : profiles)
            requests.push_back(request(std::move(profile)));
        return run(supervisor_.start(adapter_, installation_, std::move(requests)));
    }

    core::Observation connect(std::uint16_t port, const recipe::Credentials* credentials, core::TlsOffer offer = {},
                              std::string packet = anonymous) {
        return run(connect_tls(port, credentials, std::move(offer), std::move(packet)));
    }

    boost::asio::awaitable<core::Observation> connect_tls(std::uint16_t port, const recipe::Credentials* credentials,
                                                          core::TlsOffer offer, std::string packet) {
        net::Transcript transcript;
        net::TlsContexts contexts;
        recipe::Material material;
        net::TlsClient client;
        client.offer = std::move(offer);
        if (credentials != nullptr) {
            material = issuer_.material(*credentials);
            client.credentials = &material;
        }
        net::Endpoint endpoint{"127.0.0.1",
                               port};  // GCC 12 copies a braced temporary of a co_await bit by bit (PR 98401)
        net::Tap tap(transcript, "a");
        net::Opened opened =
            co_await net::open_tls(std::move(endpoint), std::move(client), contexts, std::move(tap), soon());
        co_return co_await log_in(std::move(opened), std::move(packet));
    }

    core::Observation connect_plain(std::uint16_t port, std::string packet = anonymous) {
        return run([](std::uint16_t number, std::string connect) -> boost::asio::awaitable<core::Observation> {
            net::Transcript transcript;
            net::Endpoint endpoint{"127.0.0.1", number};
            net::Tap tap(transcript, "a");
            net::Opened opened = co_await net::open_tcp(std::move(endpoint), std::move(tap), soon());
            co_return co_await log_in(std::move(opened), std::move(connect));
        }(port, std::move(packet)));
    }

    // Logs in with credentials, sends packets in notation and PINGREQ, and returns all that comes until PINGRESP.
    std::string talk(std::uint16_t port, const recipe::Credentials& credentials, const std::string& packets) {
        return run([](std::uint16_t number, recipe::Material material,
                      std::string sent) -> boost::asio::awaitable<std::string> {
            net::Transcript transcript;
            net::TlsContexts contexts;
            net::TlsClient client;
            client.credentials = &material;
            net::Endpoint endpoint{"127.0.0.1", number};
            net::Tap tap(transcript, "a");
            net::Opened opened =
                co_await net::open_tls(std::move(endpoint), std::move(client), contexts, std::move(tap), soon());
            const wire::Bytes bytes = wire::notation::bytes_of(anonymous + " " + sent + " c000");
            co_await opened.channel->send(bytes, soon());
            wire::Bytes received;
            net::Receipt receipt = net::Receipt::bytes;
            while (receipt == net::Receipt::bytes && !wire::text(received).ends_with(std::string_view("\xd0\0", 2)))
                receipt = co_await opened.channel->receive(received, soon());
            co_return std::string(wire::text(received));
        }(port, issuer_.material(credentials), packets));
    }

    static std::string subscribe(const std::string& filter) { return "82 r{ 0001 s'" + filter + "' 00 }"; }
    static std::string publish_retained(const std::string& topic, const std::string& payload) {
        return "31 r{ s'" + topic + "' '" + payload + "' }";
    }

    Adapter adapter_;
    Installation installation_;
    issue::Issuer issuer_{7, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())};
    Supervisor supervisor_;
};

testing::AssertionResult is(const core::Observation& seen, core::Layer layer, core::Kind kind) {
    if (seen.layer == layer && seen.kind == kind)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << to_string(seen.layer) << "/" << to_string(seen.kind) << " " << seen.text;
}
testing::AssertionResult accepted(const core::Observation& seen) {
    return is(seen, core::Layer::mqtt, core::Kind::accepted);
}
testing::AssertionResult refused(const core::Observation& seen) {
    return is(seen, core::Layer::mqtt, core::Kind::connack);
}
testing::AssertionResult alerted(const core::Observation& seen) {
    return is(seen, core::Layer::tls, core::Kind::alert);
}

TEST_F(Mosquitto, has_a_version_and_is_ready_in_milliseconds) {
    EXPECT_FALSE(installation_.version.empty());
    EXPECT_NE(installation_.version, "unknown");
    StartResult started = start({one_way_profile("one-way")});
    ASSERT_TRUE(started.ready()) << started.observation.text;
    RecordProperty("ready_ms", static_cast<int>(started.ready_ms.count()));
    const Stopped stopped = run(started.instance->stop());
    EXPECT_EQ(stopped.observation.kind, core::Kind::exit);
    EXPECT_EQ(stopped.observation.code, 0);
    RecordProperty("stop_ms", static_cast<int>(stopped.stop_ms.count()));
}

TEST_F(Mosquitto, every_profile_holds_in_one_instance) {
    core::Profile crl = mutual_profile("mutual-crl");
    crl.crls = {&recipe::crl::clients_root, &recipe::crl::clients_intermediate};
    core::Profile password = one_way_profile("password");
    password.access = core::Access::password;
    password.plain_listener = true;
    core::Profile identity = mutual_profile("identity");
    identity.identity = core::Identity::common_name;
    identity.own_topics_only = true;
    core::Profile ca_only = one_way_profile("ca-without-require");
    ca_only.client_anchors = {&recipe::clients_root};
    core::Profile three = one_way_profile("tls-1-3-only");
    three.min_version = TlsVersion::tls_1_3;
    core::Profile suites = one_way_profile("suites");
    suites.suites = {0xC02B};     // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    suites.suites_13 = {0x1303};  // TLS_CHACHA20_POLY1305_SHA256
    core::Profile doors = mutual_profile("doors");
    doors.second_listener = true;
    doors.plain_listener = true;
    doors.one_way_listener = true;

    StartResult started = start(
        {one_way_profile("one-way"), mutual_profile("mutual"), crl, password, identity, ca_only, three, suites, doors});
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const std::vector<ListenerPorts>& ports = started.instance->ports();
    ASSERT_EQ(ports.size(), 9U);
    EXPECT_EQ(started.seen.handshakes.size(), 11U);

    EXPECT_TRUE(accepted(connect(ports[0].tls, nullptr)));

    EXPECT_TRUE(accepted(connect(ports[1].tls, &recipe::client::good)));
    EXPECT_TRUE(alerted(connect(ports[1].tls, nullptr)));
    EXPECT_TRUE(alerted(connect(ports[1].tls, &recipe::client::untrusted_root)));
    EXPECT_TRUE(accepted(connect(ports[1].tls, &recipe::client::revoked))) << "without a CRL nothing is revoked";

    EXPECT_TRUE(accepted(connect(ports[2].tls, &recipe::client::good)));
    EXPECT_TRUE(alerted(connect(ports[2].tls, &recipe::client::revoked)));

    EXPECT_TRUE(accepted(connect(ports[3].tls, nullptr, {}, with_password)));
    EXPECT_TRUE(refused(connect(ports[3].tls, nullptr, {}, with_wrong_password)));
    EXPECT_TRUE(refused(connect(ports[3].tls, nullptr)));
    EXPECT_TRUE(accepted(connect_plain(*ports[3].plain, with_password)));
    EXPECT_TRUE(refused(connect_plain(*ports[3].plain)));

    const std::string own = "gauntlet/" + std::string(recipe::client::good.leaf().common_name) + "/a";
    const std::string other = "gauntlet/other-device/a";
    const auto told = [](const std::string& received, const char* payload) {
        return received.find(payload) != std::string::npos;
    };
    // What is published to the own topic comes back; what is published to another's does not arrive there.
    EXPECT_TRUE(
        told(talk(ports[4].tls, recipe::client::good,
                  subscribe(own) + " " + publish_retained(own, "mine") + " " + publish_retained(other, "forged")),
             "mine"));
    EXPECT_FALSE(told(talk(ports[4].tls, recipe::client::another, subscribe(other)), "forged"));
    // What another may read is not for us.
    talk(ports[4].tls, recipe::client::another, publish_retained(other, "theirs"));
    EXPECT_TRUE(told(talk(ports[4].tls, recipe::client::another, subscribe(other)), "theirs"));
    EXPECT_FALSE(told(talk(ports[4].tls, recipe::client::good, subscribe("gauntlet/#")), "theirs"));

    const core::Observation unasked = connect(ports[5].tls, nullptr);
    EXPECT_TRUE(accepted(unasked));
    EXPECT_EQ(fact(unasked, "certificate-requested"), "no");

    EXPECT_EQ(fact(connect(ports[6].tls, nullptr), "version"), "TLSv1.3");
    EXPECT_TRUE(alerted(connect(ports[6].tls, nullptr, {.max = TlsVersion::tls_1_2})));

    EXPECT_EQ(fact(connect(ports[7].tls, nullptr), "suite"), "TLS_CHACHA20_POLY1305_SHA256");
    EXPECT_EQ(fact(connect(ports[7].tls, nullptr, {.max = TlsVersion::tls_1_2}), "suite"),
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    EXPECT_TRUE(alerted(connect(ports[7].tls, nullptr, {.max = TlsVersion::tls_1_2, .suites = {0xC02C}})));

    EXPECT_TRUE(accepted(connect(ports[8].tls, &recipe::client::good)));
    EXPECT_TRUE(accepted(connect(*ports[8].second, &recipe::client::good)));
    EXPECT_TRUE(alerted(connect(*ports[8].second, nullptr)));
    EXPECT_TRUE(accepted(connect_plain(*ports[8].plain)));
    const core::Observation one_way = connect(*ports[8].one_way, nullptr);
    EXPECT_TRUE(accepted(one_way));
    EXPECT_EQ(fact(one_way, "certificate-requested"), "no");

    EXPECT_TRUE(started.instance->alive());
    EXPECT_EQ(started.instance->crash_lines(), std::vector<std::string>());
    for (const std::string& line : started.instance->log().lines(0))
        EXPECT_EQ(line.find("korrekt"), std::string::npos) << "a password in the log: " << line;
}

TEST_F(Mosquitto, a_reload_brings_new_crls) {
    core::Profile profile = mutual_profile("mutual-crl");
    profile.crls.assign(recipe::crl::earlier.crls.begin(), recipe::crl::earlier.crls.end());
    StartResult started = start({mutual_profile("mutual"), profile});
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const std::vector<ListenerPorts>& ports = started.instance->ports();
    EXPECT_TRUE(accepted(connect(ports[1].tls, &recipe::client::revoked)));

    const std::vector<const recipe::Crl*> fresh(recipe::crl::fresh.crls.begin(), recipe::crl::fresh.crls.end());
    const core::Observation reloaded = run(started.instance->reload(1, issuer_.crls_pem(fresh), soon()));
    EXPECT_TRUE(is(reloaded, core::Layer::process, core::Kind::accepted));
    EXPECT_TRUE(alerted(connect(ports[1].tls, &recipe::client::revoked)));
    EXPECT_TRUE(accepted(connect(ports[1].tls, &recipe::client::good)));
    EXPECT_TRUE(accepted(connect(ports[0].tls, &recipe::client::revoked))) << "the other listener has no CRL";
}

TEST_F(Mosquitto, every_minimum_version_that_it_can_be_set_to_holds) {
    const auto profile = [](TlsVersion version, bool legacy) {
        core::Profile result = one_way_profile(std::string(slug(version)));
        result.min_version = version;
        result.legacy = legacy;
        return result;
    };
    StartResult started = start({profile(TlsVersion::tls_1_1, true), profile(TlsVersion::tls_1_2, true)});
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const std::vector<ListenerPorts>& ports = started.instance->ports();
    const auto only = [](TlsVersion version) { return core::TlsOffer{.min = version, .max = version}; };
    EXPECT_EQ(fact(connect(ports[0].tls, nullptr, only(TlsVersion::tls_1_1)), "version"), "TLSv1.1");
    EXPECT_EQ(fact(connect(ports[0].tls, nullptr, only(TlsVersion::tls_1_2)), "version"), "TLSv1.2");
    EXPECT_TRUE(alerted(connect(ports[0].tls, nullptr, only(TlsVersion::tls_1_0))));
    EXPECT_TRUE(alerted(connect(ports[1].tls, nullptr, only(TlsVersion::tls_1_1))));
    EXPECT_EQ(fact(connect(ports[1].tls, nullptr, only(TlsVersion::tls_1_2)), "version"), "TLSv1.2");

    // The reason that the adapter gives for the absence of TLS 1.0.
    const StartResult refused = start({profile(TlsVersion::tls_1_0, true)});
    EXPECT_EQ(refused.observation.kind, core::Kind::exit);
    EXPECT_TRUE(std::any_of(refused.log_tail.begin(), refused.log_tail.end(), [](const std::string& line) {
        return line.find("Unsupported tls_version") != std::string::npos;
    }));
}

TEST_F(Mosquitto, legacy_means_weak_suites_and_weak_keys) {
    core::Profile weak_suite = one_way_profile("weak-suite");
    weak_suite.server = &recipe::server::rsa_2048;
    weak_suite.legacy = true;
    weak_suite.suites = {0x003B};  // TLS_RSA_WITH_NULL_SHA256
    core::Profile weak_key = one_way_profile("weak-key");
    weak_key.server = &recipe::server::rsa_1024;
    weak_key.legacy = true;
    StartResult started = start({weak_suite, weak_key});
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const core::TlsOffer null_suite{.max = TlsVersion::tls_1_2, .suites = {0x003B}};
    EXPECT_EQ(fact(connect(started.instance->ports()[0].tls, nullptr, null_suite), "suite"),
              "TLS_RSA_WITH_NULL_SHA256");
    EXPECT_TRUE(accepted(connect(started.instance->ports()[1].tls, nullptr)));
}

TEST_F(Mosquitto, a_key_that_does_not_match_ends_it) {
    core::Profile profile = one_way_profile("wrong-key");
    profile.server = &recipe::server::wrong_key;
    const StartResult started = start({profile});
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::exit);
    EXPECT_EQ(started.observation.code, 1);
    EXPECT_FALSE(started.seen.log_line);
    EXPECT_FALSE(started.seen.ports);
}

TEST_F(Mosquitto, listens_on_loopback_alone) {
    core::Profile profile = one_way_profile("one-way");
    profile.plain_listener = true;
    std::vector<ListenerRequest> requests{request(profile), request(one_way_profile("websocket"))};
    requests[1].transport = core::Transport::wss;
    StartResult started = run(supervisor_.start(adapter_, installation_, std::move(requests)));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const ListenerPorts ports = started.instance->ports()[0];
    const std::uint16_t websocket = started.instance->ports()[1].tls;
    int found = 0;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::istringstream lines(read_file(table));
        for (std::string line; std::getline(lines, line);)
            for (const std::uint16_t port : {ports.tls, *ports.plain, websocket}) {
                std::array<char, 8> suffix{};
                std::snprintf(suffix.data(), suffix.size(), ":%04X ", port);
                const std::size_t at = line.find(suffix.data());
                if (at == std::string::npos || line.find(" 0A ") == std::string::npos || at > 20)
                    continue;
                ++found;
                EXPECT_NE(line.find(" 0100007F:"), std::string::npos) << line;
            }
    }
    EXPECT_EQ(found, 3);
}

// Mosquitto ends where all its listeners are WebSockets, and binds those to every address unless told to be IPv4.
TEST_F(Mosquitto, speaks_websocket_where_it_is_asked_to) {
    std::vector<ListenerRequest> requests{request(one_way_profile("one-way")), request(mutual_profile("mutual"))};
    for (ListenerRequest& each : requests)
        each.transport = core::Transport::wss;
    StartResult started = run(supervisor_.start(adapter_, installation_, std::move(requests)));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const auto upgrade = [](std::uint16_t port) {
        return run([](std::uint16_t number) -> boost::asio::awaitable<core::Observation> {
            net::Transcript transcript;
            net::TlsContexts contexts;
            net::TlsClient client;
            net::Endpoint endpoint{"127.0.0.1", number};
            net::Tap tap(transcript, "a");
            net::Opened opened =
                co_await net::open_tls(std::move(endpoint), std::move(client), contexts, std::move(tap), soon());
            net::WebSocketClient websocket;
            websocket.path = "/mqtt";
            websocket.authority = "localhost";
            net::Upgraded upgraded = co_await net::upgrade(std::move(opened.channel), std::move(websocket), soon());
            co_return *upgraded.observation;
        }(port));
    };
    const core::Observation open = upgrade(started.instance->ports()[0].tls);
    EXPECT_TRUE(is(open, core::Layer::ws, core::Kind::accepted));
    EXPECT_FALSE(is(upgrade(started.instance->ports()[1].tls), core::Layer::ws, core::Kind::accepted));
    EXPECT_TRUE(is(connect(started.instance->ports()[1].tls, nullptr), core::Layer::tls, core::Kind::alert));
}

TEST_F(Mosquitto, two_hundred_cycles_leave_nothing) {
    const auto descriptors = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                             std::filesystem::directory_iterator());
    };
    const OwnTemporaryFolder temporary;
    start({one_way_profile("one-way")});  // whatever is opened once stays open
    const auto descriptors_before = descriptors();
    std::vector<pid_t> pids;
    for (int i = 0; i < 200; ++i) {
        StartResult started = start({one_way_profile("one-way")});
        ASSERT_TRUE(started.ready()) << started.observation.text;
        pids.push_back(started.instance->pid());
        if (i % 2 == 0)
            run(started.instance->stop(StopHow::kill));
    }
    EXPECT_EQ(descriptors(), descriptors_before);
    EXPECT_EQ(temporary.instances(), 0);
    EXPECT_TRUE(std::none_of(pids.begin(), pids.end(), runs));
}

TEST_F(Mosquitto, many_start_and_stop_at_once) {
    boost::asio::io_context loop;
    int stopped = 0;
    const auto one = [&]() -> boost::asio::awaitable<void> {
        std::vector<ListenerRequest> requests{request(one_way_profile("one-way"))};
        StartResult started = co_await supervisor_.start(adapter_, installation_, std::move(requests));
        EXPECT_TRUE(started.ready()) << started.observation.text;
        if (!started.ready())
            co_return;
        const Stopped end = co_await started.instance->stop();
        stopped += end.observation.code == 0 ? 1 : 0;
    };
    for (int i = 0; i < 16; ++i)
        boost::asio::co_spawn(loop, one, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    loop.run();
    EXPECT_EQ(stopped, 16);
}

}  // namespace
}  // namespace gauntlet::broker::test
