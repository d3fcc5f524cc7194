// The listener's own certificate: its chain exactly as the file says, and the staple.
#pragma once

#include "tls_state.hpp"

namespace gauntlet::reference {

// Throws TlsFault where the key is not the leaf's, or where one of them is too weak.
void set_certificate(SSL_CTX* context, const TlsState& state);

}  // namespace gauntlet::reference
