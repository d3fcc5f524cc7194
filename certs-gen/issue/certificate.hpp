// One certificate from its recipe (RFC 5280 4.1).
#pragma once

#include <chrono>

#include "gauntlet/recipe/certificate.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {

// What a certificate is made of beside its recipe.
struct Making {
    std::uint64_t seed = 0;
    std::chrono::sys_seconds now;
    EVP_PKEY* key = nullptr;
    X509* issuer = nullptr;          // nullptr: self-signed
    EVP_PKEY* issuer_key = nullptr;  // nullptr: self-signed
    X509* subject_of = nullptr;      // not nullptr: whose subject is taken over
};

struct Made {
    X509Certificate certificate;  // as an issuer: its subject, serial number and key identifier are the DER's
    std::string der;              // with its deviations; a wrong one may not verify, but always parses
};

Made make_certificate(const recipe::Certificate& recipe, const Making& making);

}  // namespace gauntlet::issue
