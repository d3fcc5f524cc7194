// The deviations are really in the bytes: read back with OpenSSL.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <set>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::issue {
namespace {

using test::now;
using test::seed;
namespace client = recipe::client;
namespace server = recipe::server;

class Deviation : public testing::Test {
  protected:
    test::Certificate read(const recipe::Certificate& recipe) { return test::parse(issuer_.certificate(recipe).der); }

    bool verifies(const recipe::Certificate& recipe, const recipe::Certificate& issuer) {
        return X509_verify(read(recipe).get(), X509_get0_pubkey(read(issuer).get())) == 1;
    }

    Issuer issuer_{seed, now};
};

std::time_t seconds(const ASN1_TIME* time) {
    std::tm fields{};
    EXPECT_EQ(ASN1_TIME_to_tm(time, &fields), 1);
    return timegm(&fields);
}

std::string common_name(const X509_NAME* name) {
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0)
        return "";
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index));
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
}

bool has_extension(const X509* certificate, int nid) {
    return X509_get_ext_by_NID(certificate, nid, -1) >= 0;
}

TEST_F(Deviation, GoodLeafIsWhatTheRecipeSays) {
    const test::Certificate leaf = read(client::good.leaf());
    EXPECT_EQ(X509_get_version(leaf.get()), X509_VERSION_3);
    EXPECT_EQ(common_name(X509_get_subject_name(leaf.get())), "device");
    EXPECT_EQ(common_name(X509_get_issuer_name(leaf.get())), "Gauntlet Clients Intermediate");
    EXPECT_EQ(X509_get_key_usage(leaf.get()), std::uint32_t{KU_DIGITAL_SIGNATURE});
    EXPECT_EQ(X509_get_extended_key_usage(leaf.get()), std::uint32_t{XKU_SSL_CLIENT});
    EXPECT_EQ(X509_get_signature_nid(leaf.get()), NID_ecdsa_with_SHA256);
    EXPECT_TRUE(X509_check_ca(leaf.get()) == 0);
    // One day before now to ten years after.
    const std::time_t at = now.time_since_epoch().count();
    EXPECT_EQ(seconds(X509_get0_notBefore(leaf.get())), at - 86400);
    EXPECT_EQ(seconds(X509_get0_notAfter(leaf.get())), at + 3650 * 86400);
    EXPECT_TRUE(verifies(client::good.leaf(), recipe::clients_intermediate));
}

TEST_F(Deviation, SerialNumbersArePositiveUniqueAndSixteenBytes) {
    std::set<std::string> serials;
    for (const recipe::Certificate* authority : recipe::authorities()) {
        if (authority->key != recipe::KeyType::ecdsa_p256)
            continue;
        const test::Certificate certificate = read(*authority);
        const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
        EXPECT_EQ(ASN1_STRING_length(serial), 16);
        EXPECT_EQ(ASN1_STRING_type(serial), V_ASN1_INTEGER);  // V_ASN1_NEG_INTEGER where it is negative
        serials.emplace(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)), 16);
    }
    EXPECT_GT(serials.size(), 10U);
}

TEST_F(Deviation, TimesAreUtcTimeThrough2049AndGeneralizedTimeFrom2050) {
    const auto in_2045 = std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(2045) / 1 / 1));
    Issuer late(seed, in_2045);
    const test::Certificate root = test::parse(late.certificate(recipe::clients_root).der);
    EXPECT_EQ(ASN1_STRING_type(X509_get0_notBefore(root.get())), V_ASN1_UTCTIME);
    EXPECT_EQ(ASN1_STRING_type(X509_get0_notAfter(root.get())), V_ASN1_GENERALIZEDTIME);
}

TEST_F(Deviation, Times) {
    const std::time_t at = now.time_since_epoch().count();
    EXPECT_LT(seconds(X509_get0_notAfter(read(client::expired.leaf()).get())), at);
    EXPECT_GT(seconds(X509_get0_notBefore(read(client::not_yet_valid.leaf()).get())), at);
    EXPECT_LT(seconds(X509_get0_notAfter(read(client::certificate::expired_root_ca).get())), at);
    EXPECT_GT(seconds(X509_get0_notAfter(read(client::expired_root.leaf()).get())), at);
}

