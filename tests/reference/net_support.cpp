#include "net_support.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::reference::test {

namespace {

void set_patience(int socket, std::chrono::milliseconds time) {
    const timeval value{.tv_sec = time.count() / 1000, .tv_usec = (time.count() % 1000) * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
}

constexpr auto usual_patience = std::chrono::seconds(5);

void present(SSL* tls, const recipe::Credentials& credentials) {
    const recipe::Material material = issuer().material(credentials);
    const BioHandle chain(BIO_new_mem_buf(material.chain_pem.data(), static_cast<int>(material.chain_pem.size())));
    const CertificateHandle leaf(PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
    SSL_use_certificate(tls, leaf.get());
    while (X509* const next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr))
        SSL_add0_chain_cert(tls, next);
    ERR_clear_error();
    const BioHandle pem(BIO_new_mem_buf(material.key_pem.data(), static_cast<int>(material.key_pem.size())));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(pem.get(), nullptr, nullptr, nullptr);
    SSL_use_PrivateKey(tls, key);
    EVP_PKEY_free(key);
}

std::string shown_start(const std::string& bytes) {
    return wire::notation::hex(wire::view(std::string_view(bytes).substr(0, 64)));
}

SSL_CTX* lenient_context() {
    SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    return context;
}

}  // namespace

RunningBroker::RunningBroker(std::vector<ListenerSettings> listeners, const Flaws& flaws)
    : broker_({.listeners = std::move(listeners), .flaws = flaws}), thread_([this] { broker_.run("test"); }) {}

RunningBroker::~RunningBroker() {
    stop();
}

void RunningBroker::stop() {
    if (!thread_.joinable())
        return;
    broker_.stop();
    thread_.join();
}

ListenerSettings plain(core::Transport transport) {
    ListenerSettings settings;
    settings.name = core::to_string(transport);
    settings.transport = transport;
    return settings;
}

Caller::Caller(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::system_error(errno, std::generic_category(), "connect");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    set_patience(socket_, usual_patience);
}

Caller::~Caller() {
    SSL_free(tls_);
    ::close(socket_);
}

Caller& Caller::secure(const recipe::Credentials* credentials, core::TlsVersion version) {
    const ContextHandle context(lenient_context());
    tls_ = SSL_new(context.get());
    SSL_set_fd(tls_, socket_);
    SSL_set_min_proto_version(tls_, static_cast<int>(version));
    SSL_set_max_proto_version(tls_, static_cast<int>(version));
    if (credentials != nullptr)
        present(tls_, *credentials);
    ERR_clear_error();
    if (SSL_connect(tls_) != 1)
        throw std::runtime_error(fmt::format("no handshake: {}", how_it_ended(-1)));
    return *this;
}

void Caller::says(std::string_view notation) {
    const wire::Bytes bytes = wire::notation::bytes_of(notation);
    says_text(wire::text(bytes));
}

void Caller::says_text(std::string_view text) {
    const long written = tls_ != nullptr ? SSL_write(tls_, text.data(), static_cast<int>(text.size()))
                                         : ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (written != static_cast<long>(text.size()))
        throw std::runtime_error("cannot send");
}

long Caller::read(char* target, std::size_t length) {
    ERR_clear_error();
    errno = 0;
    return tls_ != nullptr ? SSL_read(tls_, target, static_cast<int>(length)) : ::recv(socket_, target, length, 0);
}

testing::AssertionResult Caller::hears(std::string_view notation) {
    const wire::Bytes expected = wire::notation::bytes_of(notation);
    std::string got;
    while (got.size() < expected.size()) {
        std::string part(expected.size() - got.size(), '\0');
        const long length = read(part.data(), part.size());
        if (length <= 0)
            return testing::AssertionFailure()
                   << "after " << got.size() << " bytes, " << shown_start(got) << ": " << how_it_ended(length);
        got.append(part, 0, static_cast<std::size_t>(length));
    }
    if (got == wire::text(expected))
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "got " << shown_start(got);
}

std::string Caller::status() {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        char next = '\0';
        const long length = read(&next, 1);
        if (length <= 0)
            return "no response: " + how_it_ended(length);
        head.push_back(next);
    }
    rest_ = head;
    return head.substr(0, head.find("\r\n"));
}

std::string Caller::how_it_ended(long result) {
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return "open";
    if (errno == ECONNRESET)
        return "rst";
    if (tls_ == nullptr)
        return result == 0 ? "fin" : std::strerror(errno);
    const int error = SSL_get_error(tls_, static_cast<int>(result));
    if (error == SSL_ERROR_ZERO_RETURN) {
        char next = '\0';
        return ::recv(socket_, &next, 1, 0) == 0 ? "close_notify, fin" : "close_notify";
    }
    const int reason = ERR_GET_REASON(ERR_peek_error());
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return "fin";
    if (reason > SSL_AD_REASON_OFFSET)
        return fmt::format("alert {}", reason - SSL_AD_REASON_OFFSET);
    return fmt::format("TLS error {}", reason);
}

std::string Caller::end(std::chrono::milliseconds patience) {
    set_patience(socket_, patience);
    rest_.clear();
    std::string part(16384, '\0');
    long length = read(part.data(), part.size());
    for (; length > 0; length = read(part.data(), part.size()))
        rest_.append(part, 0, static_cast<std::size_t>(length));
    const std::string result = how_it_ended(length);
    set_patience(socket_, usual_patience);
    return result;
}

void Caller::notify_close() {
    SSL_shutdown(tls_);
}

void Caller::finish() {
    ::shutdown(socket_, SHUT_WR);
}

std::string upgrade(std::string_view path, std::vector<std::string> fields) {
    std::vector<std::string> all = {"Host: localhost",
                                    "Connection: Upgrade",
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                    "Sec-WebSocket-Protocol: mqtt"};
    for (const std::string& field : fields) {
        const std::string name = field.substr(0, field.find(':') + 1);
        for (std::string& line : all)
            if (line.starts_with(name))
                line = field.ends_with(": ") ? "" : field;
    }
    std::string text = fmt::format("GET {} HTTP/1.1\r\n", path);
    for (const std::string& line : all)
        text += line.empty() ? "" : line + "\r\n";
    return text + "\r\n";
}

}  // namespace gauntlet::reference::test
