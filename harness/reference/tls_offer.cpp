#include "tls_offer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "gauntlet/wire/tables/groups.hpp"
#include "tls.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;
using core::TlsVersion;

// RFC 9325 4.2, with ChaCha20-Poly1305 (RFC 7905) for devices without AES.
constexpr std::string_view recommended_suites =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
// TLS 1.0 and 1.1 know no AEAD.
constexpr std::string_view old_suites =
    "ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA";
constexpr std::string_view static_rsa_suites = "AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-SHA:AES128-SHA";
constexpr std::string_view suites_13 = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr std::string_view every_suite_13 =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:"
    "TLS_AES_128_CCM_8_SHA256";
// No key is ever set for it: a list that cannot be empty, and from which nothing can be negotiated.
constexpr std::string_view no_usable_suite = "PSK-AES128-GCM-SHA256";

constexpr std::string_view ecdsa_signatures =
    "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:ed25519:ed448";
// RFC 9155 3: no SHA-1.
constexpr std::string_view rsa_signatures =
    "rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:"
    "rsa_pss_rsae_sha512:rsa_pkcs1_sha256:rsa_pkcs1_sha384:rsa_pkcs1_sha512";

constexpr int weakest_secure_bits = 112;  // RFC 9325 4.5

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(':'), list.size());
        parts.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
}

void append(std::string& list, std::string_view more) {
    if (!list.empty() && !more.empty())
        list += ':';
    list += more;
}

template <typename Predicate>
std::string filtered(std::string_view list, Predicate keep) {
    std::string kept;
    for (const std::string& part : split(list))
        if (keep(part))
            append(kept, part);
    return kept;
}

bool speaks_old_versions(const TlsState& state) {
    const std::optional<TlsVersion>& minimum = state.settings.min_version;
    if (minimum && state.has(Flaw::ignores_the_minimum_version))
        return true;
    if (!minimum)
        return state.has(Flaw::allows_old_versions_by_default);
    return *minimum < TlsVersion::tls_1_2;
}

// RFC 5246 7.4.2: the key of an RSA key exchange must be allowed to encipher.
bool may_encipher(const TlsState& state) {
    return (X509_get_key_usage(state.chain.front().get()) & KU_KEY_ENCIPHERMENT) != 0;
}

std::string default_suites(const TlsState& state) {
    std::string list;
    if (state.has(Flaw::negotiates_null_encryption))
        append(list, "eNULL");
    append(list, state.has(Flaw::lacks_the_recommended_suites)
                     ? filtered(recommended_suites,
                                [](const std::string& suite) { return suite.find("-GCM-") == std::string::npos; })
                     : std::string(recommended_suites));
    if (speaks_old_versions(state))
        append(list, old_suites);
    if (state.has(Flaw::negotiates_static_rsa))
        append(list, static_rsa_suites);
    if (state.has(Flaw::ignores_key_usage_in_key_exchange) && !may_encipher(state))
        append(list, static_rsa_suites);
    if (state.has(Flaw::negotiates_anonymous_suites))
        append(list, "aNULL+AES");
    if (state.has(Flaw::accepts_any_pre_shared_key))
        append(list, "kECDHEPSK:kPSK");
    return list;
}

std::string configured_suites(const TlsState& state) {
    const std::string& configured = state.settings.suites;
    if (state.has(Flaw::ignores_the_configured_suites))
        return "ALL:COMPLEMENTOFALL";
    if (!state.has(Flaw::drops_the_configured_suites))
        return configured;
    const std::vector<std::string> excluded = split(configured);
    const std::string rest = filtered(recommended_suites, [&](const std::string& suite) {
        return std::find(excluded.begin(), excluded.end(), suite) == excluded.end();
    });
    return rest.empty() ? std::string(no_usable_suite) : rest;
}

// OpenSSL drops names that it does not know in silence.
void check_names(const std::string& list, const char* setting) {
    const ContextHandle scratch(SSL_CTX_new(TLS_server_method()));
    for (const std::string& name : split(list)) {
        const bool rule = std::strchr("!-+@", name.empty() ? '\0' : name[0]) != nullptr;
        if (!rule && SSL_CTX_set_cipher_list(scratch.get(), name.c_str()) != 1)
            throw TlsFault(fmt::format("{}: OpenSSL has no suite '{}'; `openssl ciphers` lists them", setting, name));
    }
    ERR_clear_error();
}

void set_suites(SSL_CTX* context, const TlsState& state) {
    check_names(state.settings.suites, "suites");
    if (SSL_CTX_set_cipher_list(context, suites_of(state).c_str()) != 1)
        throw TlsFault(fmt::format("suites: none of '{}' can be used with this certificate: {}", suites_of(state),
                                   take_openssl_error()));
    if (!state.has(Flaw::follows_the_clients_order))
        SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_dh_auto(context, 1);
}

std::string suites_13_of(const TlsState& state) {
    const std::string& configured = state.settings.suites_13;
    if (!configured.empty()) {
        if (state.has(Flaw::ignores_the_suites_of_tls_1_3))
            return std::string(every_suite_13);
        return state.has(Flaw::hands_the_old_list_to_tls_1_3) ? state.settings.suites : configured;
    }
    if (state.has(Flaw::lacks_the_mandatory_suite))
        return filtered(suites_13, [](const std::string& suite) { return suite != "TLS_AES_128_GCM_SHA256"; });
    return std::string(suites_13);
}