TEST_F(Deviation, ServerNames) {
    const auto serves = [&](const recipe::Credentials& presented, const char* host) {
        return X509_check_host(read(presented.leaf()).get(), host, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) ==
               1;
    };
    const auto serves_address = [&](const recipe::Credentials& presented, const char* address) {
        return X509_check_ip_asc(read(presented.leaf()).get(), address, 0) == 1;
    };
    EXPECT_TRUE(serves(server::good, "localhost"));
    EXPECT_TRUE(serves_address(server::good, "127.0.0.1"));
    EXPECT_TRUE(serves_address(server::good, "::1"));
    EXPECT_FALSE(serves(server::cn_only, "localhost"));
    EXPECT_EQ(common_name(X509_get_subject_name(read(server::cn_only.leaf()).get())), "localhost");
    EXPECT_FALSE(serves(server::wrong_san, "localhost"));
    EXPECT_FALSE(serves_address(server::wrong_san, "127.0.0.1"));
    EXPECT_TRUE(serves(server::wildcard, "broker.gauntlet.test"));
    EXPECT_FALSE(serves(server::wildcard, "a.broker.gauntlet.test"));
    EXPECT_TRUE(serves(server::several_names, "broker.gauntlet.test"));
    EXPECT_TRUE(serves(server::several_names, "localhost"));
    EXPECT_FALSE(serves(server::ip_only, "localhost"));
    EXPECT_TRUE(serves_address(server::ip_only, "127.0.0.1"));
    EXPECT_FALSE(has_extension(read(server::no_san.leaf()).get(), NID_subject_alt_name));
}

TEST_F(Deviation, AnEmptySubjectMakesTheAlternativeNameCritical) {
    const test::Certificate leaf = read(client::san_only.leaf());
    EXPECT_EQ(X509_NAME_entry_count(X509_get_subject_name(leaf.get())), 0);
    const int index = X509_get_ext_by_NID(leaf.get(), NID_subject_alt_name, -1);
    ASSERT_GE(index, 0);
    EXPECT_EQ(X509_EXTENSION_get_critical(X509_get_ext(leaf.get(), index)), 1);
}

TEST_F(Deviation, Usages) {
    EXPECT_EQ(X509_get_extended_key_usage(read(client::eku_server_auth_only.leaf()).get()),
              std::uint32_t{XKU_SSL_SERVER});
    EXPECT_EQ(X509_get_extended_key_usage(read(server::eku_client_auth_only.leaf()).get()),
              std::uint32_t{XKU_SSL_CLIENT});
    EXPECT_FALSE(has_extension(read(client::no_eku.leaf()).get(), NID_ext_key_usage));
    EXPECT_FALSE(has_extension(read(client::no_key_usage.leaf()).get(), NID_key_usage));
    EXPECT_EQ(X509_get_key_usage(read(client::ku_no_digital_signature.leaf()).get()),
              std::uint32_t{KU_NON_REPUDIATION});
    EXPECT_EQ(X509_get_key_usage(read(client::certificate::ca_ku_no_key_cert_sign_ca).get()),
              std::uint32_t{KU_CRL_SIGN});
    EXPECT_EQ(X509_get_extended_key_usage(read(client::certificate::ca_eku_server_auth_only_ca).get()),
              std::uint32_t{XKU_SSL_SERVER});
    EXPECT_EQ(X509_get_key_usage(read(server::certificate::ca_ku_no_key_cert_sign_ca).get()),
              std::uint32_t{KU_CRL_SIGN});
}

TEST_F(Deviation, BasicConstraints) {
    EXPECT_EQ(X509_check_ca(read(recipe::clients_intermediate).get()), 1);
    EXPECT_EQ(X509_check_ca(read(client::certificate::ca_false_ca).get()), 0);
    EXPECT_TRUE(has_extension(read(client::certificate::ca_false_ca).get(), NID_basic_constraints));
    EXPECT_FALSE(has_extension(read(client::certificate::ca_no_basic_constraints_ca).get(), NID_basic_constraints));
    EXPECT_EQ(X509_get_pathlen(read(client::certificate::path_length_zero_ca).get()), 0);
    EXPECT_EQ(X509_get_pathlen(read(recipe::clients_intermediate).get()), -1);
}

TEST_F(Deviation, VersionOneHasNoExtensions) {
    for (const recipe::Certificate* recipe : {&client::version_1.leaf(), &client::certificate::ca_version_1_ca}) {
        const test::Certificate certificate = read(*recipe);
        EXPECT_EQ(X509_get_version(certificate.get()), X509_VERSION_1);
        EXPECT_EQ(X509_get_ext_count(certificate.get()), 0);
    }
}

