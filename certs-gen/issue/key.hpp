// Private keys: made from the stream of the thread, read and written as PKCS#8.
#pragma once

#include "gauntlet/recipe/certificate.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {

// Needs a Drawing.
Key make_key(recipe::KeyType type);

// An unencrypted PEM private key. Throws std::runtime_error; a passphrase is never asked for.
Key read_key(std::string_view pem);

std::string pkcs8_der(const EVP_PKEY* key);

// What a key signs certificates and CRLs with; nullptr for Ed25519, which has its own digest.
const char* digest_name(const EVP_PKEY* key, recipe::Digest digest);

// Owns what X509_sign_ctx and EVP_DigestSign need. Signing needs a Drawing.
Owned<EVP_MD_CTX, EVP_MD_CTX_free> signer(EVP_PKEY* key, recipe::Digest digest);

}  // namespace gauntlet::issue
