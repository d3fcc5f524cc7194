// The listener's chain as bytes.
#pragma once

#include <vector>

#include "gauntlet/wire/notation/bytes.hpp"
#include "tls_state.hpp"

namespace gauntlet::reference {

inline std::vector<wire::Bytes> chain_der(const TlsState& state) {
    std::vector<wire::Bytes> chain;
    for (const CertificateHandle& certificate : state.chain) {
        unsigned char* der = nullptr;
        const int size = i2d_X509(certificate.get(), &der);
        chain.emplace_back(der, der + size);
        OPENSSL_free(der);
    }
    return chain;
}

}  // namespace gauntlet::reference
