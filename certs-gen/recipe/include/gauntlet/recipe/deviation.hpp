// What can be wrong with a certificate, each spelled once: but(server_leaf(…), deviation::expired).
#pragma once

#include "gauntlet/recipe/certificate.hpp"

namespace gauntlet::recipe::deviation {

inline constexpr auto expired = [](Certificate& c) {
    c.not_before = -30 * day;
    c.not_after = -1 * day;
};
inline constexpr auto not_yet_valid = [](Certificate& c) {
    c.not_before = good_until + day;
    c.not_after = 2 * good_until;
};

inline constexpr auto no_extended_usage = [](Certificate& c) { c.extended_usage = {}; };
inline constexpr auto any_extended_usage = [](Certificate& c) { c.extended_usage = {ExtendedKeyUsage::any}; };
inline constexpr auto server_auth_only = [](Certificate& c) { c.extended_usage = {ExtendedKeyUsage::server_auth}; };
inline constexpr auto client_auth_only = [](Certificate& c) { c.extended_usage = {ExtendedKeyUsage::client_auth}; };

inline constexpr auto no_key_usage = [](Certificate& c) { c.key_usage = 0; };
inline constexpr auto no_digital_signature = [](Certificate& c) { c.key_usage = non_repudiation; };
inline constexpr auto key_agreement_only = [](Certificate& c) { c.key_usage = key_agreement; };
inline constexpr auto no_key_cert_sign = [](Certificate& c) { c.key_usage = crl_sign; };

inline constexpr auto not_a_ca = [](Certificate& c) { c.basic_constraints.ca = false; };
inline constexpr auto no_basic_constraints = [](Certificate& c) { c.basic_constraints.present = false; };
// As `openssl x509 -req` makes it without an extension file.
inline constexpr auto no_ca_extensions = [](Certificate& c) {
    c.basic_constraints.present = false;
    c.key_usage = 0;
};
inline constexpr auto path_length_zero = [](Certificate& c) { c.basic_constraints.path_length = 0; };

// 1.3.6.1.4.1.32473 is IANA's private enterprise number for examples in documentation (RFC 5612); the value is NULL.
inline constexpr auto unknown_critical_extension = [](Certificate& c) {
    c.extensions.push_back({"1.3.6.1.4.1.32473.1", true, std::string_view("\x05\x00", 2)});
};
inline constexpr auto unknown_extension = [](Certificate& c) {
    c.extensions.push_back({"1.3.6.1.4.1.32473.1", false, std::string_view("\x05\x00", 2)});
};

inline constexpr auto sha1 = [](Certificate& c) { c.digest = Digest::sha1; };
inline constexpr auto version_1 = [](Certificate& c) { c.version = 1; };
inline constexpr auto bad_signature = [](Certificate& c) { c.bad_signature = true; };
inline constexpr auto algorithm_mismatch = [](Certificate& c) { c.algorithm_mismatch = true; };
inline constexpr auto no_key_identifiers = [](Certificate& c) { c.key_identifiers = false; };
inline constexpr auto self_signed = [](Certificate& c) { c.issuer = nullptr; };

inline constexpr auto ecdsa_p384 = [](Certificate& c) { c.key = KeyType::ecdsa_p384; };
inline constexpr auto ed25519 = [](Certificate& c) { c.key = KeyType::ed25519; };
inline constexpr auto rsa_1024 = [](Certificate& c) { c.key = KeyType::rsa_1024; };
inline constexpr auto rsa_2048 = [](Certificate& c) { c.key = KeyType::rsa_2048; };
inline constexpr auto rsa_3072 = [](Certificate& c) { c.key = KeyType::rsa_3072; };

}  // namespace gauntlet::recipe::deviation
