// What an Issuer refuses, and authorities of a user's own.
#include "gauntlet/issue/issuer.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::issue {
namespace {

using test::now;
using test::seed;

TEST(Issuer, TwoRecipesWithOneNameAreAnError) {
    static constexpr recipe::Certificate one = recipe::root("test/root", "One");
    static constexpr recipe::Certificate same = recipe::root("test/root", "One");
    static constexpr recipe::Certificate other = recipe::root("test/root", "Other");
    Issuer issuer(seed, now);
    const std::string der = issuer.certificate(one).der;
    EXPECT_EQ(issuer.certificate(same).der, der);
    EXPECT_THROW(issuer.certificate(other), std::logic_error);

    static constexpr recipe::Crl list = {.name = "test/crl", .issuer = &one};
    static constexpr recipe::Crl other_list = {.name = "test/crl", .issuer = &one, .number = 2};
    EXPECT_FALSE(issuer.crl_der(list).empty());
    EXPECT_THROW(issuer.crl_der(other_list), std::logic_error);
}

TEST(Issuer, IssuesOnce) {
    Issuer issuer(seed, now);
    EXPECT_EQ(&issuer.certificate(recipe::clients_root), &issuer.certificate(recipe::clients_root));
}

TEST(Issuer, TimesThatX509CannotSayAreRefused) {
    const auto in = [](int year) {
        return std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(year) / 6 / 1));
    };
    Issuer too_late(seed, in(9995));
    EXPECT_THROW(too_late.certificate(recipe::clients_root), std::out_of_range);
    Issuer too_early(seed, in(1949));
    EXPECT_THROW(too_early.certificate(recipe::clients_root), std::out_of_range);
    Issuer early_enough(seed, in(1951));
    EXPECT_NO_THROW(early_enough.certificate(recipe::clients_root));
}

TEST(Issuer, AnAlgorithmMismatchNeedsAnAlgorithmThatCanMismatch) {
    static constexpr recipe::Certificate ed25519 = [] {
        recipe::Certificate c = recipe::root("test/ed25519", "Ed25519");
        c.key = recipe::KeyType::ed25519;
        c.algorithm_mismatch = true;
        return c;
    }();
    static constexpr recipe::Certificate rsa = [] {
        recipe::Certificate c = recipe::root("test/rsa", "RSA");
        c.key = recipe::KeyType::rsa_1024;
        c.algorithm_mismatch = true;
        return c;
    }();
    Issuer issuer(seed, now);
    EXPECT_THROW(issuer.certificate(ed25519), std::logic_error);
    EXPECT_NE(test::parse(issuer.certificate(rsa).der), nullptr);
}

TEST(Issuer, AnAddressThatIsNoneIsRefused) {
    static constexpr recipe::Certificate leaf = [] {
        recipe::Certificate c = recipe::server_leaf("test/leaf", recipe::server_root);
        c.alternative_names = {{recipe::NameKind::ip, "localhost"}};
        return c;
    }();
    static constexpr recipe::Certificate authority = [] {
        recipe::Certificate c = recipe::root("test/nc", "NC");
        c.name_constraints.permitted = {{recipe::NameKind::ip, "192.0.2.0/33"}};
        return c;
    }();
    Issuer issuer(seed, now);
    EXPECT_THROW(issuer.certificate(leaf), std::logic_error);
    EXPECT_THROW(issuer.certificate(authority), std::logic_error);
}

// A user's own authority, as another Issuer's.
struct Own {
    Own() {
        Issuer theirs(seed + 1, now);
        const Issued& issued = theirs.certificate(recipe::clients_root);
        certificate = issued.pem;
        key = issued.key_pem;
        other_key = theirs.certificate(recipe::server_root).key_pem;
    }
    std::string certificate;
    std::string key;
    std::string other_key;
};

