// The flaws of name constraints (RFC 5280 4.2.1.10).
#pragma once

#include "tls_state.hpp"

namespace gauntlet::reference {

// Whether the certificate at `depth` keeps those constraints of the authorities above it that a flaw leaves.
bool overlooks_constraints(const TlsState& state, X509_STORE_CTX& verification, int depth);

}  // namespace gauntlet::reference
