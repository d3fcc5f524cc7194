// What a TlsOffer says is what goes over the wire, as the server reads it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "gauntlet/wire/tables/groups.hpp"
#include "gauntlet/wire/tables/signature_schemes.hpp"
#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::TlsVersion;
using Codes = std::vector<std::uint16_t>;

// A list of two-byte codes with its length, as it stands in an extension.
std::string list_of(const Codes& codes) {
    std::string body;
    const auto add = [&body](std::size_t value) {
        body += static_cast<char>(value >> 8);
        body += static_cast<char>(value & 0xff);
    };
    add(codes.size() * 2);
    for (const std::uint16_t code : codes)
        add(code);
    return body;
}

struct Offered {
    std::string fault;
    core::Observation observation;
    std::optional<Hello> hello;
};

class Knobs : public testing::Test {
  protected:
    Knobs() : peer(server.server()) {}
    Offered offer(const core::TlsOffer& offer) {
        client.setup.offer = offer;
        Opened opened = run(client.open(peer.endpoint()));
        Offered offered{opened.fault, opened.observation, std::nullopt};
        const bool connected = opened.channel != nullptr;
        opened.channel.reset();
        if (connected)
            wait_for(server.seen->done, ++connections);
        const std::lock_guard lock(server.seen->mutex);
        if (connected && !server.seen->hellos.empty())
            offered.hello = server.seen->hellos.back();
        server.seen->hellos.clear();
        return offered;
    }
    TlsServer server;
    Client client;
    Peer peer;
    int connections = 0;
};

TEST_F(Knobs, DefaultIsWhatOpenSslOffersAtLevel2) {
    const Offered ours = offer({});
    ASSERT_TRUE(ours.hello);
    EXPECT_EQ(ours.hello->versions, (Codes{0x0304, 0x0303}));
    EXPECT_FALSE(ours.hello->has_alpn);

    // The same handshake with a context on which nothing is set but the level.
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 2);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    BIO* bio = BIO_new_connect(("127.0.0.1:" + std::to_string(peer.endpoint().port)).c_str());
    SSL* ssl = SSL_new(context.get());
    SSL_set_bio(ssl, bio, bio);
    SSL_connect(ssl);
    SSL_free(ssl);
    wait_for(server.seen->done, ++connections);
    ASSERT_EQ(server.seen->hellos.size(), 1U);
    const Hello& theirs = server.seen->hellos.front();
    EXPECT_EQ(ours.hello->suites, theirs.suites);
    EXPECT_EQ(ours.hello->groups, theirs.groups);
    EXPECT_EQ(ours.hello->signature_algorithms, theirs.signature_algorithms);
}

TEST_F(Knobs, EveryRangeOfVersions) {
    const TlsVersion all[] = {TlsVersion::tls_1_0, TlsVersion::tls_1_1, TlsVersion::tls_1_2, TlsVersion::tls_1_3};
    for (const TlsVersion min : all) {
        for (const TlsVersion max : all) {
            if (min > max)
                continue;
            const Offered offered = offer({.min = min, .max = max});
            ASSERT_TRUE(offered.hello) << offered.fault;
            Codes expected;
            for (const TlsVersion each : all)
                if (each >= min && each <= max)
                    expected.insert(expected.begin(), static_cast<std::uint16_t>(each));
            // Without supported_versions only the highest one is named (RFC 5246 7.4.1.2).
            if (max != TlsVersion::tls_1_3)
                expected.resize(1);
            EXPECT_EQ(offered.hello->versions, expected);
            EXPECT_EQ(fact(offered.observation, "version"), core::to_string(max));
        }
    }
}

TEST_F(Knobs, ARangeWithoutVersionsIsOurFault) {
    const Offered offered = offer({.min = TlsVersion::tls_1_3, .max = TlsVersion::tls_1_2});
    EXPECT_FALSE(offered.hello);
    EXPECT_NE(offered.fault, "");
}

TEST_F(Knobs, AMaximumBelowTheDefaultMinimumLowersIt) {
    const Offered offered = offer({.max = TlsVersion::tls_1_1});
    ASSERT_TRUE(offered.hello) << offered.fault;
    EXPECT_EQ(offered.hello->versions, (Codes{0x0302}));
}

TEST_F(Knobs, SuitesInOrder) {
    struct Row {
        Codes asked, sent, versions;
    };
    const Row rows[] = {
        {{0xc02b, 0xc030, 0xc02f}, {0xc02b, 0xc030, 0xc02f}, {0x0303}},
        {{0xc02f, 0xc02b}, {0xc02f, 0xc02b}, {0x0303}},
        {{0x1303}, {0x1303}, {0x0304}},
        {{0x1303, 0x1301}, {0x1303, 0x1301}, {0x0304}},
        // OpenSSL keeps the lists of TLS 1.3 and of the versions before apart, and sends the former first.
        {{0xc02b, 0x1301}, {0x1301, 0xc02b}, {0x0304, 0x0303}},
    };
    for (const Row& row : rows) {
        const Offered offered = offer({.suites = row.asked});
        ASSERT_TRUE(offered.hello) << offered.fault;
        EXPECT_EQ(offered.hello->suites, row.sent);
        EXPECT_EQ(offered.hello->versions, row.versions);
    }
}

