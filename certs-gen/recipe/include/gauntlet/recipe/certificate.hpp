// An X.509 certificate as a value: good by default, a case spells only its deviation (RFC 5280).
//
// All types are literal: a recipe is a namespace-scope constant whose issuer is the address of another one. `name`
// is unique over all certificates and keys the stream of random bytes of its key, serial number and signature, so that
// adding a recipe changes the bytes of no other one.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "gauntlet/recipe/few.hpp"

namespace gauntlet::recipe {

using Duration = std::chrono::seconds;
inline constexpr Duration day = std::chrono::hours(24);

// When good certificates and fresh CRLs are valid, relative to the run's `now`. What is expired or not yet valid is so
// all the while, so that a run can be repeated with its `now` until the good ones end.
inline constexpr Duration good_from = -1 * day;
inline constexpr Duration good_until = 3650 * day;

enum class KeyType : std::uint8_t { rsa_1024, rsa_2048, rsa_3072, ecdsa_p256, ecdsa_p384, ed25519 };

// The digest of the certificate's signature; Ed25519 has its own and ignores this.
enum class Digest : std::uint8_t { sha256, sha384, sha1 };

// RFC 5280 4.2.1.3, as the bits of the BIT STRING in the order of the standard.
enum KeyUsage : std::uint16_t {
    digital_signature = 1U << 0U,
    non_repudiation = 1U << 1U,
    key_encipherment = 1U << 2U,
    data_encipherment = 1U << 3U,
    key_agreement = 1U << 4U,
    key_cert_sign = 1U << 5U,
    crl_sign = 1U << 6U,
};

// RFC 5280 4.2.1.12.
enum class ExtendedKeyUsage : std::uint8_t { server_auth, client_auth, code_signing, email_protection, any };

enum class NameKind : std::uint8_t { dns, ip, email, uri, directory };

struct GeneralName {
    NameKind kind = NameKind::dns;
    // ip: an address in text form, address/prefix in a name constraint; directory: the organization of a
    // distinguished name that has nothing else ("Gauntlet" is O=Gauntlet).
    std::string_view value;
    constexpr bool operator==(const GeneralName&) const = default;
};

// RFC 5280 4.2.1.9. `present` false leaves the extension out; `path_length` < 0 leaves pathLenConstraint out.
struct BasicConstraints {
    bool present = true;
    bool critical = true;
    bool ca = false;
    int path_length = -1;
    constexpr bool operator==(const BasicConstraints&) const = default;
};

// RFC 5280 4.2.1.10; always critical.
struct NameConstraints {
    Few<GeneralName, 4> permitted;
    Few<GeneralName, 4> excluded;
    constexpr bool operator==(const NameConstraints&) const = default;
};

// An extension of which only its identifier and bytes matter (unknown critical ones, RFC 5280 4.2).
struct Extension {
    std::string_view oid;  // dotted
    bool critical = false;
    std::string_view der;  // the extension's value, raw bytes
    constexpr bool operator==(const Extension&) const = default;
};

struct Certificate {
    std::string_view name;                       // "client/expired"; unique, keys the random stream
    std::string_view common_name;                // subject CN; empty: no CN in the subject
    std::string_view organization = "Gauntlet";  // subject O; empty: no O in the subject
    const Certificate* impersonates = nullptr;   // not nullptr: the subject is exactly that certificate's
    const Certificate* issuer = nullptr;         // nullptr: self-signed
    KeyType key = KeyType::ecdsa_p256;
    Digest digest = Digest::sha256;
    int version = 3;                          // 1 has no extensions (RFC 5280 4.1.2.1)
    Duration not_before = good_from;          // relative to the run's `now`
    Duration not_after = good_until;          // relative to the run's `now`
    BasicConstraints basic_constraints;       //
    std::uint16_t key_usage = 0;              // 0: no keyUsage extension
    Few<ExtendedKeyUsage, 4> extended_usage;  // empty: no extendedKeyUsage extension
    Few<GeneralName, 8> alternative_names;    // empty: no subjectAltName; critical where the subject is empty
    NameConstraints name_constraints;         // both lists empty: no extension
    Few<Extension, 2> extensions;
    bool key_identifiers = true;      // subjectKeyIdentifier and, unless self-signed, authorityKeyIdentifier
    bool bad_signature = false;       // one bit of the signature value is flipped after signing
    bool algorithm_mismatch = false;  // the signed part names SHA-384 where the signature is by `digest` (4.1.1.2)

    constexpr bool operator==(const Certificate&) const = default;
};

// Good certificates; what deviates is changed on a copy.
constexpr Certificate root(std::string_view name, std::string_view common_name) {
    Certificate c;
    c.name = name;
    c.common_name = common_name;
    c.basic_constraints.ca = true;
    c.key_usage = key_cert_sign | crl_sign;
    return c;
}

constexpr Certificate intermediate(std::string_view name, std::string_view common_name, const Certificate& issuer) {
    Certificate c = root(name, common_name);
    c.issuer = &issuer;
    return c;
}

// Serves `localhost`, 127.0.0.1 and ::1.
constexpr Certificate server_leaf(std::string_view name, const Certificate& issuer) {
    Certificate c;
    c.name = name;
    c.common_name = "localhost";
    c.issuer = &issuer;
    c.key_usage = digital_signature;
    c.extended_usage = {ExtendedKeyUsage::server_auth};
    c.alternative_names = {{NameKind::dns, "localhost"}, {NameKind::ip, "127.0.0.1"}, {NameKind::ip, "::1"}};
    return c;
}

constexpr Certificate client_leaf(std::string_view name, std::string_view common_name, const Certificate& issuer) {
    Certificate c;
    c.name = name;
    c.common_name = common_name;
    c.issuer = &issuer;
    c.key_usage = digital_signature;
    c.extended_usage = {ExtendedKeyUsage::client_auth};
    return c;
}

// A copy with its deviation: but(server_leaf(…), [](Certificate& c) { c.not_after = -1 * day; }).
template <typename Recipe, typename Deviation>
constexpr Recipe but(Recipe recipe, Deviation deviation) {
    deviation(recipe);
    return recipe;
}

}  // namespace gauntlet::recipe
