#include "gauntlet/wire/tables/cipher_classes.hpp"

#include <gtest/gtest.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "openssl.hpp"

namespace gauntlet::wire::tls {
namespace {

using A = Authentication;
using E = Encryption;
using K = KeyExchange;

struct Row {
    std::string_view name;
    K kx;
    A auth;
    E cipher;
    int bits;
    bool aead;
    bool forward_secret;
};

// clang-format off
constexpr auto rows = std::to_array<Row>({
    {"TLS_NULL_WITH_NULL_NULL", K::null_with_null, A::none, E::null, 0, false, false},
    {"TLS_RSA_WITH_NULL_MD5", K::rsa, A::rsa, E::null, 0, false, false},
    {"TLS_RSA_EXPORT_WITH_RC4_40_MD5", K::rsa, A::rsa, E::rc4, 40, false, false},
    {"TLS_RSA_WITH_RC4_128_SHA", K::rsa, A::rsa, E::rc4, 128, false, false},
    {"TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", K::rsa, A::rsa, E::rc2, 40, false, false},
    {"TLS_RSA_WITH_IDEA_CBC_SHA", K::rsa, A::rsa, E::idea, 128, false, false},
    {"TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", K::rsa, A::rsa, E::des, 40, false, false},
    {"TLS_RSA_WITH_DES_CBC_SHA", K::rsa, A::rsa, E::des, 56, false, false},
    {"TLS_RSA_WITH_3DES_EDE_CBC_SHA", K::rsa, A::rsa, E::triple_des, 112, false, false},
    {"TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA", K::dh, A::dss, E::des, 40, false, false},
    {"TLS_DH_RSA_WITH_AES_128_CBC_SHA", K::dh, A::rsa, E::aes_cbc, 128, false, false},
    {"TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", K::dhe, A::rsa, E::des, 40, false, true},
    {"TLS_DHE_DSS_WITH_AES_256_GCM_SHA384", K::dhe, A::dss, E::aes_gcm, 256, true, true},
    {"TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", K::dhe, A::anon, E::rc4, 40, false, true},
    {"TLS_DH_anon_WITH_AES_128_GCM_SHA256", K::dhe, A::anon, E::aes_gcm, 128, true, true},
    {"TLS_KRB5_WITH_DES_CBC_MD5", K::kerberos, A::kerberos, E::des, 56, false, false},
    {"TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", K::kerberos, A::kerberos, E::des, 40, false, false},
    {"TLS_PSK_WITH_NULL_SHA", K::psk, A::psk, E::null, 0, false, false},
    {"TLS_PSK_WITH_AES_128_CCM_8", K::psk, A::psk, E::aes_ccm_8, 128, true, false},
    {"TLS_DHE_PSK_WITH_AES_256_CCM", K::dhe_psk, A::psk, E::aes_ccm, 256, true, true},
    {"TLS_PSK_DHE_WITH_AES_256_CCM_8", K::dhe_psk, A::psk, E::aes_ccm_8, 256, true, true},
    {"TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256", K::rsa_psk, A::rsa, E::chacha20_poly1305, 256, true, false},
    {"TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256", K::ecdhe_psk, A::psk, E::aes_ccm_8, 128, true, true},
    {"TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384", K::ecdhe_psk, A::psk, E::camellia_cbc, 256, false, true},
    {"TLS_RSA_WITH_AES_256_CBC_SHA256", K::rsa, A::rsa, E::aes_cbc, 256, false, false},
    {"TLS_RSA_WITH_AES_128_CCM", K::rsa, A::rsa, E::aes_ccm, 128, true, false},
    {"TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", K::rsa, A::rsa, E::camellia_cbc, 128, false, false},
    {"TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384", K::dhe, A::rsa, E::camellia_gcm, 256, true, true},
    {"TLS_DHE_RSA_WITH_SEED_CBC_SHA", K::dhe, A::rsa, E::seed_cbc, 128, false, true},
    {"TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384", K::ecdh, A::ecdsa, E::aes_cbc, 256, false, false},
    {"TLS_ECDH_RSA_WITH_RC4_128_SHA", K::ecdh, A::rsa, E::rc4, 128, false, false},
    {"TLS_ECDH_anon_WITH_NULL_SHA", K::ecdhe, A::anon, E::null, 0, false, true},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", K::ecdhe, A::ecdsa, E::aes_gcm, 128, true, true},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", K::ecdhe, A::ecdsa, E::aes_ccm_8, 256, true, true},
    {"TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384", K::ecdhe, A::ecdsa, E::aria_cbc, 256, false, true},
    {"TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256", K::ecdhe, A::rsa, E::aria_gcm, 128, true, true},
    {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", K::ecdhe, A::rsa, E::aes_cbc, 256, false, true},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", K::ecdhe, A::rsa, E::chacha20_poly1305, 256, true, true},
    {"TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA", K::srp, A::srp, E::triple_des, 112, false, true},
    {"TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", K::srp, A::rsa, E::aes_cbc, 128, false, true},
    {"TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA", K::srp, A::dss, E::aes_cbc, 256, false, true},
    {"TLS_ECCPWD_WITH_AES_256_CCM_SHA384", K::eccpwd, A::password, E::aes_ccm, 256, true, true},
    {"TLS_GOSTR341112_256_WITH_28147_CNT_IMIT", K::gost, A::gost, E::gost_cipher, 256, false, false},
    {"TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC", K::gost, A::gost, E::gost_cipher, 256, false, false},
    {"TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_S", K::tls13, A::tls13, E::gost_mgm, 256, true, true},
    {"TLS_AES_256_GCM_SHA384", K::tls13, A::tls13, E::aes_gcm, 256, true, true},
    {"TLS_AES_128_CCM_8_SHA256", K::tls13, A::tls13, E::aes_ccm_8, 128, true, true},
    {"TLS_AES_128_GCM_ASCONHASH256", K::tls13, A::tls13, E::aes_gcm, 128, true, true},
    {"TLS_ASCONAEAD128_ASCONHASH256", K::tls13, A::tls13, E::ascon, 128, true, true},
    {"TLS_CHACHA20_POLY1305_SHA256", K::tls13, A::tls13, E::chacha20_poly1305, 256, true, true},
    {"TLS_AEGIS_256_SHA512", K::tls13, A::tls13, E::aegis, 256, true, true},
    {"TLS_AEGIS_128L_SHA256", K::tls13, A::tls13, E::aegis, 128, true, true},
    {"TLS_SM4_GCM_SM3", K::tls13, A::tls13, E::sm4_gcm, 128, true, true},
    {"TLS_SM4_CCM_SM3", K::tls13, A::tls13, E::sm4_ccm, 128, true, true},
    {"TLS_SHA384_SHA384", K::tls13, A::tls13, E::null, 0, false, true},
});
// clang-format on
static_assert(rows.size() >= 40);

TEST(CipherClasses, OfRowsWrittenByHand) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_TRUE(find_cipher_suite(row.name).has_value());
        EXPECT_EQ(key_exchange(row.name), row.kx);
        EXPECT_EQ(authentication(row.name), row.auth);
        EXPECT_EQ(encryption(row.name), row.cipher);
        EXPECT_EQ(effective_key_bits(row.name), row.bits);
        EXPECT_EQ(is_aead(row.name), row.aead);
        EXPECT_EQ(forward_secret(row.name), row.forward_secret);
        EXPECT_EQ(is_tls13(row.name), row.kx == K::tls13);
    }
}

