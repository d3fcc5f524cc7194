// Keys and certificates in the forms that operators hand to brokers: encrypted keys in PEM, PKCS#12 and JKS stores.
//
// All are encrypted or sealed by one password. The same Sealing and material give the same bytes. Errors:
// std::runtime_error with OpenSSL's text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gauntlet/recipe/material.hpp"

namespace gauntlet::issue {

struct Sealing {
    std::uint64_t seed = 0;
    std::string_view name;  // salts are drawn from a stream keyed by seed and name
    std::string_view password;
};

// PEM of a PKCS#8 EncryptedPrivateKeyInfo (RFC 5958 3): PBES2 with AES-256-CBC (RFC 8018).
std::string encrypted_key_pem(const recipe::Material& material, const Sealing& sealing);

// A PKCS#12 store (RFC 7292) with the key and the whole chain, whether or not they belong together; the key's
// localKeyId is that of the chain's first certificate.
std::string pkcs12_of(const recipe::Material& material, const Sealing& sealing);

// A PKCS#12 store with trusted certificates alone (DER). Java takes those for trusted that have an attribute of its
// own, as `keytool -importcert` writes it.
std::string pkcs12_of(std::span<const std::string> anchors_der, const Sealing& sealing);

// A store in the format of the Java Development Kit (JKS), with the key and the whole chain below the alias `server`.
std::string jks_of(const recipe::Material& material, const Sealing& sealing);

}  // namespace gauntlet::issue
