// Cipher suites, groups and signature algorithms that are and are not negotiated.
#include <algorithm>

#include "alert_flaws.hpp"
#include "families.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/lint.hpp"
#include "gauntlet/wire/tables/cipher_classes.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "gauntlet/wire/tables/groups.hpp"
#include "profiles.hpp"

namespace gauntlet::scenarios {

namespace {

using core::Flaw;
using core::Level;
using core::TlsVersion;
namespace tls = wire::tls;
using Codes = std::vector<std::uint16_t>;

// What BCP 195 recommends for TLS 1.2 (RFC 9325 4.2), with ChaCha20-Poly1305 (RFC 7905) for devices without AES.
constexpr Codes configured() {
    return {0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC02B, 0xC02F};
}

constexpr core::Profile configured_ecdsa() {
    core::Profile profile = profile::one_way();
    profile.name = "suites-ecdsa";
    profile.suites = configured();
    return profile;
}

constexpr core::Profile configured_rsa() {
    core::Profile profile = profile::one_way_rsa();
    profile.name = "suites-rsa";
    profile.suites = configured();
    return profile;
}

constexpr core::Profile configured_1_3() {
    core::Profile profile = profile::one_way();
    profile.name = "suites-1-3";
    profile.suites_13 = {0x1302};  // TLS_AES_256_GCM_SHA384
    return profile;
}

constexpr bool contains(const Codes& codes, std::uint16_t code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// "tls-rsa-with-aes-128-gcm-sha256"
constexpr std::string slug(std::string_view name) {
    std::string text;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        text.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c);
    }
    return text;
}

constexpr bool by_psk_or_srp(const tls::CipherSuite& suite) {
    switch (tls::key_exchange(suite.name)) {
        case tls::KeyExchange::psk:
        case tls::KeyExchange::rsa_psk:
        case tls::KeyExchange::dhe_psk:
        case tls::KeyExchange::ecdhe_psk:
        case tls::KeyExchange::srp:
            return true;
        default:
            return false;
    }
}

// Whether the distributions' builds of OpenSSL 3 can offer it; the others need a ClientHello of our own.
constexpr bool can_be_offered(const tls::CipherSuite& suite) {
    if (suite.openssl_name.empty())
        return false;
    switch (tls::encryption(suite.name)) {
        case tls::Encryption::rc4:
        case tls::Encryption::triple_des:
        case tls::Encryption::idea:
        case tls::Encryption::seed_cbc:
        case tls::Encryption::gost_cipher:
        case tls::Encryption::gost_mgm:
            return false;
        default:
            return true;
    }
}

// A client that offers these suites alone, under one version.
constexpr core::Scenario offering(const core::Profile& profile, const Codes& suites, TlsVersion version) {
    core::Scenario s;
    s.profile = profile;
    s.stimulus.client.tls.min = version;
    s.stimulus.client.tls.max = version;
    s.stimulus.client.tls.suites = suites;
    s.stimulus.steps = core::connecting(profile);
    return s;
}

constexpr core::Pattern handshake_with(std::uint16_t suite) {
    return core::with(core::handshake_done(), "suite", {std::string(tls::find_cipher_suite(suite)->name)});
}

// No suite in common: handshake_failure, or insufficient_security (RFC 8446 6.2, RFC 5246 7.2.2).
constexpr core::Rule no_common_suite() {
    return core::expect_alert("connack", {40, 71});
}

// --- Every suite alone, against a listener with a configured list.

constexpr core::Scenario alone(const tls::CipherSuite& suite) {
    const bool tls_1_3 = tls::is_tls13(suite.name);
    const bool ecdsa = tls::authentication(suite.name) == tls::Authentication::ecdsa;
    core::Profile profile = configured_rsa();
    if (tls_1_3)
        profile = configured_1_3();
    else if (ecdsa)
        profile = configured_ecdsa();
    core::Scenario s = offering(profile, {suite.code}, tls_1_3 ? TlsVersion::tls_1_3 : TlsVersion::tls_1_2);
    const Codes& list = tls_1_3 ? profile.suites_13 : profile.suites;
    const bool listed = contains(list, suite.code);
    s.check = listed ? "cipher/configured-suite" : "cipher/suite-not-configured";
    s.variant = slug(suite.name);
    s.level = Level::policy;
    s.catalogue = {"cs.enumerate"};
    s.clauses = {"RFC 9325 4.2"};
    if (listed) {
        s.title = "A suite of the configured list, offered alone, is negotiated";
        s.why = "A list that shuts out what it names breaks exactly the devices that it was written for.";
        s.mend = "Hand the configured names to the library as they are, and report those that it does not know.";
        s.expectation.rules = {core::expect("handshake", handshake_with(suite.code)),
                               core::expect("connack", core::accepted())};
        s.flaws = {{tls_1_3 ? Flaw::hands_the_old_list_to_tls_1_3 : Flaw::drops_the_configured_suites, "handshake",
                    core::alert({40})}};
    } else {
        s.title = "A suite outside of the configured list, offered alone, is refused";
        s.why = "A list that lets through what it does not name gives the operator a false answer in every audit.";
        s.mend = "Hand the list to the library for every listener; TLS 1.3 suites have a setting of their own.";
        s.expectation.rules = {no_common_suite()};
        s.flaws = {{tls_1_3 ? Flaw::ignores_the_suites_of_tls_1_3 : Flaw::ignores_the_configured_suites, "connack",
                    core::accepted()}};
        // No key of ours is DSS: the suite cannot be served in earnest, only be answered.
        if (tls::authentication(suite.name) == tls::Authentication::dss)
            s.flaws = {{Flaw::negotiates_a_suite_that_was_not_offered, "connack", {.kind = core::Kind::packet}}};
    }
    return s;
}

constexpr void every_suite(std::vector<core::Scenario>& table) {
    for (const tls::CipherSuite& suite : tls::cipher_suites)
        if (can_be_offered(suite) && !by_psk_or_srp(suite))
            table.push_back(alone(suite));
}

// --- Classes, against a listener with its own defaults.

template <typename Predicate>
constexpr Codes suites_where(Predicate predicate) {
    Codes codes;
    for (const tls::CipherSuite& suite : tls::cipher_suites)
        if (can_be_offered(suite) && !tls::is_tls13(suite.name) && predicate(suite))
            codes.push_back(suite.code);
    return codes;
}

constexpr bool is_null(const tls::CipherSuite& suite) {
    return tls::encryption(suite.name) == tls::Encryption::null;
}
constexpr bool is_anonymous(const tls::CipherSuite& suite) {
    return tls::authentication(suite.name) == tls::Authentication::anon;
}
constexpr bool is_cbc(const tls::CipherSuite& suite) {
    return !tls::is_aead(suite.name) && !is_null(suite);
}

constexpr void classes(std::vector<core::Scenario>& table) {
    const auto refused = [&](std::string_view check, std::string_view title, std::string_view why, const Codes& suites,
                             Level level, const std::vector<std::string>& clauses, std::string_view row, Flaw flaw) {
        core::Scenario s = offering(profile::one_way_rsa(), suites, TlsVersion::tls_1_2);
        s.check = check;
        s.title = title;
        s.why = why;
        s.mend = "Leave the class out of the default list, or exclude it in the configuration.";
        s.level = level;
        s.clauses = clauses;
        s.catalogue = {std::string(row)};
        s.expectation.rules = {no_common_suite()};
        s.flaws = {{flaw, "connack", core::accepted()}};
        table.push_back(s);
    };
    refused("cipher/default-null", "Out of the box, suites without encryption are refused",
            "Everything would be readable on the wire under the name of TLS.",
            suites_where([](const auto& s) { return is_null(s) && !by_psk_or_srp(s); }), Level::must, {"RFC 9325 4.1"},
            "cs.null-anon-export-rc4-des", Flaw::negotiates_null_encryption);
    refused("cipher/default-anonymous", "Out of the box, suites without authentication are refused",
            "Anyone in between could take the broker's place.",
            suites_where([](const auto& s) { return is_anonymous(s) && !is_null(s); }), Level::must, {"RFC 5246 A.5"},
            "cs.null-anon-export-rc4-des", Flaw::negotiates_anonymous_suites);
    refused("cipher/default-psk-and-srp", "Out of the box, suites with pre-shared keys and with SRP are refused",
            "No key and no verifier was configured: a broker that goes on takes anything for one.",
            suites_where([](const auto& s) { return by_psk_or_srp(s) && !is_null(s); }), Level::must,
            {"RFC 4279 2", "RFC 8446 4.1.1"}, "cs.none-shared", Flaw::accepts_any_pre_shared_key);
    refused(
        "cipher/default-static-rsa", "Out of the box, the RSA key exchange is refused",
        "It has no forward secrecy: who gets the key later reads everything recorded before, and its padding is an "
        "oracle that keeps coming back (ROBOT).",
        suites_where([](const auto& s) { return tls::key_exchange(s.name) == tls::KeyExchange::rsa && !is_null(s); }),
        Level::should, {"RFC 9325 4.1"}, "cs.3des-sweet32", Flaw::negotiates_static_rsa);

    core::Scenario cbc = offering(profile::one_way_rsa(), suites_where([](const auto& s) {
                                      return is_cbc(s) && tls::key_exchange(s.name) == tls::KeyExchange::ecdhe;
                                  }),
                                  TlsVersion::tls_1_2);
    cbc.check = "cipher/default-cbc";
    cbc.title = "What becomes of a client that knows ECDHE with CBC alone, out of the box";
    cbc.why = "Old devices know nothing else; every CBC implementation is a padding oracle waiting to be found.";
    cbc.mend = "Exclude CBC where no device needs it.";
    cbc.level = Level::observe;
    cbc.catalogue = {"cs.3des-sweet32"};
    cbc.expectation.rules = {core::expect("connack", {core::accepted(), core::alert()})};
    table.push_back(cbc);
}

// --- What must be there, and what must not be shared.

constexpr void mandatory(std::vector<core::Scenario>& table) {
    const auto served = [&](std::string_view check, std::string_view variant, std::string_view title,
                            const core::Profile& profile, const Codes& suites, TlsVersion version,
                            std::string_view clause, Level level, Flaw flaw) {
        core::Scenario s = offering(profile, suites, version);
        s.check = check;
        s.variant = variant;
        s.title = title;
        s.why = "Devices with one suite rely on the one that the standards tell everybody to have.";
        s.mend = "Do not remove it from the default list.";
        s.level = level;
        s.clauses = {std::string(clause)};
        s.catalogue = {"cs.enumerate"};
        s.expectation.rules = {core::expect("handshake", handshake_with(suites.front())),
                               core::expect("connack", core::accepted())};
        s.flaws = {{flaw, "handshake", core::alert({40})}};
        table.push_back(s);
    };
    served("cipher/default-mandatory-tls-1-3", "", "Out of the box, TLS_AES_128_GCM_SHA256 is negotiated in TLS 1.3",
           profile::one_way(), {0x1301}, TlsVersion::tls_1_3, "RFC 8446 9.1", Level::must,
           Flaw::lacks_the_mandatory_suite);
    served("cipher/default-recommended-tls-1-2", "ecdsa",
           "Out of the box, the recommended suites of TLS 1.2 are negotiated", profile::one_way(), {0xC02B},
           TlsVersion::tls_1_2, "RFC 9325 4.2", Level::should, Flaw::lacks_the_recommended_suites);
    served("cipher/default-recommended-tls-1-2", "rsa",
           "Out of the box, the recommended suites of TLS 1.2 are negotiated", profile::one_way_rsa(), {0xC02F},
           TlsVersion::tls_1_2, "RFC 9325 4.2", Level::should, Flaw::lacks_the_recommended_suites);

    // A listener with an ECDSA certificate has nothing to say to a client that knows RSA alone, and the reverse.
    const auto none_shared = [&](std::string_view variant, const core::Profile& profile, const Codes& suites) {
        core::Scenario s = offering(profile, suites, TlsVersion::tls_1_2);
        s.check = "cipher/none-shared";
        s.variant = variant;
        s.title = "A client whose suites do not fit the certificate's key is refused with handshake_failure";
        s.why = "A clear alert tells the operator which certificate the device would need.";
        s.mend = "Leave the choice to the library, and let its alert through.";
        s.clauses = {"RFC 5246 7.4.1.3", "RFC 5246 7.2.2"};
        s.catalogue = {"cs.none-shared"};
        s.expectation.rules = {no_common_suite()};
        s.flaws = {
            {Flaw::negotiates_a_suite_that_was_not_offered, "connack", core::Pattern{.kind = core::Kind::packet}}};
        table.push_back(s);
    };
    none_shared("rsa-suites-ecdsa-key", profile::one_way(), {0xC02F, 0xC030, 0x009C});
    none_shared("ecdsa-suites-rsa-key", profile::one_way_rsa(), {0xC02B, 0xC02C, 0xCCA9});
}

// --- Order of preference.

constexpr void order(std::vector<core::Scenario>& table) {
    const auto preferred = [&](std::string_view variant, const core::Profile& profile, const Codes& offer,
                               std::uint16_t first) {
        core::Scenario s = offering(profile, offer, TlsVersion::tls_1_2);
        s.check = "cipher/order";
        s.variant = variant;
        s.title =
            "Of several common suites the first of the configured list is negotiated, whatever the client prefers";
        s.why = "The operator's order is a decision about strength that an old client must not be able to turn around.";
        s.mend = "Switch the server's preference on (OpenSSL: SSL_OP_CIPHER_SERVER_PREFERENCE).";
        s.level = Level::should;
        s.clauses = {"RFC 9325 4.2.1"};
        s.catalogue = {"cs.server-order"};
        s.expectation.rules = {core::expect("handshake", handshake_with(first)),
                               core::expect("connack", core::accepted())};
        s.flaws = {{Flaw::follows_the_clients_order, "handshake", handshake_with(offer.front())},
                   {Flaw::drops_the_configured_suites, "handshake", core::alert({40})}};
        table.push_back(s);
    };
    preferred("ecdsa", configured_ecdsa(), {0xC02B, 0xCCA9, 0xC02C}, 0xC02C);
    preferred("rsa", configured_rsa(), {0xC02F, 0xCCA8, 0xC030}, 0xC030);
}

// --- Groups.

constexpr core::Scenario with_group(const tls::Group& group, TlsVersion version) {
    core::Scenario s;
    s.profile = profile::one_way();
    s.variant = slug(group.name);
    s.stimulus.client.tls.min = version;
    s.stimulus.client.tls.max = version;
    s.stimulus.client.tls.groups = {group.code};
    s.stimulus.steps = core::connecting(s.profile);
    return s;
}

constexpr void groups(std::vector<core::Scenario>& table) {
    for (const tls::Group& group : tls::groups) {
        if (group.openssl_name.empty())
            continue;
        if (group.code == 0x0017 || group.code == 0x001D) {
            core::Scenario s = with_group(group, TlsVersion::tls_1_3);
            s.check = group.code == 0x0017 ? "cipher/group-mandatory" : "cipher/group-x25519";
            s.variant = "";
            s.title = group.code == 0x0017 ? "A client that knows the group secp256r1 alone is served"
                                           : "A client that knows the group x25519 alone is served";
            s.why = "Small TLS libraries are built with one group.";
            s.mend = "Leave the group in the default list.";
            s.level = group.code == 0x0017 ? Level::must : Level::should;
            s.clauses = {"RFC 8446 9.1"};
            s.catalogue = {"grp.enumerate"};
            s.expectation.rules = {
                core::expect("handshake", core::with(core::handshake_done(), "group", {std::string(group.name)})),
                core::expect("connack", core::accepted())};
            s.flaws = {{group.code == 0x0017 ? Flaw::lacks_secp256r1 : Flaw::lacks_x25519, "handshake", core::alert()}};
            table.push_back(s);
        } else if (group.tls13) {
            core::Scenario s = with_group(group, TlsVersion::tls_1_3);
            s.check = "cipher/group";
            s.title = "Whether a client that knows this group alone is served, out of the box";
            s.why = "The list tells which devices will work, and how far the library's age shows.";
            s.mend = "Set the groups that are wanted.";
            s.level = Level::observe;
            s.catalogue = {"grp.enumerate"};
            s.expectation.rules = {core::expect("connack", {core::accepted(), core::alert()})};
            table.push_back(s);
        } else if (group.security_bits < 112) {
            // Under TLS 1.2 the groups bind an ECDSA key as well (RFC 8422 5.1): with RSA they decide alone.
            core::Scenario s = with_group(group, TlsVersion::tls_1_2);
            s.profile = profile::one_way_rsa();
            s.stimulus.client.tls.suites = {0xC02F, 0xC030};  // TLS_ECDHE_RSA_WITH_AES_…_GCM_…
            s.stimulus.steps = core::connecting(s.profile);
            s.check = "cipher/weak-group";
            s.title = "A client that knows a group below 112 bits alone is refused";
            s.why = "Its key exchange can be broken with means that exist.";
            s.mend = "Leave groups below 112 bits out of the default list.";
            s.level = Level::policy;
            s.clauses = {"RFC 9325 4.5"};
            s.catalogue = {"grp.enumerate"};
            s.expectation.rules = {no_common_suite()};
            s.flaws = {{Flaw::accepts_weak_groups, "connack", core::accepted()}};
            table.push_back(s);
        }
    }
}

// --- Signature algorithms.

constexpr void signatures(std::vector<core::Scenario>& table) {
    const auto knows = [&](std::string_view check, std::string_view variant, std::string_view title,
                           std::string_view why, const core::Profile& profile, const Codes& algorithms,
                           TlsVersion version, std::string_view clause, std::string_view row, Flaw flaw) {
        core::Scenario s;
        s.check = check;
        s.variant = variant;
        s.title = title;
        s.why = why;
        s.mend = "Leave signatures to the library, and its security level at 112 bits or more.";
        s.clauses = {std::string(clause)};
        s.catalogue = {std::string(row)};
        s.profile = profile;
        s.stimulus.client.tls.min = version;
        s.stimulus.client.tls.max = version;
        s.stimulus.client.tls.signature_algorithms = algorithms;
        s.stimulus.steps = core::connecting(profile);
        s.expectation.rules = {no_common_suite()};
        s.flaws = {{flaw, "connack", core::accepted()}};
        table.push_back(s);
    };
    constexpr std::string_view clear = "A clear alert tells the operator which certificate the device would need.";
    // Our client cannot go on with such a signature.
    core::Pattern unacceptable;
    unacceptable.layer = core::Layer::tcp;
    unacceptable.kind = core::Kind::packet;
    knows("cipher/signature-none-shared", "tls-1-3",
          "A client that can verify none of the broker's signatures is refused with handshake_failure", clear,
          profile::one_way(), {0x0808}, TlsVersion::tls_1_3, "RFC 8446 4.4.3", "sig.none-shared",
          Flaw::signs_with_an_algorithm_that_was_not_offered);
    table.back().flaws[0].observation = unacceptable;
    knows("cipher/signature-none-shared", "tls-1-2",
          "A client that can verify none of the broker's signatures is refused with handshake_failure", clear,
          profile::one_way(), {0x0808}, TlsVersion::tls_1_2, "RFC 5246 7.4.2", "sig.none-shared",
          Flaw::signs_with_an_algorithm_that_was_not_offered);
    table.back().flaws[0].observation = unacceptable;
    constexpr std::string_view forged = "SHA-1 signatures of a handshake can be forged in time (SLOTH).";
    knows("cipher/signature-sha1-only", "ecdsa", "A client that offers SHA-1 signatures alone is refused", forged,
          profile::one_way(), {0x0203}, TlsVersion::tls_1_2, "RFC 9155 3", "sig.sha1-only", Flaw::signs_with_sha1);
    knows("cipher/signature-sha1-only", "rsa", "A client that offers SHA-1 signatures alone is refused", forged,
          profile::one_way_rsa(), {0x0201}, TlsVersion::tls_1_2, "RFC 9155 3", "sig.sha1-only", Flaw::signs_with_sha1);

    const auto signs = [&](std::string_view variant, const core::Profile& profile, TlsVersion version,
                           const std::vector<std::string>& schemes) {
        core::Scenario s;
        s.check = "cipher/signature-of-the-broker";
        s.variant = variant;
        s.title = "The broker's own signature verifies, and uses a scheme that the version allows";
        s.why = "TLS 1.3 allows RSA in the PSS form alone, and no version should see SHA-1.";
        s.mend = "Leave signatures to the library.";
        s.clauses = {"RFC 8446 4.4.3", "RFC 5246 7.4.3"};
        s.catalogue = {"sig.server-cv-valid"};
        s.profile = profile;
        // SHA-1 is offered beside the good ones. OpenSSL does so only where TLS 1.2 is offered too.
        const bool tls_1_3 = version == TlsVersion::tls_1_3;
        s.stimulus.client.tls.min = TlsVersion::tls_1_2;
        s.stimulus.client.tls.max = version;
        s.stimulus.client.tls.signature_algorithms = {0x0403, 0x0804, 0x0805, 0x0806, 0x0401,
                                                      0x0501, 0x0601, 0x0203, 0x0201};
        s.stimulus.steps = core::connecting(profile);
        s.expectation.rules = {core::expect("handshake", core::with(core::handshake_done(), "signature", schemes)),
                               core::expect("connack", core::accepted())};
        s.flaws = {{Flaw::signs_with_sha1, "handshake",
                    core::with(core::handshake_done(), "signature", {"rsa_pkcs1_sha1", "ecdsa_sha1"})}};
        if (tls_1_3)  // our own library refuses it (RFC 8446 4.4.3)
            s.flaws[0].observation = core::Pattern{.kind = core::Kind::packet};
        table.push_back(s);
    };
    signs("ecdsa-tls-1-2", profile::one_way(), TlsVersion::tls_1_2, {"ecdsa_secp256r1_sha256"});
    signs("ecdsa-tls-1-3", profile::one_way(), TlsVersion::tls_1_3, {"ecdsa_secp256r1_sha256"});
    signs("rsa-tls-1-2", profile::one_way_rsa(), TlsVersion::tls_1_2,
          {"rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512", "rsa_pkcs1_sha256", "rsa_pkcs1_sha384",
           "rsa_pkcs1_sha512"});
    signs("rsa-tls-1-3", profile::one_way_rsa(), TlsVersion::tls_1_3,
          {"rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"});
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(256);
    every_suite(rows);
    classes(rows);
    mandatory(rows);
    order(rows);
    groups(rows);
    signatures(rows);
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> cipher() {
    return table();
}

}  // namespace gauntlet::scenarios
