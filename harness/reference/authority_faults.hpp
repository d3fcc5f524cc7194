// Why a certificate may not issue others (RFC 5280 6.1.4).
#pragma once

#include "openssl.hpp"

namespace gauntlet::reference {

struct AuthorityFaults {
    bool version_1 = false;             // it cannot say that it is one
    bool no_basic_constraints = false;  // (k)
    bool not_a_ca = false;              // (k): cA is FALSE
    bool no_key_cert_sign = false;      // (n): where keyUsage is present
    bool not_for_clients = false;       // 4.2.1.12: where extendedKeyUsage is present
    bool operator==(const AuthorityFaults&) const = default;
};

AuthorityFaults faults_of_authority(X509* certificate);

// keyUsage and extendedKeyUsage of a client's leaf; what is absent limits nothing.
bool allows_signing(X509* leaf);
bool allows_clients(X509* certificate);

}  // namespace gauntlet::reference
