// The TLS of one listener: a correct server on OpenSSL, with the flaws of TLS where their authors would have made them.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "gauntlet/reference/settings.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::reference {

/// What keeps a listener from starting: one line that names the file or setting and how to mend it.
struct TlsFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Who the client is, after the handshake.
struct TlsIdentity {
    bool certified = false;                  // a certificate was presented and verified
    std::optional<std::string> common_name;  // the last CN of its subject, UTF-8; none: not certified, or it has none
};

/// All calls from one thread.
class TlsServer {
  public:
    /// Throws TlsFault.
    TlsServer(const ListenerSettings& settings, const Flaws& flaws);
    ~TlsServer();
    TlsServer(TlsServer&&) = delete;

    /// For SSL_new. Owned by this object, and exchanged by reload(): ask for each connection. For `asio::ssl::stream`:
    ///   SSL_CTX* native = tls.context(); SSL_CTX_up_ref(native); asio::ssl::context context(native);
    SSL_CTX* context() const;

    /// Before the handshake: each new connection (asio: `stream.native_handle()`).
    void prepare(SSL* connection);

    /// Reads certificates, key, CA and CRL again, for new connections. The fault where that failed: then everything
    /// stays as it was.
    std::optional<std::string> reload();

    /// After the handshake.
    TlsIdentity identity(const SSL* connection) const;

    /// Why the handshake failed, for the log; empty where OpenSSL's own error says it.
    std::string refusal(const SSL* connection) const;

    /// After each packet that was executed: set where the connection has to end now. Never set in the correct server,
    /// where the handshake fails without a certificate (flaw executes_before_verification asks for it here).
    std::optional<std::string> late_refusal(const SSL* connection) const;

    /// Whether first_bytes_missing and raw_reply are to be asked before a handshake (with MSG_PEEK). Never in the
    /// correct server.
    bool answers_raw() const;
    /// How many bytes at least are missing until the first message is whole; 0: raw_reply can be asked. (The peer
    /// may close or stop before: then go on with OpenSSL.)
    std::size_t first_bytes_missing(wire::View received) const;
    /// What to send in place of a handshake; then read and discard until the peer closes. None: OpenSSL's turn. An
    /// empty reply: close at once.
    std::optional<wire::Bytes> raw_reply(wire::View received) const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gauntlet::reference
