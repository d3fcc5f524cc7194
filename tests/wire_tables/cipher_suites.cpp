#include "gauntlet/wire/tables/cipher_suites.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "gauntlet/wire/tables/cipher_classes.hpp"
#include "openssl.hpp"

namespace gauntlet::wire::tls {
namespace {

static_assert(find_cipher_suite(0x1301)->name == "TLS_AES_128_GCM_SHA256");
static_assert(openssl_name(0xC02F) == "ECDHE-RSA-AES128-GCM-SHA256");

TEST(CipherSuites, HoldsTheWholeRegistry) {
    EXPECT_EQ(cipher_suites.size(), 354U);
    EXPECT_EQ(cipher_suites.front().code, 0x0000);
    EXPECT_EQ(cipher_suites.back().code, 0xD005);
}

TEST(CipherSuites, IsSortedAndNoNameOccursTwice) {
    std::set<std::string_view> names;
    std::set<std::string_view> openssl_names;
    int previous = -1;
    for (const CipherSuite& suite : cipher_suites) {
        EXPECT_GT(suite.code, previous) << suite.name;
        previous = suite.code;
        EXPECT_TRUE(suite.name.starts_with("TLS_")) << suite.name;
        EXPECT_TRUE(names.insert(suite.name).second) << suite.name;
        if (!suite.openssl_name.empty()) {
            EXPECT_TRUE(openssl_names.insert(suite.openssl_name).second) << suite.openssl_name;
        }
    }
}

TEST(CipherSuites, HoldsNoSignallingValueAndNoGrease) {
    for (const std::uint16_t code : {empty_renegotiation_info_scsv, fallback_scsv, std::uint16_t{0x0A0A},
                                     std::uint16_t{0xFAFA}, std::uint16_t{0xFFFF}, std::uint16_t{0x001C}}) {
        EXPECT_FALSE(find_cipher_suite(code).has_value()) << code;
        EXPECT_TRUE(openssl_name(code).empty()) << code;
    }
}

TEST(CipherSuites, EveryRowIsFoundByEachOfItsNames) {
    for (const CipherSuite& suite : cipher_suites) {
        ASSERT_TRUE(find_cipher_suite(suite.code).has_value());
        EXPECT_EQ(find_cipher_suite(suite.code)->code, suite.code);
        ASSERT_TRUE(find_cipher_suite(suite.name).has_value());
        EXPECT_EQ(find_cipher_suite(suite.name)->code, suite.code);
        EXPECT_EQ(openssl_name(suite.code), suite.openssl_name);
        if (!suite.openssl_name.empty()) {
            ASSERT_TRUE(find_cipher_suite(suite.openssl_name).has_value());
            EXPECT_EQ(find_cipher_suite(suite.openssl_name)->code, suite.code);
        }
    }
}

TEST(CipherSuites, UnknownNamesAreNotFound) {
    for (const std::string_view name : {"", "TLS_", "tls_aes_128_gcm_sha256", "TLS_AES_128_GCM_SHA256 ", "AES128-GCM"})
        EXPECT_FALSE(find_cipher_suite(name).has_value()) << name;
}

TEST(CipherSuites, RecommendedOnesAreForwardSecretAeads) {
    int count = 0;
    for (const CipherSuite& suite : cipher_suites) {
        if (!suite.recommended)
            continue;
        ++count;
        EXPECT_TRUE(is_aead(suite.name) && forward_secret(suite.name)) << suite.name;
        EXPECT_NE(key_exchange(suite.name), KeyExchange::dhe) << suite.name;  // RFC 10015
    }
    EXPECT_EQ(count, 14);
    EXPECT_TRUE(find_cipher_suite("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")->recommended);
    EXPECT_FALSE(find_cipher_suite("TLS_AES_128_CCM_8_SHA256")->recommended);
    EXPECT_FALSE(find_cipher_suite("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")->recommended);
}

TEST(CipherSuites, AgreeWithTheLinkedOpenSsl) {
    const test::Context context = test::context_with_everything();
    ASSERT_NE(context, nullptr);
    const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context.get());
    ASSERT_GT(sk_SSL_CIPHER_num(ciphers), 100);
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
        const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
        const auto suite = find_cipher_suite(SSL_CIPHER_get_protocol_id(cipher));
        ASSERT_TRUE(suite.has_value()) << SSL_CIPHER_standard_name(cipher);
        EXPECT_EQ(suite->name, SSL_CIPHER_standard_name(cipher));
        EXPECT_EQ(suite->openssl_name, SSL_CIPHER_get_name(cipher));
    }
}

// A name that this build does not have is one of the ciphers that distributions leave out; OpenSSL takes all others.
TEST(CipherSuites, OpenSslTakesEveryNameThatIsBuiltIn) {
    int left_out = 0;
    for (const CipherSuite& suite : cipher_suites) {
        if (suite.openssl_name.empty() || is_tls13(suite.name))
            continue;
        const test::Context context{SSL_CTX_new(TLS_method())};
        const std::string list = std::string{suite.openssl_name} + ":@SECLEVEL=0";
        if (SSL_CTX_set_cipher_list(context.get(), list.c_str()) == 1)
            continue;
        ++left_out;
        const Encryption cipher = encryption(suite.name);
        EXPECT_TRUE(cipher == Encryption::rc4 || cipher == Encryption::triple_des || cipher == Encryption::idea ||
                    cipher == Encryption::seed_cbc || cipher == Encryption::gost_cipher)
            << suite.openssl_name;
    }
    EXPECT_LE(left_out, 10 + 14 + 1 + 4 + 3);
}

}  // namespace
}  // namespace gauntlet::wire::tls
