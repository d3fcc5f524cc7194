// A TLS listener that misbehaves towards everybody, whoever they are and whatever they present.
//
//   bad_peer MODE [NUMBER] CONFIG
//
// CONFIG has a line for each port, `tls PORT CHAIN.pem KEY.pem [request]` or `plain PORT`; with `request` a client
// certificate is asked for. It prints "bad_peer is ready" and serves until it is killed. As lenient as OpenSSL lets it
// be: every version, suite and certificate, also a server chain that does not fit the key, so that what it refuses, it
// refuses because of its mode.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

// What it does; NUMBER says how.
enum class Mode {
    good,         // accepts everybody and answers
    alerts,       // refuses every ClientHello with alert NUMBER
    denies,       // demands a client certificate and refuses each with the alert of verification error NUMBER
    hangs_up,     // closes every connection at once
    closes,       // closes after the handshake
    resets,       // resets at the CONNECT
    connacks,     // answers every CONNECT with code NUMBER
    contradicts,  // answers every CONNECT with code NUMBER, then with code 0
    silent,       // shakes hands, reads and never answers
    dies,         // ends at the CONNECT of that number; those before are answered
    late,         // answers NUMBER milliseconds later
};

const std::map<std::string_view, Mode> modes{
    {"good", Mode::good},         {"alerts", Mode::alerts},
    {"denies", Mode::denies},     {"hangs-up", Mode::hangs_up},
    {"closes", Mode::closes},     {"resets", Mode::resets},
    {"connacks", Mode::connacks}, {"contradicts", Mode::contradicts},
    {"silent", Mode::silent},     {"dies", Mode::dies},
    {"late", Mode::late},
};

Mode mode = Mode::good;
int number = 0;
std::atomic<int> connects = 0;

int trust_everybody(int, X509_STORE_CTX*) {
    return 1;
}

int deny_everybody(int, X509_STORE_CTX* verification) {
    X509_STORE_CTX_set_error(verification, number);
    return 0;
}

int refuse_hello(SSL*, int* alert, void*) {
    *alert = number;
    return SSL_CLIENT_HELLO_ERROR;
}

SSL_CTX* context(const std::string& chain, const std::string& key, bool request) {
    SSL_CTX* tls = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_security_level(tls, 0);
    SSL_CTX_set_min_proto_version(tls, 0);
    SSL_CTX_set_cipher_list(tls, "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    SSL_CTX_set_dh_auto(tls, 1);
    // The key first: then a chain that does not fit it drops it instead of being refused, and the listener opens.
    SSL_CTX_use_PrivateKey_file(tls, key.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_certificate_chain_file(tls, chain.c_str());
    if (mode == Mode::denies)
        SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, deny_everybody);
    else if (request)
        SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, trust_everybody);
    if (mode == Mode::alerts)
        SSL_CTX_set_client_hello_cb(tls, refuse_hello, nullptr);
    return tls;
}

class Connection {
  public:
    Connection(int socket, SSL_CTX* tls) : socket_(socket), ssl_(tls == nullptr ? nullptr : SSL_new(tls)) {}
    ~Connection() {
        SSL_free(ssl_);
        ::close(socket_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool shake_hands() {
        if (ssl_ == nullptr)
            return true;
        SSL_set_fd(ssl_, socket_);
        return SSL_accept(ssl_) == 1;
    }
    // All of `count` bytes, or false.
    bool read(unsigned char* to, int count) {
        while (count > 0) {
            const int got = ssl_ != nullptr ? SSL_read(ssl_, to, count)
                                            : static_cast<int>(::recv(socket_, to, static_cast<std::size_t>(count), 0));
            if (got <= 0)
                return false;
            to += got;
            count -= got;
        }
        return true;
    }
    void write(std::string_view bytes) {
        if (ssl_ != nullptr)
            SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
        else
            ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    void shut_down() {
        if (ssl_ != nullptr)
            SSL_shutdown(ssl_);
    }
    void reset_when_closed() {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

  private:
    int socket_;
    SSL* ssl_;
};

// The packet's type, 1 to 14; 0 where the connection has ended. What follows the fixed header is read and forgotten.
int next_packet(Connection& connection) {
    unsigned char first = 0;
    if (!connection.read(&first, 1))
        return 0;
    unsigned char byte = 0x80;
    int length = 0;
    for (int shift = 0; (byte & 0x80) != 0 && shift < 28; shift += 7) {
        if (!connection.read(&byte, 1))
            return 0;
        length |= (byte & 0x7F) << shift;
    }
    std::vector<unsigned char> rest(static_cast<std::size_t>(length));
    if (!connection.read(rest.data(), length))
        return 0;
    return first >> 4;
}

void connack(Connection& connection, int code) {
    const std::array<char, 4> packet{0x20, 2, 0, static_cast<char>(code)};
    connection.write({packet.data(), packet.size()});
}

// Whether the connection goes on.
bool answer_connect(Connection& connection) {
    switch (mode) {
        case Mode::resets:
            connection.reset_when_closed();
            return false;
        case Mode::connacks:
            connack(connection, number);
            return false;
        case Mode::contradicts:
            connack(connection, number);
            break;
        case Mode::dies:
            if (++connects == number)
                std::_Exit(0);
            break;
        default:
            break;
    }
    connack(connection, 0);
    return true;
}

bool answer(Connection& connection, int type) {
    using namespace std::string_view_literals;
    if (mode == Mode::silent)
        return true;
    if (mode == Mode::late)
        std::this_thread::sleep_for(std::chrono::milliseconds(number));
    if (type == 1)
        return answer_connect(connection);
    if (type == 12)
        connection.write("\xd0\x00"sv);
    return type != 14;
}

void serve(int socket, SSL_CTX* tls) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection connection(socket, tls);
    if (mode == Mode::hangs_up || !connection.shake_hands())
        return;
    if (mode != Mode::closes)
        for (int type = next_packet(connection); type != 0 && answer(connection, type);)
            type = next_packet(connection);
    connection.shut_down();
}

int listen_on(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, SOMAXCONN) != 0) {
        std::fprintf(stderr, "port %u: %s\n", static_cast<unsigned>(port), std::strerror(errno));
        std::_Exit(1);
    }
    return listener;
}

void accept_for_ever(int listener, SSL_CTX* tls) {
    for (;;)
        if (const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC); socket >= 0)
            std::thread(serve, socket, tls).detach();
}

void open_port(const std::string& line) {
    std::istringstream words(line);
    std::string kind;
    std::uint16_t port = 0;
    std::string chain;
    std::string key;
    std::string request;
    words >> kind >> port >> chain >> key >> request;
    if (port != 0)
        std::thread(accept_for_ever, listen_on(port), kind == "tls" ? context(chain, key, !request.empty()) : nullptr)
            .detach();
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 1 && arguments[0] == "--version") {
        std::puts("bad_peer 1");
        return 0;
    }
    if (arguments.size() < 2 || arguments.size() > 3 || !modes.contains(arguments[0])) {
        std::fputs("usage: bad_peer MODE [NUMBER] CONFIG\n", stderr);
        return 2;
    }
    mode = modes.at(arguments[0]);
    number = arguments.size() == 3 ? std::atoi(arguments[1].c_str()) : 0;
    std::signal(SIGPIPE, SIG_IGN);
    std::ifstream config(arguments.back());
    for (std::string line; std::getline(config, line);)
        open_port(line);
    std::puts("bad_peer is ready");
    std::fflush(stdout);
    for (;;)
        ::pause();
}
