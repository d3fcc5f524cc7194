// What a handshake is said to have been, against servers of which it is known.
#include <gtest/gtest.h>

#include "gauntlet/net/fingerprint.hpp"
#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::TlsOffer;
using core::TlsVersion;

Opened handshake(const TlsServer& server, Client& client) {
    Peer peer(server.server());
    return run(client.open(peer.endpoint()));
}

struct Negotiated {
    const char* name;
    TlsOffer offer;
    const recipe::Credentials* credentials;
    const char *version, *suite, *group, *signature;
};

TEST(Facts, VersionSuiteGroupAndSignature) {
    const recipe::Credentials* ecdsa = &recipe::server::good;
    const recipe::Credentials* rsa = &recipe::server::rsa_2048;
    const TlsVersion v10 = TlsVersion::tls_1_0;
    const TlsVersion v12 = TlsVersion::tls_1_2;
    const Negotiated rows[] = {
        {"default",
         {.groups = {0x001d}},
         ecdsa,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         "x25519",
         "ecdsa_secp256r1_sha256"},
        {"p-384",
         {.suites = {0x1301}, .groups = {0x0018}},
         ecdsa,
         "TLSv1.3",
         "TLS_AES_128_GCM_SHA256",
         "secp384r1",
         "ecdsa_secp256r1_sha256"},
        {"ffdhe in 1.3",
         {.groups = {0x0100}},
         ecdsa,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         "ffdhe2048",
         "ecdsa_secp256r1_sha256"},
        {"rsa in 1.3",
         {.groups = {0x0017}},
         rsa,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         "secp256r1",
         "rsa_pss_rsae_sha256"},
        {"ed25519",
         {.groups = {0x001d}},
         &recipe::server::ed25519,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         "x25519",
         "ed25519"},
        {"ecdsa p-384",
         {.groups = {0x001e}},
         &recipe::server::ecdsa_p384,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         "x448",
         "ecdsa_secp384r1_sha384"},
        {"1.2",
         {.max = v12, .suites = {0xc02b}, .groups = {0x0017}},
         ecdsa,
         "TLSv1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "secp256r1",
         "ecdsa_secp256r1_sha256"},
        {"1.2 with x25519 and PKCS #1",
         {.max = v12, .suites = {0xc02f}, .groups = {0x001d}, .signature_algorithms = {0x0501}},
         rsa,
         "TLSv1.2",
         "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
         "x25519",
         "rsa_pkcs1_sha384"},
        {"1.2 without a key exchange",
         {.max = v12, .suites = {0x009c}},
         rsa,
         "TLSv1.2",
         "TLS_RSA_WITH_AES_128_GCM_SHA256",
         "none",
         "none"},
        {"1.2 SHA-1",
         {.max = v12, .suites = {0xc009}, .groups = {0x0017}, .signature_algorithms = {0x0203}},
         ecdsa,
         "TLSv1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
         "secp256r1",
         "ecdsa_sha1"},
        {"1.0",
         {.max = v10, .suites = {0xc013}, .groups = {0x0017}},
         rsa,
         "TLSv1.0",
         "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
         "secp256r1",
         "rsa_pkcs1_md5_sha1"},
        {"anonymous",
         {.max = v12, .suites = {0xc018}, .groups = {0x0017}},
         ecdsa,
         "TLSv1.2",
         "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
         "secp256r1",
         "none"},
    };
    for (const Negotiated& row : rows) {
        SCOPED_TRACE(row.name);
        TlsServer server;
        server.credentials = row.credentials;
        server.groups = "X25519:P-256:P-384:X448:ffdhe2048";
        Client client;
        client.setup.offer = row.offer;
        const Opened opened = handshake(server, client);
        const core::Observation& seen = opened.observation;
        ASSERT_EQ(opened.fault, "");
        ASSERT_EQ(seen.kind, core::Kind::accepted) << seen.text;
        EXPECT_EQ(fact(seen, "version"), row.version);
        EXPECT_EQ(fact(seen, "suite"), row.suite);
        EXPECT_EQ(fact(seen, "group"), row.group);
        EXPECT_EQ(fact(seen, "signature"), row.signature);
        EXPECT_EQ(fact(seen, "resumed"), "no");
        EXPECT_EQ(fact(seen, "alpn"), "");
        EXPECT_EQ(fact(seen, "certificate-requested"), "no");
        EXPECT_EQ(seen.text, std::string(row.version) + " " + row.suite);
    }
}