TEST(CipherClasses, EverySuiteOfTheRegistryHasOne) {
    for (const CipherSuite& suite : cipher_suites) {
        SCOPED_TRACE(suite.name);
        EXPECT_NE(key_exchange(suite.name), K::other);
        EXPECT_NE(authentication(suite.name), A::other);
        EXPECT_NE(encryption(suite.name), E::other);
        EXPECT_EQ(effective_key_bits(suite.name) == 0, encryption(suite.name) == E::null);
    }
}

TEST(CipherClasses, CountsOverTheRegistry) {
    const auto count = [](auto predicate) {
        return std::ranges::count_if(cipher_suites, [&](const CipherSuite& suite) { return predicate(suite.name); });
    };
    EXPECT_EQ(count(is_export), 15);  // RFC 2246 A.5: 9, RFC 2712: 6
    EXPECT_EQ(count(is_tls13), 19);
    EXPECT_EQ(count([](auto name) { return encryption(name) == E::rc2; }), 3);
    EXPECT_EQ(count([](auto name) { return key_exchange(name) == K::srp; }), 9);        // RFC 5054 2.7
    EXPECT_EQ(count([](auto name) { return key_exchange(name) == K::kerberos; }), 14);  // RFC 2712
}

TEST(CipherClasses, OtherTextHasNone) {
    for (const std::string_view name : {"", "TLS", "_WITH_", "AES128-SHA", "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
                                        "TLS_FALLBACK_SCSV", "TLS_WITH_AES_128_CBC_SHA"}) {
        SCOPED_TRACE(name);
        EXPECT_EQ(key_exchange(name), K::other);
        EXPECT_EQ(authentication(name), A::other);
        EXPECT_FALSE(is_tls13(name));
        EXPECT_FALSE(is_export(name));
        EXPECT_FALSE(forward_secret(name));
    }
    for (const std::string_view name : {"", "TLS", "AES128-SHA", "TLS_RSA_WITH_", "TLS_FALLBACK_SCSV"}) {
        EXPECT_EQ(encryption(name), E::other) << name;
        EXPECT_EQ(effective_key_bits(name), 0) << name;
        EXPECT_FALSE(is_aead(name)) << name;
    }
}

