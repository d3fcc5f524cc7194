// What the callbacks of one SSL_CTX, and of one connection, know.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gauntlet/reference/settings.hpp"
#include "openssl.hpp"

namespace gauntlet::reference {

// Of an SSL_CTX; immutable once it serves. It lives as long as any connection of the SSL_CTX.
struct TlsState {
    ListenerSettings settings;
    Flaws flaws;
    std::vector<CertificateHandle> chain;  // leaf first, as the file says
    KeyHandle key;
    std::vector<CertificateHandle> anchors;
    std::vector<CrlHandle> crls;
    std::vector<std::uint8_t> ocsp_response;
    std::vector<std::string> alpn;

    bool has(core::Flaw flaw) const { return flaws.has(flaw); }
    bool requires_certificate() const {
        return settings.require_certificate && !has(core::Flaw::requests_without_requiring);
    }
};

// Of an SSL.
struct TlsConnection {
    std::string refusal;       // why the client's certificate is not accepted
    bool drop_alerts = false;  // it is closed without the alert that OpenSSL writes
};

// Takes the state over.
void set_state(SSL_CTX* context, TlsState state);
const TlsState& state_of(const SSL_CTX* context);
const TlsState& state_of(const SSL* connection);

// Before the handshake.
void attach_connection(SSL* connection);
TlsConnection& connection_of(const SSL* connection);

}  // namespace gauntlet::reference