TEST_F(Deviation, UnknownExtensions) {
    const auto critical = [&](const recipe::Certificate& recipe) {
        const test::Certificate certificate = read(recipe);
        const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> oid(OBJ_txt2obj("1.3.6.1.4.1.32473.1", 1),
                                                                            ASN1_OBJECT_free);
        const int index = X509_get_ext_by_OBJ(certificate.get(), oid.get(), -1);
        return index < 0 ? -1 : X509_EXTENSION_get_critical(X509_get_ext(certificate.get(), index));
    };
    EXPECT_EQ(critical(client::unknown_critical_extension.leaf()), 1);
    EXPECT_EQ(critical(client::certificate::ca_unknown_critical_extension_ca), 1);
    EXPECT_EQ(critical(client::unknown_extension.leaf()), 0);
    EXPECT_EQ(critical(client::good.leaf()), -1);
}

TEST_F(Deviation, KeysAndDigests) {
    const auto bits = [&](const recipe::Credentials& presented) {
        return EVP_PKEY_get_bits(X509_get0_pubkey(read(presented.leaf()).get()));
    };
    EXPECT_EQ(bits(client::good), 256);
    EXPECT_EQ(bits(client::ecdsa_p384), 384);
    EXPECT_EQ(bits(client::rsa_1024), 1024);
    EXPECT_EQ(bits(client::rsa_2048), 2048);
    EXPECT_EQ(bits(server::rsa_3072), 3072);
    EXPECT_EQ(EVP_PKEY_is_a(X509_get0_pubkey(read(server::ed25519.leaf()).get()), "ED25519"), 1);
    EXPECT_EQ(X509_get_signature_nid(read(client::sha1.leaf()).get()), NID_ecdsa_with_SHA1);
    EXPECT_TRUE(verifies(client::sha1.leaf(), recipe::clients_intermediate));
    EXPECT_EQ(X509_get_signature_nid(read(server::rsa_chain.leaf()).get()), NID_sha256WithRSAEncryption);
}

TEST_F(Deviation, ABadSignatureDiffersFromAGoodOneInOneBit) {
    static constexpr recipe::Certificate mended = [] {
        recipe::Certificate c = client::bad_signature.leaf();
        c.bad_signature = false;
        return c;
    }();
    Issuer other(seed, now);
    const std::string good = other.certificate(mended).der;
    const std::string bad = issuer_.certificate(client::bad_signature.leaf()).der;
    ASSERT_EQ(good.size(), bad.size());
    EXPECT_EQ(good.substr(0, good.size() - 1), bad.substr(0, bad.size() - 1));
    EXPECT_EQ(good.back() ^ bad.back(), 1);
    EXPECT_FALSE(verifies(client::bad_signature.leaf(), recipe::clients_intermediate));
    EXPECT_FALSE(verifies(client::certificate::ca_bad_signature_ca, recipe::clients_root));
}

// The signature is right over what is signed, by the outer algorithm: only the comparison of the two finds the fault.
TEST_F(Deviation, AlgorithmMismatchHasASignatureThatFits) {
    const test::Certificate leaf = read(client::algorithm_mismatch.leaf());
    const X509_ALGOR* outer = nullptr;
    const ASN1_BIT_STRING* signature = nullptr;
    X509_get0_signature(&signature, &outer, leaf.get());
    EXPECT_EQ(OBJ_obj2nid(outer->algorithm), NID_ecdsa_with_SHA256);
    EXPECT_EQ(OBJ_obj2nid(X509_get0_tbs_sigalg(leaf.get())->algorithm), NID_ecdsa_with_SHA384);
    EXPECT_FALSE(verifies(client::algorithm_mismatch.leaf(), recipe::clients_intermediate));

    unsigned char* tbs = nullptr;
    const int size = i2d_re_X509_tbs(leaf.get(), &tbs);
    const test::Certificate issuer = read(recipe::clients_intermediate);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    ASSERT_EQ(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(issuer.get())), 1);
    EXPECT_EQ(
        EVP_DigestVerify(context.get(), ASN1_STRING_get0_data(signature),
                         static_cast<std::size_t>(ASN1_STRING_length(signature)), tbs, static_cast<std::size_t>(size)),
        1);
    OPENSSL_free(tbs);
}

TEST_F(Deviation, ImpostorsHaveTheNameAndAnotherKey) {
    for (const auto& [impostor, victim] :
         {std::pair{&recipe::clients_root_impostor, &recipe::clients_root},
          std::pair{&recipe::server_root_impostor, &recipe::server_root},
          std::pair{&recipe::clients_intermediate_impostor, &recipe::clients_intermediate}}) {
        const test::Certificate false_one = read(*impostor);
        const test::Certificate true_one = read(*victim);
        EXPECT_EQ(X509_NAME_cmp(X509_get_subject_name(false_one.get()), X509_get_subject_name(true_one.get())), 0);
        EXPECT_NE(EVP_PKEY_eq(X509_get0_pubkey(false_one.get()), X509_get0_pubkey(true_one.get())), 1);
    }
}

