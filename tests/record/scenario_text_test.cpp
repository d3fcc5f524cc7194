#include "gauntlet/record/scenario_text.hpp"

#include <gtest/gtest.h>

#include "gauntlet/core/conversation.hpp"

namespace gauntlet::record {
namespace {

constexpr recipe::Certificate certificate{.name = "client/expired"};
constexpr recipe::Credentials expired{.name = "client/expired", .about = "ended yesterday", .chain = {&certificate}};

core::Scenario scenario() {
    core::Scenario s;
    s.check = "mutual/expired-leaf";
    s.variant = "tls-1-2";
    s.title = "refused";
    s.why = "why";
    s.mend = "mend";
    s.level = core::Level::policy;
    s.clauses = {"RFC 5280 6.1.3"};
    s.catalogue = {"row"};
    s.statements = {"statement"};
    s.transports = {core::Transport::mqtts, core::Transport::wss};
    s.profile.name = "mutual";
    s.profile.client_authentication = core::ClientAuthentication::required;
    s.capabilities = {"plain-listener"};
    s.stimulus.client = core::presenting(expired);
    s.stimulus.client.tls.max = core::TlsVersion::tls_1_2;
    s.stimulus.steps = core::connecting(s.profile);
    s.expectation.rules = {core::expect_alert("connack", {45})};
    const auto flaw = static_cast<core::Flaw>(0);
    s.flaws = {{flaw, "connack", core::accepted()}, {flaw, "handshake", core::handshake_done()}};
    s.exclusive = true;
    return s;
}

TEST(ScenarioText, TakesEveryField) {
    const ScenarioText text = text_of(scenario());
    EXPECT_EQ(text.id, "mutual/expired-leaf/tls-1-2");
    EXPECT_EQ(text.check, "mutual/expired-leaf");
    EXPECT_EQ(text.family, "mutual");
    EXPECT_EQ(text.title, "refused");
    EXPECT_EQ(text.why, "why");
    EXPECT_EQ(text.mend, "mend");
    EXPECT_EQ(text.level, core::Level::policy);
    EXPECT_EQ(text.clauses, std::vector<std::string>{"RFC 5280 6.1.3"});
    EXPECT_EQ(text.catalogue, std::vector<std::string>{"row"});
    EXPECT_EQ(text.statements, std::vector<std::string>{"statement"});
    EXPECT_EQ(text.profile, "mutual");
    EXPECT_EQ(text.transports, scenario().transports);
    EXPECT_EQ(text.needs, (std::vector<std::string>{"client-authentication", "plain-listener"}));
    EXPECT_EQ(text.flaws, std::vector<std::string>{core::name_of(static_cast<core::Flaw>(0))});
    EXPECT_EQ(text.expectation, scenario().expectation);
    EXPECT_TRUE(text.exclusive);
}

TEST(ScenarioText, StepsBeginWithTheClients) {
    core::Scenario s = scenario();
    s.stimulus.others = {{"quiet", core::presenting_nothing()}, {"plain", {}}};
    const ScenarioText text = text_of(s);
    ASSERT_EQ(text.steps.size(), 5U);
    EXPECT_EQ(text.steps[0], "client: presents client/expired (ended yesterday); offers up to TLSv1.2");
    EXPECT_EQ(text.steps[1], "client 'quiet': presents no certificate");
    EXPECT_EQ(text.steps[2], core::to_text(s.stimulus.steps[0]));
    EXPECT_EQ(text.steps[4], core::to_text(s.stimulus.steps[2]));
    ASSERT_EQ(text.control_steps.size(), 4U);
    EXPECT_EQ(text.control_steps[0], "client: offers up to TLSv1.2");
}

TEST(ScenarioText, AnUpgradeIsSpelledAsItDeviates) {
    core::Scenario s = scenario();
    s.stimulus.client = {};
    core::WebSocketOffer& offer = s.stimulus.client.websocket;
    offer.method = "POST";
    offer.path = "/p";
    offer.http_version = "HTTP/1.0";
    core::set_field(offer, "Origin", "o");
    core::leave_out(offer, "Host");
    offer.byte_by_byte = true;
    offer.waits = false;
    EXPECT_EQ(
        text_of(s).steps[0],
        "client: upgrades with method POST, path /p, HTTP/1.0, Origin: o, no Host, its request byte by byte, what "
        "follows in the same flight");
    s.stimulus.client.tls.server_name = "h";
    EXPECT_TRUE(text_of(s).steps[0].starts_with("client: offers server name h; upgrades with method POST"));
}

TEST(ScenarioText, AnOfferIsSpelledInIanasNames) {
    core::Scenario s = scenario();
    s.stimulus.client = {.tls = {.min = core::TlsVersion::tls_1_3,
                                 .max = core::TlsVersion::tls_1_3,
                                 .suites = {0x1301, 0xabcd},
                                 .groups = {0x001d},
                                 .signature_algorithms = {0x0403},
                                 .alpn = {"mqtt", "x"},
                                 .server_name = "",
                                 .fallback_scsv = true,
                                 .resume = true}};
    EXPECT_EQ(text_of(s).steps[0],
              "client: offers only TLSv1.3, suites TLS_AES_128_GCM_SHA256 0xabcd, groups x25519, signature algorithms "
              "ecdsa_secp256r1_sha256, ALPN mqtt x, no server name, TLS_FALLBACK_SCSV, the latest session again");
    s.stimulus.client = {
        .tls = {.min = core::TlsVersion::tls_1_1, .max = core::TlsVersion::tls_1_2, .server_name = "h"}};
    EXPECT_EQ(text_of(s).steps[0], "client: offers TLSv1.1 to TLSv1.2, server name h");
    s.stimulus.client = {};
    EXPECT_EQ(text_of(s).steps[0], core::to_text(s.stimulus.steps[0]));
}

}  // namespace
}  // namespace gauntlet::record