const std::map<int, K> openssl_key_exchange{
    {NID_kx_rsa, K::rsa},   {NID_kx_dhe, K::dhe},         {NID_kx_ecdhe, K::ecdhe},
    {NID_kx_psk, K::psk},   {NID_kx_rsa_psk, K::rsa_psk}, {NID_kx_dhe_psk, K::dhe_psk},
    {NID_kx_srp, K::srp},   {NID_kx_gost, K::gost},       {NID_kx_ecdhe_psk, K::ecdhe_psk},
    {NID_kx_any, K::tls13},
};
const std::map<int, A> openssl_authentication{
    {NID_auth_rsa, A::rsa}, {NID_auth_ecdsa, A::ecdsa}, {NID_auth_dss, A::dss},   {NID_auth_null, A::anon},
    {NID_auth_psk, A::psk}, {NID_auth_srp, A::srp},     {NID_auth_any, A::tls13},
};

// OpenSSL's own view of the same suites. It files its PSK and SRP suites' servers as we do, by who signs.
TEST(CipherClasses, AgreeWithTheLinkedOpenSsl) {
    const test::Context context = test::context_with_everything();
    ASSERT_NE(context, nullptr);
    const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context.get());
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
        const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
        const std::string_view name = SSL_CIPHER_standard_name(cipher);
        SCOPED_TRACE(name);
        EXPECT_EQ(key_exchange(name), openssl_key_exchange.at(SSL_CIPHER_get_kx_nid(cipher)));
        EXPECT_EQ(authentication(name), openssl_authentication.at(SSL_CIPHER_get_auth_nid(cipher)));
        EXPECT_EQ(is_aead(name), SSL_CIPHER_is_aead(cipher) == 1);
        int bits = 0;
        SSL_CIPHER_get_bits(cipher, &bits);
        EXPECT_EQ(effective_key_bits(name), bits == 168 ? 112 : bits);  // OpenSSL gives 3DES its three keys' length
        EXPECT_EQ(is_tls13(name), std::string_view{SSL_CIPHER_get_version(cipher)} == "TLSv1.3");
    }
}

}  // namespace
}  // namespace gauntlet::wire::tls