TEST_F(Deviation, SelfIssuedIntermediateHasItsIssuersName) {
    const test::Certificate certificate = read(client::certificate::path_length_self_issued_ca);
    EXPECT_EQ(X509_NAME_cmp(X509_get_subject_name(certificate.get()), X509_get_issuer_name(certificate.get())), 0);
    EXPECT_TRUE(verifies(client::certificate::path_length_self_issued_ca, client::certificate::path_length_zero_ca));
}

TEST_F(Deviation, NameConstraintsAreCriticalAndHaveTheirSubtrees) {
    const test::Certificate authority = read(client::certificate::nc_kept_ca);
    int critical = 0;
    const std::unique_ptr<NAME_CONSTRAINTS, decltype(&NAME_CONSTRAINTS_free)> constraints(
        static_cast<NAME_CONSTRAINTS*>(X509_get_ext_d2i(authority.get(), NID_name_constraints, &critical, nullptr)),
        NAME_CONSTRAINTS_free);
    ASSERT_NE(constraints, nullptr);
    EXPECT_EQ(critical, 1);
    EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees), 4);
    EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees), 4);
    const GENERAL_NAME* network = sk_GENERAL_SUBTREE_value(constraints->excludedSubtrees, 1)->base;
    ASSERT_EQ(network->type, GEN_IPADD);
    const std::string octets(reinterpret_cast<const char*>(ASN1_STRING_get0_data(network->d.iPAddress)),
                             static_cast<std::size_t>(ASN1_STRING_length(network->d.iPAddress)));
    EXPECT_EQ(octets, std::string("\xc0\x00\x02\x80\xff\xff\xff\x80", 8));
}

TEST_F(Deviation, EveryKeyBelongsToItsCertificateExceptWhereDeclared) {
    std::size_t others = 0;
    for (const recipe::Credentials* presented : recipe::credentials()) {
        const recipe::Material material = issuer_.material(*presented);
        ASSERT_EQ(material.chain_der.size(), presented->chain.size());
        const auto* bytes = reinterpret_cast<const unsigned char*>(material.key_der.data());
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(material.key_der.size())), EVP_PKEY_free);
        ASSERT_NE(key, nullptr) << presented->name;
        const test::Certificate leaf = test::parse(material.chain_der.front());
        const bool own = X509_check_private_key(leaf.get(), key.get()) == 1;
        EXPECT_EQ(own, presented->key == nullptr) << presented->name;
        others += own ? 0 : 1;
    }
    EXPECT_EQ(others, 4U);  // wrong_key and reversed, of servers and of clients
}

// The PEM that a broker reads is the DER that is compared with the wire.
TEST_F(Deviation, PemIsTheSameChain) {
    const recipe::Material material = issuer_.material(client::three_intermediates);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(material.chain_pem.data(), static_cast<int>(material.chain_pem.size())), BIO_free);
    for (const std::string& der : material.chain_der) {
        const test::Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
        ASSERT_NE(certificate, nullptr);
        EXPECT_EQ(X509_cmp(certificate.get(), test::parse(der).get()), 0);
    }
    EXPECT_EQ(BIO_ctrl_pending(bio.get()), 0U);
}

TEST_F(Deviation, CrlsListWhatTheyRevoke) {
    const std::string& der = issuer_.crl_der(recipe::crl::clients_root);
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> crl(
        d2i_X509_CRL(nullptr, &bytes, static_cast<long>(der.size())), X509_CRL_free);
    ASSERT_NE(crl, nullptr);
    X509_REVOKED* entry = nullptr;
    EXPECT_EQ(X509_CRL_get0_by_cert(crl.get(), &entry, read(client::certificate::revoked_intermediate_ca).get()), 1);
    EXPECT_EQ(X509_CRL_get0_by_cert(crl.get(), &entry, read(recipe::clients_intermediate).get()), 0);
    EXPECT_EQ(X509_CRL_verify(crl.get(), X509_get0_pubkey(read(recipe::clients_root).get())), 1);
    EXPECT_EQ(X509_CRL_get_version(crl.get()), X509_CRL_VERSION_2);
}

}  // namespace
}  // namespace gauntlet::issue
