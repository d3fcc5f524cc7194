// Versions, suites, groups and signatures: what the correct server negotiates, and what each flaw makes of it.
#include <gtest/gtest.h>

#include "tls_support.hpp"

namespace gauntlet::reference::test {

namespace {

using core::Flaw;
using core::TlsVersion;
namespace server = recipe::server;

// One conversation with a correct and with a flawed listener.
struct Row {
    const char* name;
    Flaw flaw;
    const recipe::Credentials* serves;
    void (*set)(ListenerSettings&);
    Client client;
    const char* correct;  // shown(): "accepted", "alert 40"
    const char* flawed;
};

class TlsOffer : public testing::TestWithParam<Row> {};

TEST_P(TlsOffer, IsTurnedByItsFlaw) {
    const Row& row = GetParam();
    Listener listener(*row.serves);
    row.set(listener.settings);
    Client client = row.client;
    EXPECT_EQ(shown(shake_hands(*listener.start(), client)), row.correct);
    EXPECT_EQ(shown(shake_hands(*listener.start(with({row.flaw})), client)), row.flawed);
}

void as_it_is(ListenerSettings&) {}
void minimum_1_1(ListenerSettings& settings) {
    settings.min_version = TlsVersion::tls_1_1;
    settings.legacy = true;
}
void minimum_1_2(ListenerSettings& settings) {
    settings.min_version = TlsVersion::tls_1_2;
}
void minimum_1_3(ListenerSettings& settings) {
    settings.min_version = TlsVersion::tls_1_3;
}
constexpr const char* list_of_suites =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
void listed_suites(ListenerSettings& settings) {
    settings.suites = list_of_suites;
}
void one_suite_13(ListenerSettings& settings) {
    settings.suites_13 = "TLS_AES_256_GCM_SHA384";
}

Client under(TlsVersion version) {
    return {.version = version};
}
Client with_suites(const char* suites) {
    return {.version = TlsVersion::tls_1_2, .suites = suites};
}
Client with_suites_13(const char* suites) {
    return {.version = TlsVersion::tls_1_3, .suites_13 = suites};
}
Client with_groups(const char* groups, TlsVersion version) {
    return {.version = version, .groups = groups};
}
Client with_signatures(const char* signatures) {
    return {.version = TlsVersion::tls_1_2, .signature_algorithms = signatures};
}
Client falling_back(TlsVersion oldest, TlsVersion newest) {
    return {.oldest = oldest, .newest = newest, .fallback_scsv = true};
}
Client with_psk() {
    return {.version = TlsVersion::tls_1_2, .suites = "kECDHEPSK:kPSK", .has_pre_shared_key = true};
}

const std::vector<Row> rows = {
    // Versions.
    {"minimum_1_2_of_1_0", Flaw::ignores_the_minimum_version, &server::good, minimum_1_2, under(TlsVersion::tls_1_0),
     "alert 70", "accepted"},
    {"minimum_1_2_of_1_1", Flaw::ignores_the_minimum_version, &server::good, minimum_1_2, under(TlsVersion::tls_1_1),
     "alert 70", "accepted"},
    {"minimum_1_3_of_1_2", Flaw::ignores_the_minimum_version, &server::good, minimum_1_3, under(TlsVersion::tls_1_2),
     "alert 70", "accepted"},
    {"minimum_1_1_of_1_0", Flaw::ignores_the_minimum_version, &server::good, minimum_1_1, under(TlsVersion::tls_1_0),
     "alert 70", "accepted"},
    {"default_1_0_beside_a_minimum", Flaw::ignores_the_minimum_version, &server::good, as_it_is,
     under(TlsVersion::tls_1_0), "alert 70", "alert 70"},
    {"minimum_alone", Flaw::speaks_its_minimum_version_alone, &server::good, minimum_1_2, under(TlsVersion::tls_1_3),
     "accepted", "alert 70"},
    {"minimum_exclusive", Flaw::takes_the_minimum_for_exclusive, &server::good, minimum_1_2, under(TlsVersion::tls_1_2),
     "accepted", "alert 70"},
    {"minimum_exclusive_above", Flaw::takes_the_minimum_for_exclusive, &server::good, minimum_1_2,
     under(TlsVersion::tls_1_3), "accepted", "accepted"},
    {"minimum_exclusive_1_3", Flaw::takes_the_minimum_for_exclusive, &server::good, minimum_1_3,
     under(TlsVersion::tls_1_3), "accepted", "alert 70"},
    {"default_1_0", Flaw::allows_old_versions_by_default, &server::good, as_it_is, under(TlsVersion::tls_1_0),
     "alert 70", "accepted"},
    {"default_1_1", Flaw::allows_old_versions_by_default, &server::rsa_2048, as_it_is, under(TlsVersion::tls_1_1),
     "alert 70", "accepted"},
    {"no_1_2", Flaw::speaks_tls_1_3_alone, &server::good, as_it_is, under(TlsVersion::tls_1_2), "accepted", "alert 70"},
    {"no_1_3", Flaw::speaks_tls_1_2_alone, &server::good, as_it_is, under(TlsVersion::tls_1_3), "accepted", "alert 70"},
    {"scsv", Flaw::ignores_fallback_scsv, &server::good, as_it_is,
     falling_back(TlsVersion::tls_1_2, TlsVersion::tls_1_2), "alert 86", "accepted"},
    {"scsv_1_1", Flaw::ignores_fallback_scsv, &server::good, minimum_1_1,
     falling_back(TlsVersion::tls_1_1, TlsVersion::tls_1_1), "alert 86", "accepted"},
    {"scsv_without_sentinel", Flaw::sends_no_downgrade_sentinel, &server::good, as_it_is,
     falling_back(TlsVersion::tls_1_2, TlsVersion::tls_1_2), "alert 86", "alert 86"},
    {"scsv_without_need", Flaw::refuses_every_fallback_scsv, &server::good, as_it_is,
     falling_back(TlsVersion::tls_1_2, TlsVersion::tls_1_3), "accepted", "alert 86"},
    // Suites.
    {"unlisted_cbc", Flaw::ignores_the_configured_suites, &server::good, listed_suites,
     with_suites("ECDHE-ECDSA-AES128-SHA256"), "alert 40", "accepted"},
    {"unlisted_null", Flaw::ignores_the_configured_suites, &server::rsa_2048, listed_suites, with_suites("NULL-SHA256"),
     "alert 40", "accepted"},
    {"unlisted_anonymous", Flaw::ignores_the_configured_suites, &server::rsa_2048, listed_suites,
     with_suites("ADH-AES128-SHA"), "alert 40", "accepted"},
    {"unlisted_dhe", Flaw::ignores_the_configured_suites, &server::rsa_2048, listed_suites,
     with_suites("DHE-RSA-CAMELLIA128-SHA256"), "alert 40", "accepted"},
    {"unlisted_static_rsa", Flaw::ignores_the_configured_suites, &server::rsa_2048, listed_suites,
     with_suites("ARIA128-GCM-SHA256"), "alert 40", "accepted"},
    {"unlisted_13", Flaw::ignores_the_suites_of_tls_1_3, &server::good, one_suite_13,
     with_suites_13("TLS_AES_128_CCM_8_SHA256"), "alert 40", "accepted"},
    {"listed", Flaw::drops_the_configured_suites, &server::good, listed_suites,
     with_suites("ECDHE-ECDSA-CHACHA20-POLY1305"), "accepted", "alert 40"},
    {"listed_and_unlisted", Flaw::drops_the_configured_suites, &server::good, listed_suites,
     with_suites("ECDHE-ECDSA-AES128-SHA256"), "alert 40", "alert 40"},
    {"listed_13", Flaw::hands_the_old_list_to_tls_1_3, &server::good, one_suite_13,
     with_suites_13("TLS_AES_256_GCM_SHA384"), "accepted", "alert 40"},
    {"null", Flaw::negotiates_null_encryption, &server::rsa_2048, as_it_is, with_suites("eNULL"), "alert 40",
     "accepted"},
    {"anonymous", Flaw::negotiates_anonymous_suites, &server::rsa_2048, as_it_is, with_suites("aNULL"), "alert 40",
     "accepted"},
    {"pre_shared_key", Flaw::accepts_any_pre_shared_key, &server::rsa_2048, as_it_is, with_psk(), "alert 40",
     "accepted"},
    {"static_rsa", Flaw::negotiates_static_rsa, &server::rsa_2048, as_it_is, with_suites("kRSA"), "alert 40",
     "accepted"},
    {"static_rsa_of_a_key_for_signatures", Flaw::negotiates_static_rsa, &server::rsa_no_key_encipherment, as_it_is,
     with_suites("kRSA"), "alert 40", "alert 40"},
    {"key_for_signatures", Flaw::ignores_key_usage_in_key_exchange, &server::rsa_no_key_encipherment, as_it_is,
     with_suites("kRSA"), "alert 40", "accepted"},
    {"key_for_both", Flaw::ignores_key_usage_in_key_exchange, &server::rsa_2048, as_it_is, with_suites("kRSA"),
     "alert 40", "alert 40"},
    {"mandatory", Flaw::lacks_the_mandatory_suite, &server::good, as_it_is, with_suites_13("TLS_AES_128_GCM_SHA256"),
     "accepted", "alert 40"},
    {"recommended_ecdsa", Flaw::lacks_the_recommended_suites, &server::good, as_it_is,
     with_suites("ECDHE-ECDSA-AES128-GCM-SHA256"), "accepted", "alert 40"},
    {"recommended_rsa", Flaw::lacks_the_recommended_suites, &server::rsa_2048, as_it_is,
     with_suites("ECDHE-RSA-AES128-GCM-SHA256"), "accepted", "alert 40"},
    // Groups.
    {"secp256r1", Flaw::lacks_secp256r1, &server::good, as_it_is, with_groups("P-256", TlsVersion::tls_1_3), "accepted",
     "alert 40"},
    {"x25519", Flaw::lacks_x25519, &server::good, as_it_is, with_groups("X25519", TlsVersion::tls_1_3), "accepted",
     "alert 40"},
    {"secp160r1", Flaw::accepts_weak_groups, &server::rsa_2048, as_it_is, with_groups("secp160r1", TlsVersion::tls_1_2),
     "alert 40", "accepted"},
    {"secp192r1", Flaw::accepts_weak_groups, &server::rsa_2048, as_it_is, with_groups("P-192", TlsVersion::tls_1_2),
     "alert 40", "accepted"},
    {"sect163k1", Flaw::accepts_weak_groups, &server::rsa_2048, as_it_is, with_groups("sect163k1", TlsVersion::tls_1_2),
     "alert 40", "accepted"},
    // Signatures.
    {"sha1_ecdsa", Flaw::signs_with_sha1, &server::good, as_it_is, with_signatures("ECDSA+SHA1"), "alert 40",
     "accepted"},
    {"sha1_rsa", Flaw::signs_with_sha1, &server::rsa_2048, as_it_is, with_signatures("RSA+SHA1"), "alert 40",
     "accepted"},
};

INSTANTIATE_TEST_SUITE_P(All, TlsOffer, testing::ValuesIn(rows),
                         [](const auto& each) { return std::string(each.param.name); });

// Every pair of minimum and client range gets the newest common version, or alert 70.
TEST(TlsVersions, TheNewestCommonOneIsNegotiated) {
    constexpr TlsVersion versions[] = {TlsVersion::tls_1_0, TlsVersion::tls_1_1, TlsVersion::tls_1_2,
                                       TlsVersion::tls_1_3};
    for (const TlsVersion minimum : versions) {
        Listener listener;
        listener.settings.min_version = minimum;
        listener.settings.legacy = minimum < TlsVersion::tls_1_2;
        const auto tls = listener.start();
        for (const TlsVersion oldest : versions)
            for (const TlsVersion newest : versions) {
                if (oldest > newest)
                    continue;
                const Outcome outcome = shake_hands(*tls, {.oldest = oldest, .newest = newest});
                if (newest < minimum)
                    EXPECT_EQ(shown(outcome), "alert 70");
                else
                    EXPECT_EQ(outcome.version, newest == TlsVersion::tls_1_0 ? "TLSv1" : core::to_string(newest))
                        << shown(outcome);
            }
    }
}

TEST(TlsVersions, AMaximumIsKept) {
    Listener listener;
    listener.settings.max_version = TlsVersion::tls_1_2;
    EXPECT_EQ(shake_hands(*listener.start()).version, "TLSv1.2");
    listener.settings.min_version = TlsVersion::tls_1_3;
    EXPECT_THROW(listener.start(), TlsFault);
}

TEST(TlsVersions, OneFlawPrefersTls12) {
    const Listener listener;
    EXPECT_EQ(shake_hands(*listener.start()).version, "TLSv1.3");
    const auto flawed = listener.start(with({Flaw::prefers_tls_1_2}));
    EXPECT_EQ(shake_hands(*flawed).version, "TLSv1.2");
    EXPECT_EQ(shake_hands(*flawed, under(TlsVersion::tls_1_3)).version, "TLSv1.3");
}

TEST(TlsVersions, AnOlderHandshakeIsMarked) {
    Listener listener;
    listener.settings.min_version = TlsVersion::tls_1_1;
    listener.settings.legacy = true;
    const auto correct = listener.start();
    const auto flawed = listener.start(with({Flaw::sends_no_downgrade_sentinel}));
    for (const TlsVersion version : {TlsVersion::tls_1_1, TlsVersion::tls_1_2}) {
        EXPECT_TRUE(shake_hands(*correct, under(version)).sentinel);
        const Outcome outcome = shake_hands(*flawed, under(version));
        EXPECT_TRUE(outcome.accepted);
        EXPECT_FALSE(outcome.sentinel);
    }
    EXPECT_FALSE(shake_hands(*correct, under(TlsVersion::tls_1_3)).sentinel);
}

TEST(TlsSuites, TheServersOrderCounts) {
    Listener listener;
    listener.settings.suites = list_of_suites;
    const Client client = with_suites("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384");
    EXPECT_EQ(shake_hands(*listener.start(), client).suite, "ECDHE-ECDSA-AES256-GCM-SHA384");
    EXPECT_EQ(shake_hands(*listener.start(with({Flaw::follows_the_clients_order})), client).suite,
              "ECDHE-ECDSA-AES128-GCM-SHA256");
}

TEST(TlsSuites, AnUnknownNameIsAFault) {
    Listener listener;
    listener.settings.suites = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-NONE";
    try {
        listener.start();
        FAIL() << "started";
    } catch (const TlsFault& fault) {
        EXPECT_STREQ(fault.what(), "suites: OpenSSL has no suite 'ECDHE-NONE'; `openssl ciphers` lists them");
    }
    listener.settings.suites.clear();
    listener.settings.suites_13 = "TLS_NONE";
    EXPECT_THROW(listener.start(), TlsFault);
    listener.settings.suites_13.clear();
    listener.settings.groups = "X25519:P-0";
    EXPECT_THROW(listener.start(), TlsFault);
}

TEST(TlsSuites, StaticRsaIsNegotiatedWhereItIsConfiguredAndTheKeyMayEncipher) {
    for (const recipe::Credentials* credentials : {&server::rsa_2048, &server::rsa_no_key_encipherment}) {
        Listener listener(*credentials);
        listener.settings.suites = "AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
        EXPECT_EQ(shake_hands(*listener.start(), with_suites("AES128-GCM-SHA256")).accepted,
                  credentials == &server::rsa_2048);
    }
}

TEST(TlsSignatures, TheServersOwnAreThoseOfItsKey) {
    EXPECT_EQ(shake_hands(*Listener().start()).signature, "SHA256 id-ecPublicKey");
    EXPECT_EQ(shake_hands(*Listener(server::rsa_2048).start()).signature, "SHA256 RSASSA-PSS");
    const Client both = with_signatures("ECDSA+SHA1:ecdsa_secp256r1_sha256");
    EXPECT_EQ(shake_hands(*Listener().start(), both).signature, "SHA256 id-ecPublicKey");
    EXPECT_EQ(shake_hands(*Listener().start(with({Flaw::signs_with_sha1})), both).signature, "SHA1 id-ecPublicKey");
}

}  // namespace

}  // namespace gauntlet::reference::test
