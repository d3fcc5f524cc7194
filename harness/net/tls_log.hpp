// What OpenSSL tells of a connection while it goes on: messages, alerts, secrets.
#pragma once

#include <optional>
#include <string>

#include "gauntlet/net/tap.hpp"
#include "openssl.hpp"

namespace gauntlet::net {

struct TlsAlert {
    std::uint8_t description = 0;
    bool fatal = false;
};

class TlsLog {
  public:
    explicit TlsLog(Tap& tap, bool keep_secrets) : tap_(tap), keep_secrets_(keep_secrets) {}
    TlsLog(const TlsLog&) = delete;
    TlsLog& operator=(const TlsLog&) = delete;

    // Must outlive the SSL.
    void attach(SSL* ssl);
    void on_application_data() { last_word_.reset(); }

    // The broker's latest alert, close_notify apart, if it has said nothing since.
    const std::optional<TlsAlert>& last_word() const { return last_word_; }
    // The latest alert that we sent.
    const std::optional<TlsAlert>& sent_alert() const { return sent_alert_; }
    bool certificate_requested() const { return certificate_requested_; }
    bool sent_empty_certificate() const { return sent_empty_certificate_; }
    const std::string& secrets() const { return secrets_; }

    // For SSL_CTX_set_keylog_callback.
    static void on_secret(const SSL* ssl, const char* line);

  private:
    static void on_message(int sent, int version, int type, const void* bytes, std::size_t size, SSL* ssl, void* self);
    void alert(Direction direction, wire::View bytes);
    void handshake(Direction direction, wire::View bytes);

    Tap& tap_;
    bool keep_secrets_;
    std::optional<TlsAlert> last_word_;
    std::optional<TlsAlert> sent_alert_;
    bool certificate_requested_ = false;
    bool sent_empty_certificate_ = false;
    std::string secrets_;
};

}  // namespace gauntlet::net
