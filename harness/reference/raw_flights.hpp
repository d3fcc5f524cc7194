// Whole first flights of a server, built by hand. Nothing where they cannot be built for this client (no group or key
// that we know).
#pragma once

#include <optional>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/tls/hello.hpp"
#include "tls_state.hpp"

namespace gauntlet::reference {

// TLS 1.2: ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, with this suite of ECDHE.
std::optional<wire::Bytes> flight_12(const TlsState& state, const wire::tls::ClientHello& hello, std::uint16_t suite);

// TLS 1.3: ServerHello, EncryptedExtensions, Certificate, CertificateVerify with this scheme of the listener's key.
// `message`: the whole ClientHello.
std::optional<wire::Bytes> flight_13(const TlsState& state, const wire::tls::ClientHello& hello, wire::View message,
                                     std::uint16_t scheme);

}  // namespace gauntlet::reference
