#include "stream.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gauntlet::reference {

namespace asio = boost::asio;

asio::awaitable<void> Stream::shake_hands(error_code& error) {
    wire::Bytes first;
    first.swap(unread_);
    co_await tls_->async_handshake(asio::ssl::stream_base::server, asio::buffer(first),
                                   asio::redirect_error(asio::use_awaitable, error));
}

// RFC 8446 6.1: close_notify is sent before the write side is closed; waiting for the peer's is not asked for, and a
// peer that never sends it would hold our FIN back. With RECEIVED set, SSL_shutdown sends ours and does not wait. It
// must not be called before a handshake is done, nor after a fatal error: then an alert has been sent already.
asio::awaitable<void> Stream::finish(bool close_notify) {
    error_code ignored;
    if (close_notify && tls_ && SSL_is_init_finished(tls()) == 1) {
        SSL_set_shutdown(tls(), SSL_get_shutdown(tls()) | SSL_RECEIVED_SHUTDOWN);
        co_await tls_->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
    }
    socket_.shutdown(Socket::shutdown_send, ignored);
}

// async_read_some would wait for ever where the end was read before: Asio is told of it by an edge, once. async_wait
// asks anew.
asio::awaitable<void> Stream::drain() {
    std::array<std::uint8_t, 4096> rest;
    error_code error;
    socket_.non_blocking(true, error);
    while (!error) {
        co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
        if (error)
            break;
        socket_.read_some(asio::buffer(rest), error);
        if (error == asio::error::would_block)
            error.clear();
    }
}

void Stream::abort() {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace gauntlet::reference
