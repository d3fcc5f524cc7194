#include "network_connection.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <new>

#include "log.hpp"
#include "session.hpp"
#include "stream.hpp"
#include "websocket_link.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// For the TLS handshake and the upgrade together; MQTT has its own for CONNECT.
constexpr auto opening_time = std::chrono::seconds(10);
// How long a client may take to close after a refusal.
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::uint8_t connect_packet = 0x10;

std::string name_of(const Listener& listener, const tcp::socket& socket) {
    error_code ignored;
    const tcp::endpoint peer = socket.remote_endpoint(ignored);
    return fmt::format("{} {}:{}", listener.settings().name, peer.address().to_string(ignored), peer.port());
}

// What ends one connection and not the broker.
void log_fault(const std::exception_ptr& error) {
    try {
        if (error)
            std::rethrow_exception(error);
    } catch (const std::exception& fault) {
        log("", std::string("a connection failed: ") + fault.what());
    }
}

}  // namespace

class NetworkConnection::Parts {
  public:
    Parts(tcp::socket socket, const Listener& listener, BrokerState& state)
        : listener_(listener),
          state_(state),
          who_(name_of(listener, socket)),
          stream_(std::move(socket)),
          guard_(stream_.get_executor()) {
        error_code ignored;
        stream_.socket().set_option(tcp::no_delay(true), ignored);
    }

    asio::awaitable<void> run(std::weak_ptr<const void> owner) {
        log(who_, "accepted");
        guard(opening_time, owner);
        const bool open = co_await open_link();
        if (open)
            co_await converse(owner);
        else
            co_await refuse(owner);
        guard_.cancel();
        stream_.abort();
        log(who_, "closed");
    }

    void shut_down() {
        if (session_)
            session_->shut_down();
        else
            stream_.abort();
    }
    void abort() { stream_.abort(); }

  private:
    void guard(std::chrono::steady_clock::duration time, const std::weak_ptr<const void>& owner) {
        guard_.expires_after(time);
        guard_.async_wait([this, keep = owner.lock()](const error_code& cancelled) {
            if (cancelled)
                return;
            log(who_, "took too long");
            stream_.abort();
        });
    }

    asio::awaitable<bool> open_link() {
        if (listener_.tls() != nullptr) {
            const bool secure = co_await open_tls();
            if (!secure)
                co_return false;
        }
        if (fell_back_ || !core::has_websocket(listener_.settings().transport)) {
            link_ = plain_link(stream_, state_.flaws());
            co_return true;
        }
        Upgraded upgraded = co_await upgrade_to_websocket(stream_, listener_.settings().websocket_path, state_.flaws());
        if (!upgraded.link)
            log(who_, "no WebSocket: " + upgraded.refusal);
        link_ = std::move(upgraded.link);
        co_return link_ != nullptr;
    }

    // True: go on, with TLS or, by a flaw, without it.
    asio::awaitable<bool> open_tls() {
        const bool falls_back = state_.flaws().has(core::Flaw::falls_back_to_plain_mqtt);
        if (falls_back || listener_.tls()->answers_raw()) {
            const bool answered = co_await answer_first_bytes(falls_back);
            if (answered)
                co_return false;
            fell_back_ = falls_back && !first_.empty() && first_[0] == connect_packet;
            if (fell_back_)
                co_return true;
        }
        co_return co_await shake_hands();
    }

