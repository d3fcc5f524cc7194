// Credentials are sent exactly as given: what the server reads from the wire is compared byte for byte.
#include <gtest/gtest.h>

#include "gauntlet/core/tls.hpp"
#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::TlsVersion;

class Presented : public testing::TestWithParam<TlsVersion> {
  protected:
    Presented() {
        server.min = server.max = static_cast<int>(GetParam());
        server.verify_mode = SSL_VERIFY_PEER;
        server.after = [](SSL* ssl, int) { SSL_write(ssl, "x", 1); };
    }
    struct Result {
        Opened opened;
        bool got_byte = false;
        std::optional<core::Observation> end;
    };
    Result open(Client& client, Endpoint endpoint) {
        return run([](Client& c, Endpoint to) -> boost::asio::awaitable<Result> {
            Result result;
            result.opened = co_await c.open(std::move(to));
            if (result.opened.fault.empty()) {
                wire::Bytes bytes;
                const Receipt receipt = co_await result.opened.channel->receive(bytes, soon());
                result.got_byte = receipt == Receipt::bytes;
                result.end = co_await ending(*result.opened.channel);
            }
            co_return result;
        }(client, std::move(endpoint)));
    }
    TlsServer server;
};

INSTANTIATE_TEST_SUITE_P(Credentials, Presented, testing::Values(TlsVersion::tls_1_2, TlsVersion::tls_1_3),
                         [](const auto& version) { return version.param == TlsVersion::tls_1_2 ? "tls12" : "tls13"; });

// Expired, SHA-1, RSA 1024, version 1, reversed, duplicated, unrelated … : whatever the recipes have for clients.
TEST_P(Presented, EveryRecipeOfAClient) {
    Peer peer(server.server());
    int connections = 0;
    int mismatched = 0;
    for (const recipe::Credentials* credentials : recipe::credentials()) {
        if (credentials->role != recipe::Role::client)
            continue;
        SCOPED_TRACE(credentials->name);
        const recipe::Material given = material(*credentials);
        Client client;
        client.setup.credentials = &given;
        const Result result = open(client, peer.endpoint());
        ASSERT_EQ(result.opened.fault, "");
        wait_for(server.seen->done, ++connections);
        EXPECT_EQ(fact(result.opened.observation, "certificate-requested"), "yes");
        const std::lock_guard lock(server.seen->mutex);
        ASSERT_EQ(server.seen->presented.size(), 1U);
        EXPECT_EQ(server.seen->presented.back(), given.chain_der);
        server.seen->presented.clear();
        // A key that is not the first certificate's: CertificateVerify does not verify (RFC 8446 4.4.3).
        const bool own_key = &credentials->key_owner() == &credentials->leaf();
        EXPECT_EQ(result.got_byte, own_key);
        if (!own_key) {
            ++mismatched;
            EXPECT_EQ(result.end->kind, core::Kind::alert) << result.end->text;
            EXPECT_EQ(result.end->code, 51) << result.end->text;
        }
    }
    EXPECT_GT(connections, 40);
    EXPECT_GT(mismatched, 1);
}

TEST_P(Presented, NothingIsAnEmptyCertificate) {
    Peer peer(server.server());
    const recipe::Material empty;
    for (const recipe::Material* given : {static_cast<const recipe::Material*>(nullptr), &empty}) {
        Client client;
        client.setup.credentials = given;
        const Result result = open(client, peer.endpoint());
        EXPECT_EQ(result.opened.fault, "");
        EXPECT_TRUE(result.got_byte);
        EXPECT_EQ(fact(result.opened.observation, "certificate-requested"), "yes");
    }
    EXPECT_TRUE(server.seen->presented.empty());
}

TEST_P(Presented, NothingIsSentUnasked) {
    server.verify_mode = SSL_VERIFY_NONE;
    Peer peer(server.server());
    const recipe::Material good = material(recipe::client::good);
    Client client;
    client.setup.credentials = &good;
    const Result result = open(client, peer.endpoint());
    EXPECT_TRUE(result.got_byte);
    EXPECT_EQ(fact(result.opened.observation, "certificate-requested"), "no");
    EXPECT_TRUE(server.seen->presented.empty());
}

// The CAs that a server names are a fact, and keep nothing back (RFC 8446 4.2.4).
TEST_P(Presented, AuthoritiesThatTheServerNames) {
    server.asks_for = {&recipe::server_root, &recipe::server_intermediate};
    Peer peer(server.server());
    const recipe::Material good = material(recipe::client::good);
    Client client;
    client.setup.credentials = &good;
    const Result result = open(client, peer.endpoint());
    EXPECT_EQ(fact(result.opened.observation, "requested-cas"),
              "CN=" + std::string(recipe::server_root.common_name) +
                  ",O=" + std::string(recipe::server_root.organization) +
                  "; CN=" + std::string(recipe::server_intermediate.common_name) +
                  ",O=" + std::string(recipe::server_intermediate.organization));
    wait_for(server.seen->done, 1);
    EXPECT_EQ(server.seen->presented.size(), 1U);
}

TEST(Credentials, ThatCannotBeSentAreOurFault) {
    recipe::Material broken = material(recipe::client::good);
    Client client;
    client.setup.credentials = &broken;
    const Endpoint nowhere{"127.0.0.1", closed_port()};
    broken.key_der.clear();
    EXPECT_NE(run(client.open(nowhere)).fault.find("private key"), std::string::npos);
    broken = material(recipe::client::good);
    broken.chain_der[1] = "no certificate";
    EXPECT_NE(run(client.open(nowhere)).fault.find("certificate 2"), std::string::npos);
    broken = material(recipe::client::good);
    broken.chain_der[0] += "tail";
    EXPECT_NE(run(client.open(nowhere)).fault.find("certificate 1"), std::string::npos);
}

// The server may sign with what the offer names only; what we sign with ourselves is not limited by it.
TEST(Credentials, OfferedSchemesDoNotLimitOurOwnSignature) {
    TlsServer server;
    server.verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    server.after = [](SSL* ssl, int) { SSL_write(ssl, "x", 1); };
    Peer peer(server.server());
    const recipe::Material ed25519 = material(recipe::client::ed25519);
    Client client;
    client.setup.credentials = &ed25519;
    client.setup.offer.signature_algorithms = {0x0403};
    run([](Client& c, Endpoint to) -> boost::asio::awaitable<int> {
        Opened opened = co_await c.open(std::move(to));
        EXPECT_EQ(opened.fault, "");
        wire::Bytes bytes;
        const Receipt receipt = co_await opened.channel->receive(bytes, soon());
        EXPECT_EQ(receipt, Receipt::bytes);
        co_return 0;
    }(client, peer.endpoint()));
}

// Where the server asks for no scheme that our key can do, our client would stay silent about its certificate: no
// evidence about the broker.
TEST(Credentials, ThatTheServersSchemesRuleOutAreOurFault) {
    TlsServer server;
    server.verify_mode = SSL_VERIFY_PEER;
    const std::shared_ptr<SSL_CTX> context = server.context();
    SSL_CTX_set1_client_sigalgs_list(context.get(), "ECDSA+SHA256");
    Peer peer([&server, context](int socket) { server.serve(context.get(), socket); });
    const recipe::Material ed25519 = material(recipe::client::ed25519);
    Client client;
    client.setup.credentials = &ed25519;
    EXPECT_NE(run(client.open(peer.endpoint())).fault.find("signature scheme"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::net::test
