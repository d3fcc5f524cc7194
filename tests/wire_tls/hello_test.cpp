// ClientHellos and ServerHellos: what is encoded is decoded, what OpenSSL writes is read, what is cut or lies is a
// fault that names its field.
#include "gauntlet/wire/tls/hello.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>

#include "gauntlet/wire/tls/record.hpp"

namespace gauntlet::wire::tls {

namespace {

ClientHello some_hello() {
    ClientHello hello;
    hello.random = Bytes(32, 0xAB);
    hello.session_id = {1, 2, 3};
    hello.suites = {0x1301, 0xC02B, 0x5600};
    hello.extensions = {
        {ExtensionType::supported_versions, {4, 3, 4, 3, 3}},
        {ExtensionType::supported_groups, {0, 4, 0, 0x1D, 0, 0x17}},
        {ExtensionType::signature_algorithms, {0, 4, 4, 3, 8, 8}},
        {ExtensionType::application_layer_protocol_negotiation, {0, 5, 4, 'm', 'q', 't', 't'}},
        {ExtensionType::server_name, {0, 7, 0, 0, 4, 'h', 'o', 's', 't'}},
        {ExtensionType::key_share, {0, 6, 0, 0x1D, 0, 2, 9, 9}},
    };
    return hello;
}

TEST(Hello, WhatIsEncodedIsDecoded) {
    const ClientHello hello = some_hello();
    const auto decoded = decode_client_hello(encode(hello));
    ASSERT_TRUE(decoded) << to_text(decoded.error());
    EXPECT_EQ(*decoded, hello);
    ClientHello without;
    without.suites = {0x002F};
    const auto old = decode_client_hello(encode(without));
    ASSERT_TRUE(old);
    EXPECT_EQ(*old, without);

    ServerHello answer{.session_id = {7}, .suite = 0x1301, .extensions = {selected_version(0x0304)}};
    const auto server = decode_server_hello(encode(answer));
    ASSERT_TRUE(server);
    EXPECT_EQ(*server, answer);
}

TEST(Hello, ExtensionsAreRead) {
    const ClientHello hello = some_hello();
    EXPECT_EQ(offered_versions(hello), (std::vector<std::uint16_t>{0x0304, 0x0303}));
    EXPECT_EQ(offered_groups(hello), (std::vector<std::uint16_t>{0x001D, 0x0017}));
    EXPECT_EQ(offered_signature_algorithms(hello), (std::vector<std::uint16_t>{0x0403, 0x0808}));
    EXPECT_EQ(offered_protocols(hello), std::vector<std::string>{"mqtt"});
    EXPECT_EQ(server_name(hello), "host");
    EXPECT_EQ(key_shares(hello), (std::vector<KeyShare>{{0x001D, {9, 9}}}));
}

TEST(Hello, AbsentExtensionsAreEmpty) {
    const ClientHello hello{.legacy_version = 0x0302, .suites = {0x002F}};
    EXPECT_EQ(offered_versions(hello), (std::vector<std::uint16_t>{0x0301, 0x0302}));
    EXPECT_TRUE(offered_groups(hello).empty());
    EXPECT_TRUE(offered_signature_algorithms(hello).empty());
    EXPECT_TRUE(offered_protocols(hello).empty());
    EXPECT_TRUE(key_shares(hello).empty());
    EXPECT_EQ(server_name(hello), std::nullopt);
}

TEST(Hello, ExtensionsThatLieAreEmpty) {
    ClientHello hello;
    hello.extensions = {
        {ExtensionType::supported_groups, {0, 5, 0, 0x1D, 0}},
        {ExtensionType::signature_algorithms, {0, 9, 4, 3}},
        {ExtensionType::application_layer_protocol_negotiation, {0, 5, 9, 'm', 'q', 't', 't'}},
        {ExtensionType::server_name, {0, 7, 0, 0, 9, 'h', 'o', 's', 't'}},
        {ExtensionType::key_share, {0, 6, 0, 0x1D, 0, 3, 9, 9}},
        {ExtensionType::supported_versions, {}},
    };
    EXPECT_TRUE(offered_versions(hello).empty());
    EXPECT_TRUE(offered_groups(hello).empty());
    EXPECT_TRUE(offered_signature_algorithms(hello).empty());
    EXPECT_TRUE(offered_protocols(hello).empty());
    EXPECT_EQ(server_name(hello), std::nullopt);
    EXPECT_TRUE(key_shares(hello).empty());
}

// Every shorter message is a fault, and names a field.
TEST(Hello, WhatIsCutIsAFault) {
    const Bytes whole = encode(some_hello());
    constexpr std::size_t before_extensions = 2 + 32 + 4 + 2 + 6 + 2;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto decoded = decode_client_hello(View(whole).first(size));
        EXPECT_EQ(static_cast<bool>(decoded), size == before_extensions) << size;
        if (!decoded) {
            EXPECT_FALSE(decoded.error().field.empty()) << size;
        }
    }
    Bytes longer = whole;
    longer.push_back(0);
    const auto decoded = decode_client_hello(longer);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(to_text(decoded.error()),
              "end of the message at byte " + std::to_string(whole.size()) + " (RFC 8446 4.1.2)");
}

TEST(Hello, WrongLengthsAreNamed) {
    Bytes odd = encode(ClientHello{.suites = {0x1301}});
    odd[2 + 32 + 1 + 1] = 1;  // one byte of suites
    const auto decoded = decode_client_hello(odd);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().field, "cipher_suites");
    const auto none = decode_client_hello(encode(ClientHello{}));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().field, "cipher_suites");
    ClientHello no_compression{.suites = {0x1301}};
    no_compression.compressions.clear();
    const auto bare = decode_client_hello(encode(no_compression));
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().field, "legacy_compression_methods");
}

// What OpenSSL's client writes.
TEST(Hello, OpenSslsIsRead) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set1_groups_list(context.get(), "X25519:P-256");
    const std::unique_ptr<SSL, decltype(&SSL_free)> client(SSL_new(context.get()), SSL_free);
    SSL_set_tlsext_host_name(client.get(), "broker.gauntlet.test");
    SSL_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>("\4mqtt"), 5);
    SSL_set_bio(client.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(client.get());
    SSL_do_handshake(client.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(client.get()), &data);
    const Bytes written(data, data + size);
    const auto collected = collect_handshake(written);
    ASSERT_TRUE(collected);
    ASSERT_EQ(collected->missing, 0U);
    EXPECT_EQ(collected->message.type, HandshakeType::client_hello);
    const auto hello = decode_client_hello(collected->message.body);
    ASSERT_TRUE(hello) << to_text(hello.error());
    EXPECT_EQ(encode(*hello), collected->message.body);
    EXPECT_EQ(offered_versions(*hello), (std::vector<std::uint16_t>{0x0304, 0x0303}));
    EXPECT_EQ(offered_groups(*hello), (std::vector<std::uint16_t>{0x001D, 0x0017}));
    EXPECT_EQ(offered_protocols(*hello), std::vector<std::string>{"mqtt"});
    EXPECT_EQ(server_name(*hello), "broker.gauntlet.test");
    ASSERT_EQ(key_shares(*hello).size(), 1U);
    EXPECT_EQ(key_shares(*hello)[0].key.size(), 32U);
}

}  // namespace

}  // namespace gauntlet::wire::tls