    // Reads what a flaw wants to see before the TLS library does. True: it has been answered.
    asio::awaitable<bool> answer_first_bytes(bool falls_back) {
        const TlsServer& tls = *listener_.tls();
        const auto missing = [&] {
            const bool none = falls_back && first_.empty();
            return none ? std::size_t{1} : tls.answers_raw() ? tls.first_bytes_missing(first_) : std::size_t{0};
        };
        error_code error;
        for (std::size_t length = missing(); length > 0 && !error; length = missing()) {
            const std::size_t old = first_.size();
            first_.resize(old + length);
            const std::size_t read = co_await stream_.async_read_some(asio::buffer(first_.data() + old, length),
                                                                      asio::redirect_error(asio::use_awaitable, error));
            first_.resize(old + read);
        }
        stream_.unread(first_);
        const std::optional<wire::Bytes> reply = tls.answers_raw() ? tls.raw_reply(first_) : std::nullopt;
        if (!reply)
            co_return false;
        log(who_, fmt::format("answered with {} bytes of its own", reply->size()));
        co_await asio::async_write(stream_, asio::buffer(*reply), asio::redirect_error(asio::use_awaitable, error));
        if (!reply->empty())  // the peer closes first
            co_await stream_.drain();
        co_return true;
    }

    asio::awaitable<bool> shake_hands() {
        SSL* connection = SSL_new(listener_.tls()->context());
        if (connection == nullptr)
            throw std::bad_alloc();
        stream_.start_tls(connection);
        listener_.tls()->prepare(connection);
        error_code error;
        co_await stream_.shake_hands(error);
        if (!error) {
            take_identity(connection);
            log(who_, fmt::format("{} {}{}", SSL_get_version(connection), SSL_get_cipher_name(connection),
                                  peer_.certified ? ", certified" : ""));
            co_return true;
        }
        const std::string refusal = listener_.tls()->refusal(connection);
        log(who_, "the handshake failed: " + (refusal.empty() ? error.message() : refusal));
        if (state_.flaws().has(core::Flaw::crashes_after_a_refusal) && !refusal.empty())
            std::abort();
        co_return false;
    }

    void take_identity(const SSL* connection) {
        const TlsIdentity identity = listener_.tls()->identity(connection);
        peer_.certified = identity.certified;
        peer_.common_name = identity.common_name;
    }

    asio::awaitable<void> converse(const std::weak_ptr<const void>& owner) {
        guard_.cancel();
        const bool has_tls = stream_.tls() != nullptr;
        const Session::Ground ground{.stream = stream_,
                                     .link = *link_,
                                     .tls = has_tls ? listener_.tls() : nullptr,
                                     .access = listener_.access(),
                                     .peer = peer_,
                                     .who = who_,
                                     .owner = owner};
        session_ = std::make_unique<Session>(state_, ground);
        co_await session_->run();
    }

    // The alert or the HTTP status is on its way; a reset would destroy it.
    asio::awaitable<void> refuse(const std::weak_ptr<const void>& owner) {
        guard(linger_time, owner);
        const bool close_notify = !state_.flaws().has(core::Flaw::closes_without_close_notify);
        co_await stream_.finish(close_notify);
        co_await stream_.drain();
    }

    const Listener& listener_;
    BrokerState& state_;
    std::string who_;
    Stream stream_;
    asio::steady_timer guard_;
    wire::Bytes first_;
    bool fell_back_ = false;
    mqtt::Peer peer_;
    std::unique_ptr<Link> link_;
    std::unique_ptr<Session> session_;
};

NetworkConnection::NetworkConnection(tcp::socket socket, const Listener& listener, BrokerState& state)
    : parts_(std::make_unique<Parts>(std::move(socket), listener, state)) {}
NetworkConnection::~NetworkConnection() = default;

asio::awaitable<void> NetworkConnection::run() {
    std::weak_ptr<const void> owner = shared_from_this();
    co_await parts_->run(std::move(owner));
}

void NetworkConnection::shut_down() {
    parts_->shut_down();
}
void NetworkConnection::abort() {
    parts_->abort();
}

void serve(tcp::socket socket, const Listener& listener, BrokerState& state) {
    const auto executor = socket.get_executor();
    const auto connection = std::make_shared<NetworkConnection>(std::move(socket), listener, state);
    state.add(connection);
    asio::co_spawn(executor, connection->run(), [connection, &state](const std::exception_ptr& error) {
        state.remove(connection);
        log_fault(error);
    });
}

}  // namespace gauntlet::reference
