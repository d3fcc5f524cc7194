// Answers that OpenSSL cannot be made to give, built on wire/tls.
#pragma once

#include <optional>

#include "gauntlet/wire/notation/bytes.hpp"
#include "tls_state.hpp"

namespace gauntlet::reference {

bool answers_raw(const TlsState& state);

// How many bytes at least are missing until the first handshake message is whole.
std::size_t first_bytes_missing(wire::View received);

// Nothing where the flaw has nothing to do with this ClientHello, or where there is none.
std::optional<wire::Bytes> raw_reply(const SSL_CTX* context, wire::View received);

}  // namespace gauntlet::reference
