#include "peer.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

namespace gauntlet::net::test {

issue::Issuer& issuer() {
    static issue::Issuer one(7, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return one;
}

recipe::Material material(const recipe::Credentials& credentials) {
    return issuer().material(credentials);
}

std::vector<std::string> anchors_der(const recipe::Credentials& credentials) {
    std::vector<std::string> ders;
    for (const recipe::Certificate* anchor : credentials.anchors)
        ders.push_back(issuer().certificate(*anchor).der);
    return ders;
}

namespace {

union Address {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

int listen_on_loopback(bool ipv6, std::uint16_t& port) {
    const int listener = ::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    Address address{};
    socklen_t size = ipv6 ? sizeof address.v6 : sizeof address.v4;
    if (ipv6) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_addr = in6addr_loopback;
    } else {
        address.v4.sin_family = AF_INET;
        address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    if (::bind(listener, &address.any, size) != 0 || ::listen(listener, 64) != 0)
        throw std::runtime_error(std::string("listening on the loopback: ") + std::strerror(errno));
    ::getsockname(listener, &address.any, &size);
    port = ntohs(ipv6 ? address.v6.sin6_port : address.v4.sin_port);
    return listener;
}

}  // namespace

Peer::Peer(std::function<void(int)> serve, bool ipv6)
    : serve_(std::move(serve)), listener_(listen_on_loopback(ipv6, port_)), ipv6_(ipv6) {
    ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that the client has closed
    thread_ = std::thread([this] {
        for (;;) {
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                return;
            serve_(socket);
            ::close(socket);
        }
    });
}

Peer::~Peer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

Endpoint Peer::endpoint() const {
    return {ipv6_ ? "::1" : "127.0.0.1", port_};
}

std::uint16_t closed_port() {
    std::uint16_t port = 0;
    ::close(listen_on_loopback(false, port));
    return port;
}

void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string receive_some(int socket, std::size_t count) {
    std::string bytes;
    char buffer[4096];
    while (bytes.size() < count) {
        const ssize_t got = ::recv(socket, buffer, std::min(sizeof buffer, count - bytes.size()), 0);
        if (got <= 0)
            break;
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
    return bytes;
}

bool receive_to_fin(int socket) {
    char buffer[4096];
    for (;;) {
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            return got == 0;
    }
}

void close_with_reset(int socket) {
    const linger at_once{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void wait_for(const std::atomic<int>& counter, int value) {
    for (int now = counter.load(); now < value; now = counter.load())
        counter.wait(now);
}

const core::Fact* find(const core::Observation& observation, std::string_view name) {
    const auto found = std::ranges::find(observation.facts, name, &core::Fact::name);
    return found == observation.facts.end() ? nullptr : &*found;
}

std::string fact(const core::Observation& observation, std::string_view name) {
    const core::Fact* found = find(observation, name);
    return found != nullptr ? found->value : "(no such fact)";
}

boost::asio::awaitable<std::optional<core::Observation>> ending(Channel& channel, Deadline deadline) {
    wire::Bytes ignored;
    for (;;) {
        const Receipt receipt = co_await channel.receive(ignored, deadline);
        if (receipt == Receipt::ended)
            co_return channel.ended();
        if (receipt == Receipt::timeout)
            co_return std::nullopt;
    }
}

namespace {

std::string extension(SSL* ssl, unsigned type, bool* present = nullptr) {
    const unsigned char* body = nullptr;
    std::size_t size = 0;
    const bool found = SSL_client_hello_get0_ext(ssl, type, &body, &size) == 1;
    if (present != nullptr)
        *present = found;
    return found ? std::string(reinterpret_cast<const char*>(body), size) : std::string();
}

std::vector<std::uint16_t> pairs(std::string_view bytes) {
    std::vector<std::uint16_t> codes;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        codes.push_back(static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[i]) << 8 |
                                                   static_cast<unsigned char>(bytes[i + 1])));
    return codes;
}

Hello read_hello(SSL* ssl) {
    Hello hello;
    const unsigned char* suites = nullptr;
    const std::size_t size = SSL_client_hello_get0_ciphers(ssl, &suites);
    hello.suites = pairs({reinterpret_cast<const char*>(suites), size});
    std::erase(hello.suites, std::uint16_t{0x00ff});
    const std::string versions = extension(ssl, TLSEXT_TYPE_supported_versions);
    hello.versions =
        versions.empty()
            ? std::vector<std::uint16_t>{static_cast<std::uint16_t>(SSL_client_hello_get0_legacy_version(ssl))}
            : pairs(std::string_view(versions).substr(1));
    hello.groups = extension(ssl, TLSEXT_TYPE_supported_groups);
    hello.signature_algorithms = extension(ssl, TLSEXT_TYPE_signature_algorithms);
    hello.alpn = extension(ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &hello.has_alpn);
    hello.server_name = extension(ssl, TLSEXT_TYPE_server_name, &hello.has_server_name);
    return hello;
}

int on_hello(SSL* ssl, int*, void* argument) {
    auto& seen = *static_cast<TlsServer::Seen*>(argument);
    const std::lock_guard lock(seen.mutex);
    seen.hellos.push_back(read_hello(ssl));
    return SSL_CLIENT_HELLO_SUCCESS;
}

struct Verification {
    TlsServer::Seen* seen;
    int error;
};

int on_certificate(X509_STORE_CTX* store, void* argument) {
    const auto& server = *static_cast<const TlsServer*>(argument);
    std::vector<std::string> chain;
    STACK_OF(X509)* certificates = X509_STORE_CTX_get0_untrusted(store);
    for (int i = 0; i < sk_X509_num(certificates); ++i) {
        unsigned char* der = nullptr;
        const int size = i2d_X509(sk_X509_value(certificates, i), &der);
        chain.emplace_back(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
    }
    const std::lock_guard lock(server.seen->mutex);
    server.seen->presented.push_back(chain);
    X509_STORE_CTX_set_error(store, server.verify_error);
    return server.verify_error == X509_V_OK ? 1 : 0;
}

int on_alpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char*, unsigned, void* argument) {
    const auto& name = *static_cast<const std::string*>(argument);
    *out = reinterpret_cast<const unsigned char*>(name.data());
    *size = static_cast<unsigned char>(name.size());
    return SSL_TLSEXT_ERR_OK;
}

int on_name(SSL*, int* alert, void*) {
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_WARNING;
}

X509* certificate(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return d2i_X509(nullptr, &bytes, static_cast<long>(der.size()));
}

}  // namespace

std::shared_ptr<SSL_CTX> TlsServer::context() const {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);  // goes on after a FIN without close_notify
    SSL_CTX_set_min_proto_version(context.get(), min);
    SSL_CTX_set_max_proto_version(context.get(), max);
    SSL_CTX_set_cipher_list(context.get(), suites.c_str());
    SSL_CTX_set_dh_auto(context.get(), 1);
    if (!groups.empty())
        SSL_CTX_set1_groups_list(context.get(), groups.c_str());
    const recipe::Material own = material(*credentials);
    const auto* key_bytes = reinterpret_cast<const unsigned char*>(own.key_der.data());
    EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &key_bytes, static_cast<long>(own.key_der.size()));
    X509* leaf = certificate(own.chain_der.front());
    SSL_CTX_use_certificate(context.get(), leaf);
    SSL_CTX_use_PrivateKey(context.get(), key);
    X509_free(leaf);
    EVP_PKEY_free(key);
    for (std::size_t i = 1; i < own.chain_der.size(); ++i)
        SSL_CTX_add0_chain_cert(context.get(), certificate(own.chain_der[i]));
    SSL_CTX_set_mode(context.get(), SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_verify(context.get(), verify_mode, nullptr);
    SSL_CTX_set_cert_verify_callback(context.get(), on_certificate, const_cast<TlsServer*>(this));
    STACK_OF(X509_NAME)* names = sk_X509_NAME_new_null();
    for (const recipe::Certificate* authority : asks_for) {
        X509* one = certificate(issuer().certificate(*authority).der);
        sk_X509_NAME_push(names, X509_NAME_dup(X509_get_subject_name(one)));
        X509_free(one);
    }
    SSL_CTX_set_client_CA_list(context.get(), names);
    SSL_CTX_set_client_hello_cb(context.get(), on_hello, seen.get());
    if (!alpn.empty())
        SSL_CTX_set_alpn_select_cb(context.get(), on_alpn, const_cast<std::string*>(&alpn));
    if (!tickets)
        SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
    if (warn_name)
        SSL_CTX_set_tlsext_servername_callback(context.get(), on_name);
    SSL_CTX_set_session_id_context(context.get(), reinterpret_cast<const unsigned char*>("test"), 4);
    return context;
}

void TlsServer::serve(SSL_CTX* context, int socket) const {
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, socket);
    const bool complete = SSL_accept(ssl) == 1;
    {
        const std::lock_guard lock(seen->mutex);
        seen->complete.push_back(complete);
        seen->resumed.push_back(complete && SSL_session_reused(ssl) == 1);
    }
    if (complete && after)
        after(ssl, socket);
    ERR_clear_error();
    SSL_free(ssl);
    ++seen->done;
    seen->done.notify_all();
}

std::function<void(int)> TlsServer::server() const {
    return [this, shared = context()](int socket) { serve(shared.get(), socket); };
}

}  // namespace gauntlet::net::test
