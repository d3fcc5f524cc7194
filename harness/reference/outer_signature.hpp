// Certificates whose two signature algorithms differ (RFC 5280 4.1.1.2).
#pragma once

#include "openssl.hpp"

namespace gauntlet::reference {

bool names_two_algorithms(const X509* certificate);

// By the algorithm outside of what is signed, which anyone can change.
bool outer_signature_verifies(X509* certificate, X509* issuer);

}  // namespace gauntlet::reference
