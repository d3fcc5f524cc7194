#include "tls_log.hpp"

#include <fmt/format.h>

#include "ending.hpp"
#include "gauntlet/keylog/keylog.hpp"
#include "gauntlet/net/capture.hpp"

namespace gauntlet::net {

namespace {

constexpr std::uint8_t level_fatal = 2;
// type, three bytes of length, and an empty list: TLS 1.2 three bytes of length, TLS 1.3 one byte of context more.
constexpr std::size_t empty_certificate_message = 8;

std::string_view message_name(std::uint8_t type) {
    switch (type) {
        case SSL3_MT_HELLO_REQUEST:
            return "HelloRequest";
        case SSL3_MT_CLIENT_HELLO:
            return "ClientHello";
        case SSL3_MT_SERVER_HELLO:
            return "ServerHello";
        case SSL3_MT_NEWSESSION_TICKET:
            return "NewSessionTicket";
        case SSL3_MT_ENCRYPTED_EXTENSIONS:
            return "EncryptedExtensions";
        case SSL3_MT_CERTIFICATE:
            return "Certificate";
        case SSL3_MT_SERVER_KEY_EXCHANGE:
            return "ServerKeyExchange";
        case SSL3_MT_CERTIFICATE_REQUEST:
            return "CertificateRequest";
        case SSL3_MT_SERVER_DONE:
            return "ServerHelloDone";
        case SSL3_MT_CERTIFICATE_VERIFY:
            return "CertificateVerify";
        case SSL3_MT_CLIENT_KEY_EXCHANGE:
            return "ClientKeyExchange";
        case SSL3_MT_FINISHED:
            return "Finished";
        case SSL3_MT_CERTIFICATE_STATUS:
            return "CertificateStatus";
        case SSL3_MT_KEY_UPDATE:
            return "KeyUpdate";
        default:
            return "handshake message";
    }
}

}  // namespace

void TlsLog::attach(SSL* ssl) {
    SSL_set_app_data(ssl, this);
    SSL_set_msg_callback(ssl, on_message);
    SSL_set_msg_callback_arg(ssl, this);
}

void TlsLog::on_message(int sent, int, int type, const void* bytes, std::size_t size, SSL*, void* self) {
    const wire::View view(static_cast<const std::uint8_t*>(bytes), size);
    const Direction direction = sent != 0 ? Direction::sent : Direction::received;
    auto& log = *static_cast<TlsLog*>(self);
    if (type == SSL3_RT_ALERT)
        log.alert(direction, view);
    else if (type == SSL3_RT_HANDSHAKE)
        log.handshake(direction, view);
    else if (type == SSL3_RT_CHANGE_CIPHER_SPEC)
        log.tap_.note(direction, core::Layer::tls, "ChangeCipherSpec", view);
}

void TlsLog::alert(Direction direction, wire::View bytes) {
    if (bytes.size() < 2)
        return;
    const TlsAlert alert{bytes[1], bytes[0] == level_fatal};
    tap_.note(direction, core::Layer::tls, alert_text(alert.description, alert.fatal), bytes);
    if (direction == Direction::sent)
        sent_alert_ = alert;
    else if (alert.description != SSL3_AD_CLOSE_NOTIFY)
        last_word_ = alert;
}

void TlsLog::handshake(Direction direction, wire::View bytes) {
    if (bytes.empty())
        return;
    if (tap_.is_noted())
        tap_.note(direction, core::Layer::tls, fmt::format("{}, {} bytes", message_name(bytes[0]), bytes.size()),
                  bytes);
    if (direction == Direction::received) {
        last_word_.reset();
        certificate_requested_ = certificate_requested_ || bytes[0] == SSL3_MT_CERTIFICATE_REQUEST;
    } else if (bytes[0] == SSL3_MT_CERTIFICATE) {
        sent_empty_certificate_ = bytes.size() <= empty_certificate_message;
    }
}

void TlsLog::on_secret(const SSL* ssl, const char* line) {
    keylog::append(line);
    auto* log = static_cast<TlsLog*>(SSL_get_app_data(ssl));
    if (log == nullptr)
        return;
    if (log->keep_secrets_)
        log->secrets_ += fmt::format("{}\n", line);
    if (const std::shared_ptr<Capture>& capture = log->tap_.capture())
        capture->add_secret(line);
}

}  // namespace gauntlet::net
