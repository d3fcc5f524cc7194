// A certificate revocation list as a value (RFC 5280 5).
#pragma once

#include "gauntlet/recipe/certificate.hpp"

namespace gauntlet::recipe {

struct Crl {
    std::string_view name;                // "crl/clients-root"; unique, keys the random stream
    const Certificate* issuer = nullptr;  // whose key signs and whose name it carries
    Few<const Certificate*, 8> revoked;
    Duration this_update = good_from;   // relative to the run's `now`
    Duration next_update = good_until;  // relative to the run's `now`; in the past: an expired CRL
    std::uint32_t number = 1;
    Digest digest = Digest::sha256;
    bool key_identifier = true;  // authorityKeyIdentifier (RFC 5280 5.2.1)

    constexpr bool operator==(const Crl&) const = default;
};

// The CRLs that a verifier is given together, one file for a broker.
struct CrlSet {
    std::string_view name;   // "crl/fresh": also the file stem in what `pki make` writes
    std::string_view about;  // one sentence
    Few<const Crl*, 4> crls;
};

}  // namespace gauntlet::recipe
