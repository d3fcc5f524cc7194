// The flaws that overlook a fault which path validation has found.
#pragma once

#include "tls_state.hpp"

namespace gauntlet::reference {

// Of the error that the verification's callback is called with. Never in the correct server.
bool is_overlooked(const TlsState& state, X509_STORE_CTX& verification);

// Whether the faults of an authority are all overlooked.
bool is_overlooked_authority(const TlsState& state, X509* authority);

}  // namespace gauntlet::reference
