// Versions, suites, groups and signature algorithms of a listener, with the flaws of their choice.
#pragma once

#include <string>

#include "tls_state.hpp"

namespace gauntlet::reference {

// Throws TlsFault where a setting names what OpenSSL does not know.
void set_offer(SSL_CTX* context, const TlsState& state);

// The suites of TLS 1.2 and below, as OpenSSL's list.
std::string suites_of(const TlsState& state);

// SSL_CTX_set_security_level(3): 2, or 0 where the settings or a flaw need what it forbids.
int security_level(const TlsState& state);

}  // namespace gauntlet::reference
