// What a listener serves, what it makes of server names and ALPN, alerts, resumption and reload.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tls_support.hpp"

namespace gauntlet::reference::test {

namespace {

using core::Flaw;
using core::TlsVersion;
namespace client = recipe::client;
namespace server = recipe::server;

std::vector<std::string> chain_of(const recipe::Credentials& credentials) {
    return issuer().material(credentials).chain_der;
}

// --- The certificate.

const recipe::Credentials* const served[] = {
    &server::good,
    &server::direct,
    &server::three_intermediates,
    &server::leaf_intermediate_root,
    &server::expired,
    &server::not_yet_valid,
    &server::missing_intermediate,
    &server::leaf_root_intermediate,
    &server::duplicated,
    &server::unrelated_extra,
    &server::self_signed,
    &server::untrusted_root,
    &server::wrong_san,
    &server::ca_false,
    &server::eku_client_auth_only,
    &server::ku_no_digital_signature,
    &server::bad_signature,
    &server::ca_bad_signature,
    &server::path_length_exceeded,
    &server::nc_dns_permitted,
    &server::trusted_self_signed_rsa,
    &server::unknown_critical_extension,
    &server::same_name_other_key,
};

TEST(TlsListener, ServesItsFileExactly) {
    for (const recipe::Credentials* credentials : served)
        for (const TlsVersion version : both_versions) {
            // OpenSSL signs no ServerKeyExchange with such a key.
            if (credentials == &server::ku_no_digital_signature && version == TlsVersion::tls_1_2)
                continue;
            EXPECT_TRUE(shake_hands(*Listener(*credentials).start(), {.version = version}).served ==
                        chain_of(*credentials))
                << credentials->name << ", " << core::to_string(version);
        }
}

TEST(TlsListener, FlawsChangeTheChain) {
    for (const recipe::Credentials* credentials : served) {
        const std::vector<std::string> chain = chain_of(*credentials);
        const auto short_chain = shake_hands(*Listener(*credentials).start(with({Flaw::serves_the_leaf_alone}))).served;
        EXPECT_EQ(short_chain, std::vector<std::string>{chain.front()}) << credentials->name;
        const auto long_chain =
            shake_hands(*Listener(*credentials).start(with({Flaw::adds_a_certificate_to_its_chain}))).served;
        std::vector<std::string> twice = chain;
        if (chain.size() == 1)
            twice.push_back(chain.front());
        EXPECT_EQ(long_chain, twice) << credentials->name;
    }
}

std::string fault_of(const recipe::Credentials& credentials, const Flaws& flaws = {}) {
    try {
        Listener(credentials).start(flaws);
    } catch (const TlsFault& fault) {
        return fault.what();
    }
    return {};
}

TEST(TlsListener, DoesNotStartWithWhatNobodyShouldTrust) {
    EXPECT_NE(fault_of(server::wrong_key).find("key.pem: the key is not that of the first certificate"),
              std::string::npos);
    EXPECT_NE(fault_of(server::reversed).find("put the leaf first"), std::string::npos);
    EXPECT_NE(fault_of(server::rsa_1024).find("the RSA key of the certificate has 1024 bits"), std::string::npos);
    EXPECT_NE(fault_of(server::sha1).find("is signed with SHA1"), std::string::npos);
    for (const recipe::Credentials* credentials :
         {&server::wrong_key, &server::reversed, &server::rsa_1024, &server::sha1})
        EXPECT_EQ(fault_of(*credentials).find('\n'), std::string::npos);
}

TEST(TlsListener, FlawsStartWithIt) {
    for (const recipe::Credentials* credentials : {&server::wrong_key, &server::reversed}) {
        const auto tls = Listener(*credentials).start(with({Flaw::starts_with_a_wrong_key}));
        EXPECT_EQ(shown(shake_hands(*tls)), "alert 40");  // an answer: the broker looks ready
    }
    EXPECT_EQ(shown(shake_hands(*Listener(server::rsa_1024).start(with({Flaw::serves_short_rsa_keys})))), "accepted");
    EXPECT_EQ(shown(shake_hands(*Listener(server::sha1).start(with({Flaw::serves_sha1_signatures})))), "accepted");
    EXPECT_FALSE(fault_of(server::sha1, with({Flaw::serves_short_rsa_keys})).empty());
    EXPECT_FALSE(fault_of(server::rsa_1024, with({Flaw::serves_sha1_signatures})).empty());
}

TEST(TlsListener, NamesTheFileThatItCannotRead) {
    const auto fault = [](auto change) {
        Listener listener;
        change(listener.settings);
        try {
            listener.start();
        } catch (const TlsFault& caught) {
            return std::string(caught.what());
        }
        return std::string();
    };
    const Folder folder;
    const auto absent = [](ListenerSettings& s) { s.certificate_chain = "/nowhere/chain.pem"; };
    EXPECT_EQ(fault(absent), "/nowhere/chain.pem: cannot be opened: No such file or directory");
    const auto empty = [&](ListenerSettings& s) { s.certificate_chain = folder.write("empty.pem", "nothing\n"); };
    EXPECT_NE(fault(empty).find("empty.pem: holds no certificate"), std::string::npos);
    const auto broken = [&](ListenerSettings& s) {
        s.certificate_chain =
            folder.write("broken.pem", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
    };
    EXPECT_NE(fault(broken).find("broken.pem: certificate 1 cannot be read"), std::string::npos);
    const auto no_key = [&](ListenerSettings& s) { s.key = s.certificate_chain; };
    EXPECT_NE(fault(no_key).find("holds no private key"), std::string::npos);
    const auto no_ca = [](ListenerSettings& s) { s.require_certificate = true; };
    EXPECT_NE(fault(no_ca).find("client_ca"), std::string::npos);
    const auto no_crl = [](ListenerSettings& s) { s.crl = s.certificate_chain; };
    EXPECT_NE(fault(no_crl).find("holds no CRL"), std::string::npos);
    const auto no_staple = [](ListenerSettings& s) { s.ocsp_response = s.certificate_chain; };
    EXPECT_NE(fault(no_staple).find("holds no OCSP response"), std::string::npos);
}

TEST(TlsListener, StaplesWhereItIsAsked) {
    // An OCSPResponse that says tryLater (RFC 6960 4.2.1).
    const std::string response("\x30\x03\x0a\x01\x03", 5);
    const Folder folder;
    Listener listener;
    listener.settings.ocsp_response = folder.write("ocsp.der", response);
    const auto tls = listener.start();
    for (const TlsVersion version : both_versions) {
        EXPECT_EQ(shake_hands(*tls, {.version = version, .asks_for_staple = true}).staple, response);
        EXPECT_EQ(shake_hands(*tls, {.version = version}).staple, "");
    }
    EXPECT_EQ(shown(shake_hands(*Listener().start(), {.asks_for_staple = true})), "accepted");
}

// --- Names and ALPN.

TEST(TlsListener, ServesWhateverNameIsAskedFor) {
    const auto tls = Listener().start();
    const auto closing = Listener().start(with({Flaw::closes_on_unknown_server_name}));
    const auto demanding = Listener().start(with({Flaw::demands_a_server_name}));
    for (const TlsVersion version : both_versions) {
        for (const char* name : {"localhost", "elsewhere.gauntlet.test", ""})
            EXPECT_EQ(shown(shake_hands(*tls, {.version = version, .server_name = name})), "accepted") << name;
        EXPECT_EQ(shown(shake_hands(*closing, {.version = version, .server_name = "elsewhere.gauntlet.test"})), "fin");
        EXPECT_EQ(shown(shake_hands(*closing, {.version = version})), "accepted");
        EXPECT_EQ(shown(shake_hands(*closing, {.version = version, .server_name = ""})), "accepted");
        EXPECT_EQ(shown(shake_hands(*demanding, {.version = version, .server_name = ""})), "alert 112");
        EXPECT_EQ(shown(shake_hands(*demanding, {.version = version})), "accepted");
    }
    const auto wildcard = Listener(server::wildcard).start(with({Flaw::closes_on_unknown_server_name}));
    EXPECT_EQ(shown(shake_hands(*wildcard, {.server_name = "broker.gauntlet.test"})), "accepted");
}

TEST(TlsListener, SelectsItsProtocol) {
    const auto tls = Listener().start();
    const auto flawed = Listener().start(with({Flaw::selects_the_first_alpn_protocol}));
    Listener web;
    web.settings.transport = core::Transport::wss;
    const auto wss = web.start();
    for (const TlsVersion version : both_versions) {
        EXPECT_EQ(shake_hands(*tls, {.version = version, .alpn = {"h2", "mqtt"}}).alpn, "mqtt");
        EXPECT_EQ(shake_hands(*tls, {.version = version}).alpn, "");
        EXPECT_EQ(shown(shake_hands(*tls, {.version = version, .alpn = {"h2"}})), "alert 120");
        EXPECT_EQ(shake_hands(*wss, {.version = version, .alpn = {"h2", "http/1.1"}}).alpn, "http/1.1");
        EXPECT_EQ(shown(shake_hands(*wss, {.version = version, .alpn = {"mqtt"}})), "alert 120");
        EXPECT_EQ(shake_hands(*flawed, {.version = version, .alpn = {"h2", "mqtt"}}).alpn, "h2");
        EXPECT_EQ(shake_hands(*flawed, {.version = version, .alpn = {"unknown"}}).alpn, "unknown");
    }
}

// --- Alerts.

TEST(TlsListener, FlawsOfAlerts) {
    const auto silent = Listener().mutual().start(with({Flaw::closes_without_an_alert}));
    const auto uniform = Listener().mutual().start(with({Flaw::sends_one_alert_for_everything}));
    for (const TlsVersion version : both_versions) {
        EXPECT_EQ(shown(shake_hands(*silent, {.credentials = &client::expired, .version = version})), "fin");
        EXPECT_EQ(shown(shake_hands(*silent, {.version = version})), "fin");
        EXPECT_EQ(shown(shake_hands(*silent, {.credentials = &client::good, .version = version})), "accepted");
        for (const recipe::Credentials* credentials : {&client::expired, &client::untrusted_root, &client::ca_false})
            EXPECT_EQ(shown(shake_hands(*uniform, {.credentials = credentials, .version = version})), "alert 40");
        EXPECT_EQ(shown(shake_hands(*uniform, {.credentials = &client::good, .version = version})), "accepted");
    }
    EXPECT_EQ(shown(shake_hands(*silent, {.version = TlsVersion::tls_1_1})), "fin");
}

// --- Resumption and reload.

TEST(TlsListener, ResumesItsOwnSessions) {
    const auto tls = Listener().mutual().start();
    for (const TlsVersion version : both_versions) {
        const Outcome first = shake_hands(*tls, {.credentials = &client::good, .version = version});
        ASSERT_NE(first.session, nullptr);
        const Outcome second = shake_hands(*tls, {.version = version, .session = first.session.get()});
        EXPECT_TRUE(second.accepted);
        EXPECT_TRUE(second.resumed);
        EXPECT_TRUE(second.identity.certified);
        EXPECT_EQ(second.identity.common_name, "device");
    }
}

TEST(TlsListener, ASessionOfAnotherListenerIsNone) {
    Listener open;
    Listener closed = Listener().mutual();
    closed.settings.name = "other";
    for (const bool flawed : {false, true}) {
        const Flaws flaws = flawed ? with({Flaw::resumes_sessions_of_other_listeners}) : Flaws{};
        const auto one = open.start(flaws);
        const auto other = closed.start(flaws);
        for (const TlsVersion version : both_versions) {
            const Outcome first = shake_hands(*one, {.version = version});
            ASSERT_NE(first.session, nullptr);
            const Outcome second = shake_hands(*other, {.version = version, .session = first.session.get()});
            EXPECT_EQ(second.accepted, flawed) << shown(second);
            EXPECT_EQ(second.resumed, flawed);
        }
    }
}

TEST(TlsListener, ReloadBringsCertificatesAndCrlsForNewConnections) {
    for (const bool flawed : {false, true}) {
        Listener listener = Listener().mutual().revoking(recipe::crl::expired);
        const Flaws flaws = flawed ? with({Flaw::keeps_the_old_crl_on_reload}) : Flaws{};
        const auto tls = listener.start(flaws);
        const Client offer{.credentials = &client::good};
        EXPECT_EQ(shown(shake_hands(*tls, offer)), "alert 46");
        listener.revoking(recipe::crl::fresh);  // the same file
        EXPECT_EQ(shown(shake_hands(*tls, offer)), "alert 46");
        EXPECT_EQ(tls->reload(), std::nullopt);
        EXPECT_EQ(shown(shake_hands(*tls, offer)), flawed ? "alert 46" : "accepted");
        EXPECT_EQ(shown(shake_hands(*tls, {.credentials = &client::revoked})), flawed ? "alert 46" : "alert 44");
    }
}

TEST(TlsListener, AReloadThatFailsChangesNothing) {
    Listener listener;
    const auto tls = listener.start();
    std::ofstream(listener.settings.certificate_chain) << "nothing";
    const std::optional<std::string> fault = tls->reload();
    ASSERT_TRUE(fault.has_value());
    EXPECT_NE(fault->find("holds no certificate"), std::string::npos);
    EXPECT_EQ(shake_hands(*tls).served, chain_of(server::good));
    std::ofstream(listener.settings.certificate_chain) << issuer().material(server::another).chain_pem;
    std::ofstream(listener.settings.key) << issuer().material(server::another).key_pem;
    EXPECT_EQ(tls->reload(), std::nullopt);
    EXPECT_EQ(shake_hands(*tls).served, chain_of(server::another));
}

// Against the lists of `before` the client logs in, against those of `after` it is revoked.
TEST(TlsListener, ASessionEndsWithTheAcceptanceOfItsClient) {
    static constexpr recipe::Crl nobody = {.name = "crl/test-nobody", .issuer = &recipe::clients_intermediate};
    const std::vector<const recipe::Crl*> before = {&recipe::crl::clients_root, &nobody};
    for (const bool flawed : {false, true}) {
        Listener listener = Listener().mutual().revoking(recipe::crl::fresh);
        std::ofstream(listener.settings.crl) << issuer().crls_pem(before);
        const Flaws flaws = flawed ? with({Flaw::resumes_without_reverifying}) : Flaws{};
        const auto tls = listener.start(flaws);
        std::vector<Outcome> first;
        for (const TlsVersion version : both_versions) {
            first.push_back(shake_hands(*tls, {.credentials = &client::revoked, .version = version}));
            ASSERT_NE(first.back().session, nullptr);
        }
        listener.revoking(recipe::crl::fresh);
        ASSERT_EQ(tls->reload(), std::nullopt);
        for (std::size_t i = 0; i < first.size(); ++i) {
            const Client again{
                .credentials = &client::revoked, .version = both_versions[i], .session = first[i].session.get()};
            EXPECT_EQ(shown(shake_hands(*tls, again)), flawed ? "accepted" : "alert 44");
        }
        EXPECT_EQ(shown(shake_hands(*tls, {.credentials = &client::revoked})), "alert 44");
    }
}

}  // namespace

}  // namespace gauntlet::reference::test
