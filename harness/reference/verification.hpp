// The judgement of a client's certificate: OpenSSL's path validation (RFC 5280 6), what it leaves out, the alert that
// the verdict deserves, and the flaws of all of it.
#pragma once

#include "tls_state.hpp"

namespace gauntlet::reference {

// Throws TlsFault. From then on handshakes over `context` judge what clients present.
void set_verification(SSL_CTX* context, const TlsState& state);

}  // namespace gauntlet::reference