TEST(Facts, ServerGroupOfItsOwn) {
    TlsServer server;
    server.credentials = &recipe::server::rsa_2048;
    Client client;
    client.setup.offer = {.max = TlsVersion::tls_1_2, .suites = {0x009e}};
    const core::Observation seen = handshake(server, client).observation;
    ASSERT_EQ(seen.kind, core::Kind::accepted) << seen.text;
    const std::string group = fact(seen, "group");
    EXPECT_TRUE(group.starts_with("dhe-") || group.starts_with("ffdhe")) << group;
}

TEST(Facts, Alpn) {
    TlsServer server;
    server.alpn = "mqtt";
    Client client;
    client.setup.offer.alpn = {"h2", "mqtt"};
    EXPECT_EQ(fact(handshake(server, client).observation, "alpn"), "mqtt");
}

// RFC 8446 4.1.3.
TEST(Facts, DowngradeSentinel) {
    struct Row {
        TlsVersion client_max;
        int server_max;
        const char* sentinel;
    };
    for (const Row row :
         {Row{TlsVersion::tls_1_3, TLS1_3_VERSION, "none"}, Row{TlsVersion::tls_1_2, TLS1_3_VERSION, "TLSv1.2"},
          Row{TlsVersion::tls_1_1, TLS1_3_VERSION, "TLSv1.1"}, Row{TlsVersion::tls_1_2, TLS1_2_VERSION, "none"}}) {
        TlsServer server;
        server.max = row.server_max;
        Client client;
        client.setup.offer.max = row.client_max;
        EXPECT_EQ(fact(handshake(server, client).observation, "downgrade-sentinel"), row.sentinel);
    }
}

TEST(Facts, ServedIsTheChainInItsOrder) {
    for (const recipe::Credentials* credentials :
         {&recipe::server::good, &recipe::server::leaf_intermediate_root, &recipe::server::leaf_root_intermediate,
          &recipe::server::missing_intermediate, &recipe::server::duplicated, &recipe::server::unrelated_extra}) {
        for (const TlsVersion version : {TlsVersion::tls_1_2, TlsVersion::tls_1_3}) {
            TlsServer server;
            server.credentials = credentials;
            Client client;
            client.setup.offer.min = client.setup.offer.max = version;
            EXPECT_EQ(handshake(server, client).served_der, material(*credentials).chain_der) << credentials->name;
        }
    }
}

// The handshake goes on whatever verification says.
TEST(Facts, Verification) {
    struct Row {
        const recipe::Credentials* credentials;
        const char* host;
        const char* result;
    };
    const Row rows[] = {
        {&recipe::server::good, "localhost", "X509_V_OK"},
        {&recipe::server::good, "127.0.0.1", "X509_V_OK"},
        {&recipe::server::good, "::1", "X509_V_OK"},
        {&recipe::server::good, "other.example", "X509_V_ERR_HOSTNAME_MISMATCH"},
        {&recipe::server::good, "127.0.0.2", "X509_V_ERR_IP_ADDRESS_MISMATCH"},
        {&recipe::server::expired, "localhost", "X509_V_ERR_CERT_HAS_EXPIRED"},
        {&recipe::server::not_yet_valid, "localhost", "X509_V_ERR_CERT_NOT_YET_VALID"},
        {&recipe::server::missing_intermediate, "localhost", "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
        {&recipe::server::self_signed, "localhost", "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT"},
        {&recipe::server::bad_signature, "localhost", "X509_V_ERR_CERT_SIGNATURE_FAILURE"},
        {&recipe::server::eku_client_auth_only, "localhost", "X509_V_ERR_INVALID_PURPOSE"},
        {&recipe::server::rsa_1024, "localhost", "X509_V_ERR_EE_KEY_TOO_SMALL"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.credentials->name);
        TlsServer server;
        server.credentials = row.credentials;
        Client client;
        client.setup.server_name = row.host;
        const Opened opened = handshake(server, client);
        EXPECT_EQ(opened.fault, "");
        EXPECT_EQ(opened.observation.kind, core::Kind::accepted) << opened.observation.text;
        EXPECT_EQ(fact(opened.observation, "verify"), row.result);
    }
}

TEST(Facts, VerificationUsesTheAnchorsAlone) {
    Client client;
    client.setup.anchors_der = anchors_der(recipe::client::good);
    EXPECT_EQ(fact(handshake(TlsServer{}, client).observation, "verify"),
              "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
    client.setup.anchors_der = {"no certificate"};
    EXPECT_NE(handshake(TlsServer{}, client).fault.find("trust anchor"), std::string::npos);
}

TEST(Facts, Fingerprint) {
    // FIPS 180-2, appendix B.1.
    EXPECT_EQ(fingerprint("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace gauntlet::net::test
