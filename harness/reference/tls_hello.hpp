// What the server makes of a ClientHello before OpenSSL negotiates: server name, ALPN, and the flaws of versions.
#pragma once

#include "tls_state.hpp"

namespace gauntlet::reference {

void set_hello_callbacks(SSL_CTX* context);

}  // namespace gauntlet::reference
