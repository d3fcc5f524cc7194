// Servers that a test makes for itself, in threads, on ephemeral ports of the loopback: what a broker may do, done with
// blocking sockets and OpenSSL's own functions, so that nothing is proven by the code under test.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::net::test {

// What all coroutines of a test program run on; outlives the channels that they return.
inline boost::asio::io_context& loop() {
    static boost::asio::io_context one;
    return one;
}

// Runs a coroutine to its end.
template <typename T>
T run(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr error;
    boost::asio::co_spawn(
        loop(), [&]() -> boost::asio::awaitable<void> { result = co_await std::move(work); },
        [&error](std::exception_ptr e) { error = e; });
    loop().restart();
    loop().run();
    if (error)
        std::rethrow_exception(error);
    return std::move(*result);
}

inline Deadline in(std::chrono::milliseconds time) {
    return Clock::now() + time;
}
// No test waits for it unless something is wrong.
inline Deadline soon() {
    return in(std::chrono::seconds(20));
}

// Credentials for every test, from one seed.
issue::Issuer& issuer();
recipe::Material material(const recipe::Credentials& credentials);
std::vector<std::string> anchors_der(const recipe::Credentials& credentials);

// Accepts connections one after another and gives each to `serve`, which does not close it.
class Peer {
  public:
    explicit Peer(std::function<void(int)> serve, bool ipv6 = false);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    Endpoint endpoint() const;

  private:
    std::function<void(int)> serve_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    bool ipv6_ = false;
    std::thread thread_;
};

// A port that nobody listens on.
std::uint16_t closed_port();

void send_all(int socket, std::string_view bytes);
// What has come when `count` bytes have, or the end.
std::string receive_some(int socket, std::size_t count);
// Reads until the other side has ended; whether by FIN. False: reset.
bool receive_to_fin(int socket);
// Makes close() send a RST.
void close_with_reset(int socket);

// What a ClientHello said.
struct Hello {
    std::vector<std::uint16_t> suites;  // without TLS_EMPTY_RENEGOTIATION_INFO_SCSV
    std::vector<std::uint16_t> versions;
    std::string groups, signature_algorithms, alpn, server_name;  // bodies of the extensions
    bool has_alpn = false, has_server_name = false;
};

struct TlsServer {
    const recipe::Credentials* credentials = &recipe::server::good;
    int min = TLS1_VERSION;
    int max = TLS1_3_VERSION;
    std::string suites = "ALL:eNULL:aNULL:@SECLEVEL=0";
    std::string groups;
    int verify_mode = SSL_VERIFY_NONE;
    int verify_error = X509_V_OK;  // what the client's certificate is found to be
    std::vector<const recipe::Certificate*> asks_for;
    std::string alpn;                      // protocol that is selected
    bool tickets = true;                   //
    bool warn_name = false;                // an unrecognized_name warning for every server name
    std::function<void(SSL*, int)> after;  // a handshake that succeeded

    // What was seen, of all connections in order.
    struct Seen {
        std::mutex mutex;
        std::vector<Hello> hellos;
        std::vector<std::vector<std::string>> presented;  // the client's certificates, as on the wire
        std::vector<bool> resumed;
        std::vector<bool> complete;
        std::atomic<int> done = 0;  // connections
    };
    std::shared_ptr<Seen> seen = std::make_shared<Seen>();

    std::shared_ptr<SSL_CTX> context() const;
    // One connection: the handshake, `after`, nothing else.
    void serve(SSL_CTX* context, int socket) const;
    std::function<void(int)> server() const;
};

void wait_for(const std::atomic<int>& counter, int value);

// Sends what it is told, and reads to the client's end.
inline void read_to_end(SSL* ssl, int) {
    char buffer[4096];
    while (SSL_read(ssl, buffer, sizeof buffer) > 0) {
    }
}

const core::Fact* find(const core::Observation& observation, std::string_view name);
std::string fact(const core::Observation& observation, std::string_view name);

// Our end of a connection to a TLS peer, with the fields that most tests share.
struct Client {
    TlsContexts contexts;
    Transcript transcript;
    TlsClient setup;

    Client() {
        setup.anchors_der = anchors_der(recipe::server::good);
        setup.server_name = "localhost";
    }
    boost::asio::awaitable<Opened> open(Endpoint endpoint, Deadline deadline = soon()) {
        return open_tls(std::move(endpoint), setup, contexts, Tap(transcript, "a", 1 << 24), deadline);
    }
};

// Reads until the channel has ended, or a time-out; how.
boost::asio::awaitable<std::optional<core::Observation>> ending(Channel& channel, Deadline deadline = soon());

}  // namespace gauntlet::net::test
