// Resumption by tickets (RFC 5077, RFC 8446 4.6.1): a session ends with what its client's acceptance rested on.
#pragma once

#include <array>

#include "tls_state.hpp"

namespace gauntlet::reference {

using TicketKeys = std::array<unsigned char, 80>;  // as SSL_CTX_set_tlsext_ticket_keys(3) takes them

TicketKeys random_ticket_keys();

// `keys`: nullptr: fresh ones that nobody else has.
void set_sessions(SSL_CTX* context, const TlsState& state, const TicketKeys* keys);

}  // namespace gauntlet::reference
