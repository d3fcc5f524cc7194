// What a server sends after its ServerHello. All are bodies of handshake messages.
#pragma once

#include <cstdint>
#include <vector>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/tls/hello.hpp"

namespace gauntlet::wire::tls {

/// TLS 1.2 (RFC 5246 7.4.2): certificates in DER, the leaf first.
Bytes certificate(const std::vector<Bytes>& chain);
/// TLS 1.3 (RFC 8446 4.4.2), without extensions.
Bytes certificate_13(const std::vector<Bytes>& chain, View context = {});

/// The parameters of ECDHE that a TLS 1.2 server signs after both randoms (RFC 8422 5.4).
Bytes ecdhe_parameters(std::uint16_t group, View public_key);
/// RFC 5246 4.7: what a scheme signed.
struct Signed {
    std::uint16_t scheme = 0;
    Bytes signature;
};
Bytes server_key_exchange(View parameters, const Signed& signature);

/// RFC 8446 4.3.1.
Bytes encrypted_extensions(const std::vector<Extension>& extensions);
/// RFC 8446 4.4.3.
Bytes certificate_verify(const Signed& signature);
/// What a server's CertificateVerify signs of the transcript's hash (RFC 8446 4.4.3).
Bytes signed_by_server(View transcript_hash);

}  // namespace gauntlet::wire::tls
