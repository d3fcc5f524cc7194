// What the correct server says to each certificate that a client can present, under TLS 1.2 and 1.3, and what each flaw
// of trust, path validation and revocation changes: those credentials, and no others.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tls_support.hpp"

namespace gauntlet::reference::test {

namespace {

using core::Flaw;
using core::TlsVersion;
namespace client = recipe::client;
using Names = std::vector<std::string_view>;

// By name without "client/": the alert of a listener that trusts the clients' root. What is not here is accepted.
const std::map<std::string_view, int> alerts = {
    // No path to the root.
    {"untrusted-root", 48},
    {"untrusted-root-included", 48},
    {"self-signed", 48},
    {"trusted-self-signed", 48},
    {"same-name-other-key", 48},
    {"same-name-other-key-included", 48},
    {"server-authority", 48},
    {"missing-intermediate", 48},
    {"partial-chain", 48},
    {"expired-root", 48},
    // Signatures.
    {"same-name-other-key-unidentified", 42},
    {"same-name-intermediate", 42},
    {"bad-signature", 42},
    {"ca-bad-signature", 42},
    {"algorithm-mismatch", 42},
    {"sha1", 42},
    {"ca-sha1", 42},
    {"rsa-1024", 42},
    {"ca-rsa-1024", 42},
    // Dates.
    {"expired", 45},
    {"expired-intermediate", 45},
    {"not-yet-valid", 42},
    {"not-yet-valid-intermediate", 42},
    // Usages.
    {"eku-server-auth-only", 43},
    {"any-eku", 43},
    {"ku-no-digital-signature", 43},
    {"ku-key-agreement-only", 43},
    {"ca-eku-server-auth-only", 43},
    {"unknown-critical-extension", 43},
    {"ca-unknown-critical-extension", 43},
    // Authorities that are none.
    {"ca-false", 42},
    {"leaf-as-ca", 42},
    {"ca-no-basic-constraints", 42},
    {"ca-no-extensions", 42},
    {"ca-version-1", 42},
    {"ca-ku-no-key-cert-sign", 42},
    {"path-length-exceeded", 42},
    // Names.
    {"nc-dns-permitted", 42},
    {"nc-dns-excluded", 42},
    {"nc-ip-permitted", 42},
    {"nc-ip-excluded", 42},
    {"nc-email-permitted", 42},
    {"nc-email-excluded", 42},
    {"nc-directory-permitted", 42},
    {"nc-directory-excluded", 42},
    {"nc-mixed", 42},
    {"nc-common-name", 42},
};

std::string_view short_name(const recipe::Credentials& credentials) {
    return credentials.name.substr(credentials.name.find('/') + 1);
}

// Those that OpenSSL as the client can present: with a key of their own.
std::vector<const recipe::Credentials*> presentable() {
    std::vector<const recipe::Credentials*> list;
    for (const recipe::Credentials* credentials : recipe::credentials())
        if (credentials->role == recipe::Role::client && credentials->key_owner().name == credentials->leaf().name)
            list.push_back(credentials);
    return list;
}

std::string expected(std::string_view name) {
    const auto row = alerts.find(name);
    return row == alerts.end() ? "accepted" : "alert " + std::to_string(row->second);
}

// Whether the verdict is the other one than the correct server's.
bool is_turned(std::string_view name, const std::string& verdict) {
    return alerts.contains(name) ? verdict == "accepted" : verdict.starts_with("alert ");
}

TEST(TlsVerification, EveryCredentialGetsItsAlert) {
    const auto server = Listener().mutual().start();
    for (const TlsVersion version : both_versions)
        for (const recipe::Credentials* credentials : presentable()) {
            const Outcome outcome = shake_hands(*server, {.credentials = credentials, .version = version});
            EXPECT_EQ(shown(outcome), expected(short_name(*credentials)))
                << credentials->name << ", " << core::to_string(version) << ": " << outcome.refusal;
            EXPECT_EQ(outcome.refusal.empty(), outcome.accepted) << credentials->name;
            EXPECT_EQ(outcome.identity.certified, outcome.accepted) << credentials->name;
        }
}

TEST(TlsVerification, NoCertificateIsRefusedWhereOneIsRequired) {
    const auto server = Listener().mutual().start();
    EXPECT_EQ(shown(shake_hands(*server, {.version = TlsVersion::tls_1_2})), "alert 40");
    EXPECT_EQ(shown(shake_hands(*server, {.version = TlsVersion::tls_1_3})), "alert 116");
    const auto flawed = Listener().mutual().start(with({Flaw::requests_without_requiring}));
    for (const TlsVersion version : both_versions) {
        const Outcome outcome = shake_hands(*flawed, {.version = version});
        EXPECT_TRUE(outcome.accepted);
        EXPECT_FALSE(outcome.identity.certified);
        EXPECT_EQ(shown(shake_hands(*flawed, {.credentials = &client::expired, .version = version})), "alert 45");
    }
}

TEST(TlsVerification, AListenerThatRequiresNoneAsksForNone) {
    const Listener listener = Listener().trusting({&recipe::clients_root});
    const auto server = listener.start();
    const auto flawed = listener.start(with({Flaw::requests_a_certificate_unasked}));
    for (const TlsVersion version : both_versions) {
        EXPECT_FALSE(shake_hands(*server, {.version = version}).requested);
        const Outcome outcome = shake_hands(*flawed, {.version = version});
        EXPECT_TRUE(outcome.accepted);
        EXPECT_TRUE(outcome.requested);
    }
}

struct Turned {
    Flaw flaw;
    Names names;
};

class TlsVerificationFlaw : public testing::TestWithParam<Turned> {};

TEST_P(TlsVerificationFlaw, TurnsItsCredentialsAndNoOthers) {
    const auto server = Listener().mutual().start(with({GetParam().flaw}));
    const Names& names = GetParam().names;
    for (const recipe::Credentials* credentials : presentable()) {
        const std::string_view name = short_name(*credentials);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            EXPECT_EQ(shown(shake_hands(*server, {.credentials = credentials})), expected(name)) << name;
            continue;
        }
        for (const TlsVersion version : both_versions) {
            const std::string verdict = shown(shake_hands(*server, {.credentials = credentials, .version = version}));
            EXPECT_TRUE(is_turned(name, verdict)) << name << ", " << core::to_string(version) << ": " << verdict;
        }
    }
}

const std::vector<Turned> turned = {
    // Trust.
    {Flaw::accepts_any_issuer,
     {"untrusted-root", "same-name-other-key", "server-authority", "missing-intermediate", "partial-chain",
      "expired-root"}},
    {Flaw::trusts_a_root_in_the_message, {"untrusted-root-included", "same-name-other-key-included"}},
    {Flaw::accepts_self_signed_leaf, {"self-signed", "trusted-self-signed"}},
    {Flaw::compares_issuer_names_alone,
     {"same-name-other-key", "same-name-other-key-unidentified", "same-name-other-key-included",
      "same-name-intermediate", "bad-signature"}},
    {Flaw::trusts_its_own_issuer_for_clients, {"server-authority"}},
    {Flaw::finds_anchors_by_name, {"same-name-other-key-included"}},
    // The leaf.
    {Flaw::ignores_not_after_of_leaf, {"expired"}},
    {Flaw::ignores_not_before_of_leaf, {"not-yet-valid"}},
    {Flaw::ignores_extended_key_usage_of_leaf, {"eku-server-auth-only", "any-eku"}},
    {Flaw::ignores_key_usage_of_leaf, {"ku-no-digital-signature", "ku-key-agreement-only"}},
    {Flaw::demands_extended_key_usage, {"no-eku", "version-1"}},
    {Flaw::refuses_unknown_extensions, {"unknown-extension"}},
    {Flaw::demands_a_subject, {"san-only"}},
    {Flaw::refuses_rsa_keys, {"rsa-2048", "rsa-3072"}},
    // The path.
    {Flaw::demands_an_intermediate, {"direct"}},
    {Flaw::limits_depth_to_two, {"three-intermediates", "shuffled"}},
    {Flaw::refuses_a_root_in_the_message, {"root-included"}},
    {Flaw::expects_the_chain_in_order, {"shuffled", "duplicated", "duplicated-leaf", "unrelated-extra"}},
    {Flaw::verifies_signature_of_leaf_alone, {"ca-bad-signature"}},
    {Flaw::takes_the_outer_signature_algorithm, {"algorithm-mismatch"}},
    {Flaw::checks_dates_of_leaf_alone, {"expired-intermediate", "not-yet-valid-intermediate"}},
    {Flaw::ignores_basic_constraints, {"ca-false"}},
    {Flaw::takes_leaves_for_authorities, {"leaf-as-ca"}},
    {Flaw::demands_basic_constraints_only_if_present, {"ca-no-basic-constraints", "ca-no-extensions"}},
    {Flaw::takes_version_1_for_authorities, {"ca-version-1"}},
    {Flaw::ignores_key_usage_of_authorities, {"ca-ku-no-key-cert-sign"}},
    {Flaw::demands_key_usage_of_authorities, {"ca-no-key-usage"}},
    {Flaw::ignores_extended_key_usage_of_authorities, {"ca-eku-server-auth-only"}},
    {Flaw::ignores_path_length, {"path-length-exceeded"}},
    {Flaw::counts_the_leaf_in_path_length, {"path-length-zero", "path-length-self-issued"}},
    {Flaw::counts_self_issued_in_path_length, {"path-length-self-issued"}},
    {Flaw::refuses_name_constraints, {"nc-kept"}},
    {Flaw::ignores_permitted_subtrees,
     {"nc-dns-permitted", "nc-ip-permitted", "nc-email-permitted", "nc-directory-permitted", "nc-common-name"}},
    {Flaw::ignores_excluded_subtrees,
     {"nc-dns-excluded", "nc-ip-excluded", "nc-email-excluded", "nc-directory-excluded", "nc-mixed"}},
    {Flaw::constrains_dns_names_alone,
     {"nc-ip-permitted", "nc-ip-excluded", "nc-email-permitted", "nc-email-excluded", "nc-directory-permitted",
      "nc-directory-excluded"}},
    {Flaw::ignores_unknown_critical_extensions, {"unknown-critical-extension", "ca-unknown-critical-extension"}},
    {Flaw::accepts_sha1_signatures, {"sha1", "ca-sha1"}},
    {Flaw::accepts_short_rsa_keys, {"rsa-1024", "ca-rsa-1024"}},
    // They need another listener.
    {Flaw::ignores_dates_of_anchors, {}},
    {Flaw::ignores_crl, {}},
};

INSTANTIATE_TEST_SUITE_P(All, TlsVerificationFlaw, testing::ValuesIn(turned), [](const auto& each) {
    std::string name = core::name_of(each.param.flaw);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(TlsVerification, OneFlawRefusesWhoeverHasAnIntermediate) {
    const auto server = Listener().mutual().start(with({Flaw::refuses_client_with_intermediate}));
    EXPECT_EQ(shown(shake_hands(*server, {.credentials = &client::good})), "alert 48");
    EXPECT_EQ(shown(shake_hands(*server, {.credentials = &client::direct})), "accepted");
}

TEST(TlsVerification, TheDatesOfAnAnchorCount) {
    const Listener listener = Listener().mutual().trusting({&client::certificate::expired_root_ca});
    const auto server = listener.start();
    const auto flawed = listener.start(with({Flaw::ignores_dates_of_anchors}));
    const auto other = listener.start(with({Flaw::checks_dates_of_leaf_alone}));
    for (const TlsVersion version : both_versions) {
        const Client offer{.credentials = &client::expired_root, .version = version};
        EXPECT_EQ(shown(shake_hands(*server, offer)), "alert 45");
        EXPECT_EQ(shown(shake_hands(*flawed, offer)), "accepted");
        EXPECT_EQ(shown(shake_hands(*other, offer)), "alert 45");
    }
}

TEST(TlsVerification, APathEndsAtARootAlone) {
    const auto server = Listener().mutual().trusting({&recipe::clients_intermediate}).start();
    EXPECT_EQ(shown(shake_hands(*server, {.credentials = &client::good})), "alert 48");
}

// --- Revocation.

struct Revocation {
    const recipe::CrlSet* set;
    std::map<std::string_view, std::string> verdicts;  // by name without "client/"
};

// With these lists, and with every flaw that concerns them.
struct RevocationFlaw {
    const char* name;
    std::vector<Flaw> flaws;
    std::vector<Revocation> rows;
};

const std::vector<RevocationFlaw> revocations = {
    {"none",
     {},
     {{&recipe::crl::fresh,
       {{"good", "accepted"}, {"revoked", "alert 44"}, {"revoked-intermediate", "alert 44"}, {"expired", "alert 45"}}},
      {&recipe::crl::expired, {{"good", "alert 46"}}},
      {&recipe::crl::not_yet_valid, {{"good", "alert 46"}}},
      {&recipe::crl::another_issuer, {{"good", "alert 46"}}},
      {&recipe::crl::intermediate_only, {{"good", "alert 46"}}},
      {&recipe::crl::forged, {{"good", "alert 46"}}}}},
    {"ignores_crl",
     {Flaw::ignores_crl},
     {{&recipe::crl::fresh, {{"good", "accepted"}, {"revoked", "accepted"}, {"revoked-intermediate", "accepted"}}},
      {&recipe::crl::expired, {{"good", "accepted"}}}}},
    {"checks_crl_of_leaf_alone",
     {Flaw::checks_crl_of_leaf_alone},
     {{&recipe::crl::fresh, {{"good", "accepted"}, {"revoked", "alert 44"}, {"revoked-intermediate", "accepted"}}},
      {&recipe::crl::intermediate_only, {{"good", "accepted"}, {"revoked", "alert 44"}}},
      {&recipe::crl::expired, {{"good", "alert 46"}}},
      {&recipe::crl::another_issuer, {{"good", "alert 46"}}},
      {&recipe::crl::forged, {{"good", "alert 46"}}}}},
    {"refuses_everyone_with_crl",
     {Flaw::refuses_everyone_with_crl},
     {{&recipe::crl::fresh, {{"good", "alert 46"}, {"revoked", "alert 44"}, {"revoked-intermediate", "alert 44"}}}}},
    {"ignores_next_update",
     {Flaw::ignores_next_update},
     {{&recipe::crl::expired, {{"good", "accepted"}, {"revoked", "alert 44"}}},
      {&recipe::crl::another_issuer, {{"good", "alert 46"}}},
      {&recipe::crl::forged, {{"good", "alert 46"}}}}},
    {"passes_without_crl",
     {Flaw::passes_without_crl},
     {{&recipe::crl::another_issuer, {{"good", "accepted"}, {"revoked", "accepted"}}},
      {&recipe::crl::intermediate_only, {{"good", "accepted"}, {"revoked", "alert 44"}}},
      {&recipe::crl::expired, {{"good", "alert 46"}}},
      {&recipe::crl::forged, {{"good", "alert 46"}}}}},
    {"ignores_crl_signature",
     {Flaw::ignores_crl_signature},
     {{&recipe::crl::forged, {{"good", "accepted"}}},
      {&recipe::crl::expired, {{"good", "alert 46"}}},
      {&recipe::crl::another_issuer, {{"good", "alert 46"}}}}},
};

class TlsRevocation : public testing::TestWithParam<RevocationFlaw> {};

TEST_P(TlsRevocation, IsDeterminedOrRefused) {
    Flaws flaws;
    for (const Flaw flaw : GetParam().flaws)
        flaws.add(flaw);
    for (const Revocation& row : GetParam().rows) {
        const auto server = Listener().mutual().revoking(*row.set).start(flaws);
        for (const TlsVersion version : both_versions)
            for (const auto& [name, verdict] : row.verdicts) {
                const auto* credentials = recipe::find_credentials("client/" + std::string(name));
                ASSERT_NE(credentials, nullptr) << name;
                EXPECT_EQ(shown(shake_hands(*server, {.credentials = credentials, .version = version})), verdict)
                    << name << " against " << row.set->name << ", " << core::to_string(version);
            }
    }
}

INSTANTIATE_TEST_SUITE_P(All, TlsRevocation, testing::ValuesIn(revocations),
                         [](const auto& each) { return std::string(each.param.name); });

// --- Identity.

TEST(TlsVerification, TheCommonNameIsTheIdentity) {
    const auto server = Listener().mutual().start();
    EXPECT_EQ(shake_hands(*server, {.credentials = &client::another}).identity.common_name, "other-device");
    const Outcome nameless = shake_hands(*server, {.credentials = &client::san_only});
    EXPECT_TRUE(nameless.identity.certified);
    EXPECT_EQ(nameless.identity.common_name, std::nullopt);
}

TEST(TlsVerification, OneFlawAsksForTheCertificateAfterTheHandshake) {
    const auto server = Listener().mutual().start(with({Flaw::executes_before_verification}));
    for (const TlsVersion version : both_versions) {
        EXPECT_TRUE(shake_hands(*server, {.version = version}).accepted);
        EXPECT_EQ(shown(shake_hands(*server, {.credentials = &client::expired, .version = version})), "alert 45");
        EXPECT_TRUE(shake_hands(*server, {.credentials = &client::good, .version = version}).identity.certified);
    }
}

}  // namespace

}  // namespace gauntlet::reference::test
