// Law 10: seed and time decide every byte, whatever else is issued, in whatever order, by whatever thread.
#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <map>
#include <thread>
#include <vector>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::issue {
namespace {

using test::now;
using test::seed;

bool is_rsa(const recipe::Certificate& certificate) {
    for (const recipe::Certificate* step = &certificate; step != nullptr; step = step->issuer) {
        if (step->key <= recipe::KeyType::rsa_3072 && step->key != recipe::KeyType::rsa_1024)
            return true;
    }
    return false;
}

// All leaves, but of the RSA ones only two: their keys take most of a second each.
std::vector<const recipe::Certificate*> sample() {
    std::vector<const recipe::Certificate*> certificates;
    for (const recipe::Credentials* presented : recipe::credentials()) {
        if (!is_rsa(presented->leaf()))
            certificates.push_back(&presented->leaf());
    }
    certificates.push_back(&recipe::server::rsa_2048.leaf());
    certificates.push_back(&recipe::client::rsa_2048.leaf());
    return certificates;
}

using Bytes = std::map<std::string, std::string>;

void take(Bytes& bytes, Issuer& issuer, const recipe::Certificate& certificate) {
    const Issued& issued = issuer.certificate(certificate);
    bytes[std::string(certificate.name)] = issued.der + issued.key_der + issued.pem + issued.key_pem;
}

TEST(Determinism, OrderDoesNotMatter) {
    Issuer forwards(seed, now);
    Issuer backwards(seed, now);
    std::vector<const recipe::Certificate*> certificates = sample();
    Bytes first;
    Bytes second;
    for (const recipe::Certificate* certificate : certificates)
        take(first, forwards, *certificate);
    for (const recipe::Crl* list : recipe::crls())
        first[std::string(list->name)] = forwards.crl_der(*list);
    for (const recipe::Crl* list : recipe::crls())
        second[std::string(list->name)] = backwards.crl_der(*list);
    std::ranges::reverse(certificates);
    for (const recipe::Certificate* certificate : certificates)
        take(second, backwards, *certificate);
    EXPECT_GT(first.size(), 100U);
    EXPECT_EQ(first, second);
}

TEST(Determinism, ThreadsDoNotMatter) {
    Issuer alone(seed, now);
    Issuer shared(seed, now);
    std::vector<const recipe::Certificate*> certificates = sample();
    Bytes expected;
    for (const recipe::Certificate* certificate : certificates)
        take(expected, alone, *certificate);

    std::vector<Bytes> seen(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        threads.emplace_back([&shared, &bytes = seen[i], certificates, i]() mutable {
            std::ranges::rotate(certificates,
                                certificates.begin() + static_cast<std::ptrdiff_t>(certificates.size() * i / 4));
            for (const recipe::Certificate* certificate : certificates)
                take(bytes, shared, *certificate);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const Bytes& bytes : seen)
        EXPECT_EQ(bytes, expected);
}

TEST(Determinism, AnotherSeedGivesOtherBytes) {
    Issuer one(seed, now);
    Issuer other(seed + 1, now);
    const recipe::Certificate& leaf = recipe::client::good.leaf();
    EXPECT_NE(one.certificate(leaf).der, other.certificate(leaf).der);
    EXPECT_NE(one.certificate(leaf).key_der, other.certificate(leaf).key_der);
}

TEST(Determinism, AnotherTimeGivesTheSameKey) {
    Issuer one(seed, now);
    Issuer later(seed, now + std::chrono::hours(1));
    const recipe::Certificate& leaf = recipe::client::good.leaf();
    EXPECT_NE(one.certificate(leaf).der, later.certificate(leaf).der);
    EXPECT_EQ(one.certificate(leaf).key_der, later.certificate(leaf).key_der);
}

TEST(Determinism, AnotherNameGivesAnotherKey) {
    Issuer issuer(seed, now);
    EXPECT_NE(issuer.certificate(recipe::client::good.leaf()).key_der,
              issuer.certificate(recipe::client::another.leaf()).key_der);
}

std::string signed_part(std::string_view der) {
    unsigned char* bytes = nullptr;
    const int size = i2d_re_X509_tbs(test::parse(der).get(), &bytes);
    std::string tbs(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return tbs;
}

// The signed parts have no signature, so that they are the same for every OpenSSL that makes EC keys from the first
// random bytes that it draws. A change here changes what every published seed means.
TEST(Determinism, GoldenSignedParts) {
    Issuer issuer(seed, now);
    const auto digest = [&](const recipe::Certificate& certificate) {
        return test::sha256_hex(signed_part(issuer.certificate(certificate).der));
    };
    EXPECT_EQ(digest(recipe::server_root), "2ac6b999a93e6edc31921f811d6bfa771b02ce8a677f2861c95c4ba1e5a79b8d");
    EXPECT_EQ(digest(recipe::server::good.leaf()), "ca9aecb37f133dfb903fcc0ee86f19d5531881a720a63e9448b222c5699b2064");
    EXPECT_EQ(digest(recipe::client::ecdsa_p384.leaf()),
              "a66eb68b75a5ed7452959275e83dd0bc36b9b3361249fc7919b3d1f1f4401c5c");
    EXPECT_EQ(digest(recipe::client::ed25519.leaf()),
              "e0f963f722058def4195211de754fb12ff67d96b81e80c99666de9b6ebb12a86");
}

// Ed25519 draws nothing to sign (RFC 8032 5.1.6): the whole certificate is golden.
TEST(Determinism, GoldenEd25519Certificate) {
    static constexpr recipe::Certificate root =
        recipe::but(recipe::root("test/ed25519-root", "Ed25519 Root"), recipe::deviation::ed25519);
    Issuer issuer(seed, now);
    EXPECT_EQ(test::sha256_hex(issuer.certificate(root).der),
              "f904411372cdd1e00a9482bbcdf014009465cf2893718d66f1ffc93dd09f0af5");
}

}  // namespace
}  // namespace gauntlet::issue
