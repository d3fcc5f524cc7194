// One CRL from its recipe (RFC 5280 5.1).
#pragma once

#include <chrono>
#include <vector>

#include "gauntlet/recipe/crl.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {

// `revoked` are the certificates of recipe.revoked. Returns the DER.
std::string make_crl(const recipe::Crl& recipe, std::uint64_t seed, std::chrono::sys_seconds now, X509* issuer,
                     EVP_PKEY* issuer_key, const std::vector<X509*>& revoked);

}  // namespace gauntlet::issue
