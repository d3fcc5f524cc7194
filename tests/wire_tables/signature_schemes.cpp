#include "gauntlet/wire/tables/signature_schemes.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>

#include "offered.hpp"
#include "openssl.hpp"

namespace gauntlet::wire::tls {
namespace {

static_assert(find_signature_scheme(0x0804)->name == "rsa_pss_rsae_sha256");
static_assert(find_signature_scheme("ed25519")->code == 0x0807);

TEST(SignatureSchemes, AreSortedUniqueAndFoundBothWays) {
    std::set<std::string_view> names;
    int previous = 0;
    for (const SignatureScheme& scheme : signature_schemes) {
        EXPECT_GT(scheme.code, previous) << scheme.name;
        previous = scheme.code;
        EXPECT_TRUE(names.insert(scheme.name).second) << scheme.name;
        ASSERT_TRUE(find_signature_scheme(scheme.code).has_value());
        EXPECT_EQ(find_signature_scheme(scheme.code)->code, scheme.code);
        ASSERT_TRUE(find_signature_scheme(scheme.name).has_value());
        EXPECT_EQ(find_signature_scheme(scheme.name)->code, scheme.code);
    }
    EXPECT_EQ(signature_schemes.size(), 49U);
}

TEST(SignatureSchemes, UnknownOnesAreNotFound) {
    for (const auto code : std::initializer_list<std::uint16_t>{0x0000, 0x0202, 0x0402, 0x0A0A, 0xFFFF})
        EXPECT_FALSE(find_signature_scheme(code).has_value()) << code;
    for (const std::string_view name : {"", "RSA+SHA256", "ecdsa_secp256r1_sha1"})
        EXPECT_FALSE(find_signature_scheme(name).has_value()) << name;
}

// RFC 8446 4.2.3: PKCS #1 v1.5 and SHA-1 stay for certificates.
TEST(SignatureSchemes, OldOnesDoNotSignInTls13) {
    for (const SignatureScheme& scheme : signature_schemes) {
        const bool pkcs1 = scheme.name.starts_with("rsa_pkcs1_") && !scheme.name.ends_with("_legacy");
        EXPECT_EQ(scheme.tls13, !pkcs1 && !scheme.name.ends_with("_sha1")) << scheme.name;
    }
}

// The name that we claim, given alone, puts our code point on the wire.
TEST(SignatureSchemes, OpenSslNamesBecomeTheirCodePoints) {
    int known = 0;
    for (const SignatureScheme& scheme : signature_schemes) {
        if (scheme.openssl_name.empty())
            continue;
        ++known;
        SCOPED_TRACE(scheme.name);
        const test::Context context = test::context_with_everything();
        ASSERT_NE(context, nullptr);
        ASSERT_EQ(SSL_CTX_set1_sigalgs_list(context.get(), std::string{scheme.openssl_name}.c_str()), 1);
        EXPECT_EQ(test::offered_alone(context.get(), 13), scheme.code);
    }
    EXPECT_EQ(known, 16);
}

TEST(SignatureSchemes, WithoutAnOpenSslNameAreUnknownToOpenSsl3) {
    if (OPENSSL_VERSION_MAJOR != 3 || OPENSSL_VERSION_MINOR != 0)
        GTEST_SKIP() << "the column says what OpenSSL 3.0 knows; linked is " << OPENSSL_VERSION_TEXT;
    const test::Context context = test::context_with_everything();
    for (const SignatureScheme& scheme : signature_schemes) {
        if (scheme.openssl_name.empty()) {
            EXPECT_NE(SSL_CTX_set1_sigalgs_list(context.get(), std::string{scheme.name}.c_str()), 1) << scheme.name;
        }
    }
}

}  // namespace
}  // namespace gauntlet::wire::tls
