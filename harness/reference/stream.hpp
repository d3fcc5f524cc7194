// The byte stream of one accepted connection: TCP, with TLS over it once that is started.
#pragma once

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/append.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <optional>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::reference {

using boost::system::error_code;

/// An AsyncStream and SyncStream, so that Beast can stand on it. One read and one write at a time.
class Stream {
  public:
    using Socket = boost::asio::ip::tcp::socket;
    using executor_type = Socket::executor_type;
    using lowest_layer_type = Socket::lowest_layer_type;
    using next_layer_type = Socket;
    using Tls = boost::asio::ssl::stream<Socket&>;

    explicit Stream(Socket socket) : socket_(std::move(socket)) {}

    executor_type get_executor() { return socket_.get_executor(); }
    lowest_layer_type& lowest_layer() { return socket_.lowest_layer(); }
    Socket& next_layer() { return socket_; }
    Socket& socket() { return socket_; }

    /// Takes `connection` over. Before the handshake; nothing else may be read before that.
    void start_tls(SSL* connection) { tls_.emplace(socket_, connection); }
    /// nullptr: there is no TLS.
    SSL* tls() { return tls_ ? tls_->native_handle() : nullptr; }
    /// What was read of the socket before goes in front.
    boost::asio::awaitable<void> shake_hands(error_code& error);

    /// Gives bytes back that were read too early; once they have been read again, more can be.
    void unread(wire::View bytes) { unread_.assign(bytes.begin(), bytes.end()); }

    /// Ends our direction: close_notify where there is TLS, then FIN. What still comes in can be read.
    boost::asio::awaitable<void> finish(bool close_notify);
    /// Reads and throws away what the peer sends, until it closes: data left unread turns a FIN into a RST.
    boost::asio::awaitable<void> drain();
    /// Closes the socket; operations that are under way end with an error.
    void abort();

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& target) {
                if (!unread_.empty()) {
                    const std::size_t length = take_unread(target);
                    boost::asio::post(get_executor(), boost::asio::append(std::move(handler), error_code(), length));
                } else if (tls_) {
                    tls_->async_read_some(target, std::move(handler));
                } else {
                    socket_.async_read_some(target, std::move(handler));
                }
            },
            token, buffers);
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& source) {
                if (tls_)
                    tls_->async_write_some(source, std::move(handler));
                else
                    socket_.async_write_some(source, std::move(handler));
            },
            token, buffers);
    }

    /// Blocks the thread.
    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers, error_code& error) {
        error.clear();
        if (!unread_.empty())
            return take_unread(buffers);
        return tls_ ? tls_->read_some(buffers, error) : socket_.read_some(buffers, error);
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers, error_code& error) {
        return tls_ ? tls_->write_some(buffers, error) : socket_.write_some(buffers, error);
    }

  private:
    template <typename Buffers>
    std::size_t take_unread(const Buffers& target) {
        const std::size_t length = boost::asio::buffer_copy(target, boost::asio::buffer(unread_));
        unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(length));
        return length;
    }

    Socket socket_;
    std::optional<Tls> tls_;
    wire::Bytes unread_;
};

}  // namespace gauntlet::reference