TEST_F(Knobs, EverySuiteAloneIsOfferedOrIsOurFault) {
    std::size_t offered_count = 0;
    for (const wire::tls::CipherSuite& suite : wire::tls::cipher_suites) {
        SCOPED_TRACE(suite.name);
        const Offered offered = offer({.suites = {suite.code}});
        EXPECT_NE(offered.hello.has_value(), !offered.fault.empty());
        if (offered.hello) {
            EXPECT_EQ(offered.hello->suites, Codes{suite.code});
            ++offered_count;
        } else {
            EXPECT_NE(offered.fault.find(suite.name), std::string::npos) << offered.fault;
        }
    }
    // Everything that the linked library has, as it lists it itself.
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL");
    SSL_CTX_set_ciphersuites(context.get(),
                             "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
                             "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256");
    EXPECT_EQ(offered_count, static_cast<std::size_t>(sk_SSL_CIPHER_num(SSL_CTX_get_ciphers(context.get()))));
}

TEST_F(Knobs, SuitesThatCannotBeAreOurFaultAndNamed) {
    EXPECT_NE(offer({.suites = {0x000a}}).fault.find("TLS_RSA_WITH_3DES_EDE_CBC_SHA"), std::string::npos);
    EXPECT_NE(offer({.suites = {0xfafa}}).fault.find("0xfafa"), std::string::npos);
    // GCM came with TLS 1.2 (RFC 5288).
    EXPECT_NE(offer({.max = TlsVersion::tls_1_1, .suites = {0xc02f}}).fault, "");
    // One of several.
    EXPECT_NE(offer({.suites = {0xc02b, 0x0005}}).fault.find("TLS_RSA_WITH_RC4_128_SHA"), std::string::npos);
}

TEST_F(Knobs, Groups) {
    for (const Codes& groups : {Codes{0x001d}, Codes{0x0018, 0x0017}, Codes{0x0100, 0x0019, 0x001e}}) {
        const Offered offered = offer({.groups = groups});
        ASSERT_TRUE(offered.hello) << offered.fault;
        EXPECT_EQ(offered.hello->groups, list_of(groups));
    }
    EXPECT_NE(offer({.groups = {0x11ec}}).fault.find("X25519MLKEM768"), std::string::npos);
}

TEST_F(Knobs, SignatureAlgorithms) {
    for (const Codes& schemes : {Codes{0x0403}, Codes{0x0804, 0x0403}, Codes{0x0203, 0x0201}}) {
        const Offered offered = offer({.max = TlsVersion::tls_1_2, .signature_algorithms = schemes});
        ASSERT_TRUE(offered.hello) << offered.fault;
        EXPECT_EQ(offered.hello->signature_algorithms, list_of(schemes));
    }
    EXPECT_NE(offer({.signature_algorithms = {0x0904}}).fault.find("mldsa44"), std::string::npos);
}

TEST_F(Knobs, Alpn) {
    const Offered offered = offer({.alpn = {"mqtt", "h2"}});
    ASSERT_TRUE(offered.hello);
    EXPECT_EQ(offered.hello->alpn, std::string("\x00\x08\x04mqtt\x02h2", 10));
    EXPECT_NE(offer({.alpn = {""}}).fault, "");
    EXPECT_NE(offer({.alpn = {std::string(256, 'a')}}).fault, "");
}

TEST_F(Knobs, ServerName) {
    const auto name = [](const std::string& host) {
        const auto size = static_cast<char>(host.size());
        return std::string("\x00", 1) + static_cast<char>(host.size() + 3) + std::string("\x00\x00", 2) + size + host;
    };
    EXPECT_EQ(offer({}).hello->server_name, name("localhost"));
    EXPECT_EQ(offer({.server_name = "other.example"}).hello->server_name, name("other.example"));
    EXPECT_FALSE(offer({.server_name = ""}).hello->has_server_name);
    client.setup.server_name = "127.0.0.1";
    EXPECT_FALSE(offer({}).hello->has_server_name);
    client.setup.server_name = "::1";
    EXPECT_FALSE(offer({}).hello->has_server_name);
}

TEST_F(Knobs, FallbackScsv) {
    const auto has = [](const Offered& offered) {
        return std::ranges::count(offered.hello->suites, std::uint16_t{0x5600}) == 1;
    };
    EXPECT_TRUE(has(offer({.max = TlsVersion::tls_1_2, .fallback_scsv = true})));
    EXPECT_FALSE(has(offer({.max = TlsVersion::tls_1_2})));
    const Offered refused = offer({.max = TlsVersion::tls_1_2, .fallback_scsv = true});
    EXPECT_EQ(refused.observation.kind, core::Kind::alert);
    EXPECT_EQ(refused.observation.code, 86);
}

TEST_F(Knobs, SecretsOnlyWhereTheyAreAskedFor) {
    for (const bool keep : {false, true}) {
        client.setup.keep_secrets = keep;
        const Opened opened = run(client.open(peer.endpoint()));
        EXPECT_EQ(opened.channel->secrets().find("CLIENT_HANDSHAKE_TRAFFIC_SECRET") == 0 ||
                      opened.channel->secrets().find("SERVER_HANDSHAKE_TRAFFIC_SECRET") == 0,
                  keep)
            << opened.channel->secrets();
    }
}

}  // namespace
}  // namespace gauntlet::net::test
