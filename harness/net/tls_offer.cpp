// SRP has been deprecated since OpenSSL 3.0, and is offered all the same when a scenario asks for its suites.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "tls_offer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "gauntlet/wire/tables/cipher_classes.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "gauntlet/wire/tables/groups.hpp"
#include "gauntlet/wire/tables/signature_schemes.hpp"

namespace gauntlet::net {

namespace tls = wire::tls;
using core::TlsVersion;

namespace {

// What OpenSSL 3.0 offers by default at security level 2; at level 0, which we need for weak credentials, it would add
// SHA-1.
constexpr const char* default_signature_algorithms =
    "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:ed25519:ed448:rsa_pss_pss_sha256:"
    "rsa_pss_pss_sha384:rsa_pss_pss_sha512:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:"
    "RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224:DSA+SHA224:DSA+SHA256:DSA+SHA384:DSA+SHA512";

// What we sign with ourselves, whatever we offer the broker to sign with.
constexpr const char* own_signature_algorithms =
    "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:ed25519:ed448:rsa_pss_pss_sha256:"
    "rsa_pss_pss_sha384:rsa_pss_pss_sha512:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:"
    "RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224:ECDSA+SHA1:RSA+SHA1";

constexpr bool is_suite_13(std::uint16_t code) {
    const std::optional<tls::CipherSuite> suite = tls::find_cipher_suite(code);
    return suite && tls::is_tls13(suite->name);
}

template <typename Row>
std::string described(std::uint16_t code, const std::optional<Row>& row) {
    return !row ? fmt::format("0x{:04x}", code) : fmt::format("0x{:04x} {}", code, row->name);
}

std::string cannot_offer(const char* what, const std::string& which) {
    return fmt::format("our TLS library cannot offer the {} {}", what, which);
}

// OpenSSL's names of the code points, joined with colons; the fault of the first that it does not know.
template <typename Find>
std::string join_names(const std::vector<std::uint16_t>& codes, const char* what, Find find, std::string& names) {
    for (const std::uint16_t code : codes) {
        const auto row = find(code);
        if (!row || row->openssl_name.empty())
            return cannot_offer(what, described(code, row));
        names += (names.empty() ? "" : ":") + std::string(row->openssl_name);
    }
    return {};
}

std::string set_versions(SSL_CTX* context, const core::TlsOffer& offer) {
    TlsVersion max = offer.max.value_or(TlsVersion::tls_1_3);
    TlsVersion min = offer.min.value_or(std::min(max, TlsVersion::tls_1_2));
    // A list of suites without a suite for a version does not offer that version, unless it is asked for by name.
    if (!offer.suites.empty() && !offer.max && std::ranges::none_of(offer.suites, is_suite_13))
        max = TlsVersion::tls_1_2;
    if (!offer.suites.empty() && !offer.min && std::ranges::all_of(offer.suites, is_suite_13))
        min = TlsVersion::tls_1_3;
    if (SSL_CTX_set_min_proto_version(context, static_cast<int>(min)) != 1 ||
        SSL_CTX_set_max_proto_version(context, static_cast<int>(max)) != 1)
        return fmt::format("our TLS library does not speak {} to {}", core::to_string(min), core::to_string(max));
    return {};
}

unsigned psk(SSL*, const char*, char* identity, unsigned identity_size, unsigned char* key, unsigned key_size) {
    constexpr std::string_view name = "gauntlet";
    constexpr unsigned size = 32;
    if (identity_size <= name.size() || key_size < size)
        return 0;
    std::memcpy(identity, name.data(), name.size() + 1);
    std::memset(key, 0, size);  // what a broker that takes anything for a key would have
    return size;
}

// OpenSSL leaves out suites with a pre-shared key or a password unless it could use one.
void allow_shared_secrets(SSL_CTX* context, const std::vector<std::uint16_t>& suites) {
    for (const std::uint16_t code : suites) {
        const tls::KeyExchange exchange = tls::key_exchange(tls::find_cipher_suite(code)->name);
        if (exchange == tls::KeyExchange::srp) {
            SSL_CTX_set_srp_username(context, const_cast<char*>("gauntlet"));
            SSL_CTX_set_srp_password(context, const_cast<char*>("gauntlet"));
        }
        if (exchange == tls::KeyExchange::psk || exchange == tls::KeyExchange::rsa_psk ||
            exchange == tls::KeyExchange::dhe_psk || exchange == tls::KeyExchange::ecdhe_psk)
            SSL_CTX_set_psk_client_callback(context, psk);
    }
}

// Both lists are silent about what they leave out, so what a connection would really send is compared.
std::string missing_suite(SSL_CTX* context, const std::vector<std::uint16_t>& suites) {
    const SslHandle ssl(SSL_new(context));
    STACK_OF(SSL_CIPHER)* offered = SSL_get1_supported_ciphers(ssl.get());
    std::string missing;
    for (const std::uint16_t code : suites) {
        bool found = false;
        for (int i = 0; i < sk_SSL_CIPHER_num(offered); ++i)
            found = found || SSL_CIPHER_get_protocol_id(sk_SSL_CIPHER_value(offered, i)) == code;
        if (!found && missing.empty())
            missing = cannot_offer("suite", described(code, tls::find_cipher_suite(code))) + " in these versions";
    }
    sk_SSL_CIPHER_free(offered);
    ERR_clear_error();
    return missing;
}

std::string set_suites(SSL_CTX* context, const std::vector<std::uint16_t>& suites) {
    std::vector<std::uint16_t> older;
    std::vector<std::uint16_t> newer;
    for (const std::uint16_t code : suites)
        (is_suite_13(code) ? newer : older).push_back(code);
    const auto find = [](std::uint16_t code) { return tls::find_cipher_suite(code); };
    std::string names;
    std::string names_13;
    if (std::string fault = join_names(older, "suite", find, names); !fault.empty())
        return fault;
    if (std::string fault = join_names(newer, "suite", find, names_13); !fault.empty())
        return fault;
    // An empty list is set, and then reported as an error: what counts is looked at below.
    SSL_CTX_set_cipher_list(context, names.empty() ? "-ALL" : names.c_str());
    SSL_CTX_set_ciphersuites(context, names_13.c_str());
    ERR_clear_error();
    allow_shared_secrets(context, older);
    return missing_suite(context, suites);
}

std::string set_groups(SSL_CTX* context, const std::vector<std::uint16_t>& groups) {
    std::string names;
    const auto find = [](std::uint16_t code) { return tls::find_group(code); };
    if (std::string fault = join_names(groups, "group", find, names); !fault.empty())
        return fault;
    if (SSL_CTX_set1_groups_list(context, names.c_str()) != 1)
        return cannot_offer("groups", names);
    return {};
}

std::string set_signature_algorithms(SSL_CTX* context, const std::vector<std::uint16_t>& schemes) {
    std::string names;
    const auto find = [](std::uint16_t code) { return tls::find_signature_scheme(code); };
    if (std::string fault = join_names(schemes, "signature scheme", find, names); !fault.empty())
        return fault;
    if (SSL_CTX_set1_sigalgs_list(context, names.empty() ? default_signature_algorithms : names.c_str()) != 1)
        return cannot_offer("signature schemes", names);
    if (SSL_CTX_set1_client_sigalgs_list(context, own_signature_algorithms) != 1)
        return cannot_offer("signature schemes", own_signature_algorithms);
    return {};
}

}  // namespace

std::string set_offer(SSL_CTX* context, const core::TlsOffer& offer) {
    std::string fault = set_versions(context, offer);
    if (fault.empty())
        fault = set_signature_algorithms(context, offer.signature_algorithms);
    if (fault.empty() && !offer.groups.empty())
        fault = set_groups(context, offer.groups);
    if (fault.empty() && !offer.suites.empty())
        fault = set_suites(context, offer.suites);
    ERR_clear_error();
    return fault;
}

std::string alpn_list(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        if (name.empty() || name.size() > 255)
            return {};
        list += static_cast<char>(name.size());
        list += name;
    }
    return list;
}

}  // namespace gauntlet::net