void set_suites_13(SSL_CTX* context, const TlsState& state) {
    const std::string list = suites_13_of(state);
    if (SSL_CTX_set_ciphersuites(context, list.c_str()) != 1)
        throw TlsFault(fmt::format("suites_13: OpenSSL cannot use '{}': {}; `openssl ciphers -s -tls1_3` lists them",
                                   list, take_openssl_error()));
}

std::string groups_of(const TlsState& state) {
    if (!state.settings.groups.empty())
        return state.settings.groups;
    std::string list;
    if (!state.has(Flaw::lacks_x25519))
        append(list, "X25519");
    if (!state.has(Flaw::lacks_secp256r1))
        append(list, "P-256");
    append(list, "P-384");
    if (state.has(Flaw::accepts_weak_groups))
        for (const wire::tls::Group& group : wire::tls::groups)
            if (!group.openssl_name.empty() && group.tls12 && group.security_bits < weakest_secure_bits)
                append(list, group.openssl_name);
    return list;
}

void set_groups(SSL_CTX* context, const TlsState& state) {
    const std::string list = groups_of(state);
    if (SSL_CTX_set1_groups_list(context, list.c_str()) != 1)
        throw TlsFault(fmt::format("groups: OpenSSL cannot use '{}': {}", list, take_openssl_error()));
}

void set_signature_algorithms(SSL_CTX* context, const TlsState& state) {
    std::string own;
    if (state.has(Flaw::signs_with_sha1))
        append(own, "ECDSA+SHA1:RSA+SHA1");
    append(own, ecdsa_signatures);
    append(own, rsa_signatures);
    std::string clients(ecdsa_signatures);
    append(clients, rsa_signatures);
    if (SSL_CTX_set1_sigalgs_list(context, own.c_str()) != 1 ||
        SSL_CTX_set1_client_sigalgs_list(context, clients.c_str()) != 1)
        throw TlsFault("OpenSSL cannot set the signature algorithms: " + take_openssl_error());
}

TlsVersion default_minimum(const TlsState& state) {
    if (state.has(Flaw::allows_old_versions_by_default))
        return TlsVersion::tls_1_0;
    return state.has(Flaw::speaks_tls_1_3_alone) ? TlsVersion::tls_1_3 : TlsVersion::tls_1_2;
}

TlsVersion minimum_of(const TlsState& state) {
    if (!state.settings.min_version)
        return default_minimum(state);
    return state.has(Flaw::ignores_the_minimum_version) ? TlsVersion::tls_1_0 : *state.settings.min_version;
}

TlsVersion maximum_of(const TlsState& state) {
    if (state.settings.max_version)
        return *state.settings.max_version;
    if (state.settings.min_version && state.has(Flaw::speaks_its_minimum_version_alone))
        return *state.settings.min_version;
    if (!state.settings.min_version && state.has(Flaw::speaks_tls_1_2_alone))
        return TlsVersion::tls_1_2;
    return TlsVersion::tls_1_3;
}

void set_versions(SSL_CTX* context, const TlsState& state) {
    const TlsVersion minimum = minimum_of(state);
    const TlsVersion maximum = maximum_of(state);
    if (minimum > maximum)
        throw TlsFault(fmt::format("min_version: {} is above max_version {}; lower it", core::to_string(minimum),
                                   core::to_string(maximum)));
    if (SSL_CTX_set_min_proto_version(context, static_cast<int>(minimum)) != 1 ||
        SSL_CTX_set_max_proto_version(context, static_cast<int>(maximum)) != 1)
        throw TlsFault("OpenSSL cannot set the versions: " + take_openssl_error());
}

// A PSK of zeros for whatever identity.
unsigned any_pre_shared_key(SSL*, const char*, unsigned char* key, unsigned size) {
    constexpr unsigned key_size = 32;
    if (size < key_size)
        return 0;
    std::memset(key, 0, key_size);
    return key_size;
}

}  // namespace

std::string suites_of(const TlsState& state) {
    if (!state.settings.suites.empty() && state.has(Flaw::ignores_the_configured_suites))
        return configured_suites(state);
    std::string list = state.settings.suites.empty() ? default_suites(state) : configured_suites(state);
    if (!may_encipher(state) && !state.has(Flaw::ignores_key_usage_in_key_exchange))
        append(list, "!kRSA");
    return list;
}

int security_level(const TlsState& state) {
    constexpr Flaw lowering[] = {Flaw::ignores_the_minimum_version,
                                 Flaw::allows_old_versions_by_default,
                                 Flaw::ignores_the_configured_suites,
                                 Flaw::negotiates_null_encryption,
                                 Flaw::negotiates_anonymous_suites,
                                 Flaw::accepts_weak_groups,
                                 Flaw::signs_with_sha1,
                                 Flaw::serves_short_rsa_keys,
                                 Flaw::serves_sha1_signatures,
                                 Flaw::accepts_short_rsa_keys,
                                 Flaw::accepts_sha1_signatures};
    const bool lowered = std::any_of(std::begin(lowering), std::end(lowering), [&](Flaw f) { return state.has(f); });
    return state.settings.legacy || lowered ? 0 : 2;
}

void set_offer(SSL_CTX* context, const TlsState& state) {
    SSL_CTX_set_security_level(context, security_level(state));
    set_versions(context, state);
    set_suites(context, state);
    set_suites_13(context, state);
    set_groups(context, state);
    set_signature_algorithms(context, state);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    if (state.has(Flaw::accepts_any_pre_shared_key))
        SSL_CTX_set_psk_server_callback(context, any_pre_shared_key);
}

}  // namespace gauntlet::reference