TEST(Adopt, ChildrenAreIssuedByTheAdoptedAuthority) {
    const Own own;
    Issuer issuer(seed, now);
    issuer.adopt("ca/clients-root", own.certificate, own.key);
    EXPECT_EQ(issuer.certificate(recipe::clients_root).pem, own.certificate);
    EXPECT_EQ(issuer.certificate(recipe::clients_root).key_pem, own.key);
    const test::Certificate authority = test::parse(issuer.certificate(recipe::clients_root).der);
    const test::Certificate child = test::parse(issuer.certificate(recipe::clients_intermediate).der);
    EXPECT_EQ(X509_verify(child.get(), X509_get0_pubkey(authority.get())), 1);
    EXPECT_EQ(X509_check_issued(authority.get(), child.get()), X509_V_OK);
    const test::Certificate impostor = test::parse(issuer.certificate(recipe::clients_root_impostor).der);
    EXPECT_EQ(X509_NAME_cmp(X509_get_subject_name(impostor.get()), X509_get_subject_name(authority.get())), 0);
    EXPECT_TRUE(issuer.issuable(recipe::client::good.leaf()));
}

TEST(Adopt, WithoutItsKeyNothingIsIssuedBelowIt) {
    const Own own;
    Issuer issuer(seed, now);
    issuer.adopt("ca/clients-root", own.certificate, "");
    EXPECT_TRUE(issuer.issuable(recipe::clients_root));
    EXPECT_FALSE(issuer.issuable(recipe::clients_intermediate));
    EXPECT_FALSE(issuer.issuable(recipe::client::good.leaf()));
    EXPECT_TRUE(issuer.issuable(recipe::client::self_signed.leaf()));
    EXPECT_TRUE(issuer.issuable(recipe::client::same_name_other_key.leaf()));
    EXPECT_TRUE(issuer.issuable(recipe::server::good.leaf()));
    EXPECT_TRUE(issuer.certificate(recipe::clients_root).key_pem.empty());
    try {
        issuer.certificate(recipe::client::good.leaf());
        FAIL() << "issued without a key";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(),
                     "ca/clients-intermediate cannot be issued: the private key of ca/clients-root was not given");
    }
}

TEST(Adopt, ACertificateCanBeALeaf) {
    const Own own;
    Issuer issuer(seed, now);
    issuer.adopt("client/good", own.certificate, own.key);
    const recipe::Material material = issuer.material(recipe::client::good);
    EXPECT_TRUE(material.chain_pem.starts_with(own.certificate));
    EXPECT_EQ(material.key_pem, own.key);
}

TEST(Adopt, WhatDoesNotFitIsRefused) {
    const Own own;
    Issuer issuer(seed, now);
    EXPECT_THROW(issuer.adopt("ca/clients-root", own.certificate, own.other_key), std::runtime_error);
    EXPECT_THROW(issuer.adopt("ca/clients-root", "", own.key), std::runtime_error);
    EXPECT_THROW(issuer.adopt("ca/clients-root", own.key, own.key), std::runtime_error);
    EXPECT_THROW(issuer.adopt("ca/clients-root", own.certificate, "garbage"), std::runtime_error);
    EXPECT_NO_THROW(issuer.adopt("ca/clients-root", own.certificate, own.key));
    EXPECT_THROW(issuer.adopt("ca/clients-root", own.certificate, own.key), std::logic_error);
    issuer.certificate(recipe::server_root);
    EXPECT_THROW(issuer.adopt("ca/server-root", own.certificate, own.key), std::logic_error);
}

TEST(Adopt, AnEncryptedKeyIsNamedAndAsksForNothing) {
    const Own own;
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(own.key.data(), static_cast<int>(own.key.size())), BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    const std::string passphrase = "secret";
    ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), EVP_aes_128_cbc(), passphrase.data(),
                                            static_cast<int>(passphrase.size()), nullptr, nullptr),
              1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    Issuer issuer(seed, now);
    try {
        issuer.adopt("ca/clients-root", own.certificate, std::string_view(text, static_cast<std::size_t>(size)));
        FAIL() << "read an encrypted key";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("encrypted"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace gauntlet::issue
