#include "socket.hpp"

#include <netinet/tcp.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "blocking_socket.hpp"
#include "gauntlet/net/punctual.hpp"
#include "is_ending.hpp"

namespace gauntlet::net {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

bool is_ending(const error_code& error) {
    for (const auto ending : {asio::error::connection_reset, asio::error::connection_aborted, asio::error::broken_pipe,
                              asio::error::timed_out, asio::error::host_unreachable, asio::error::network_unreachable,
                              asio::error::network_down, asio::error::network_reset, asio::error::not_connected,
                              asio::error::shut_down, asio::error::bad_descriptor})
        if (error == ending)
            return true;
    return error == asio::error::eof;
}

// Shared with the timer's handler, which may run after the socket is gone.
struct Socket::State {
    explicit State(const asio::any_io_executor& executor) : socket(executor), timer(executor) {}

    // Cancels what the socket waits for once the deadline has passed.
    static void arm(const std::shared_ptr<State>& state, Deadline deadline) {
        const std::uint64_t armed = ++state->generation;
        state->expired = false;
        state->timer.expires_at(deadline);
        state->timer.async_wait([weak = std::weak_ptr<State>(state), armed](const error_code& error) {
            const std::shared_ptr<State> self = weak.lock();
            if (!self || error || self->generation != armed)
                return;
            self->expired = true;
            error_code ignored;
            self->socket.cancel(ignored);
        });
    }
    void disarm() {
        ++generation;
        timer.cancel();
    }

    tcp::socket socket;
    asio::steady_timer timer;
    std::uint64_t generation = 0;
    bool expired = false;
};

Socket::Socket(const asio::any_io_executor& executor, bool alone) {
    if (alone)
        blocking_ = std::make_unique<BlockingSocket>();
    else
        state_ = std::make_shared<State>(executor);
}

Socket::Socket(Socket&&) noexcept = default;
Socket& Socket::operator=(Socket&&) noexcept = default;

Socket::~Socket() {
    if (state_) {
        error_code ignored;
        watch_.closing(state_->socket);
        state_->socket.close(ignored);
        state_->disarm();
    }
}

asio::awaitable<error_code> Socket::connect(tcp::endpoint endpoint, Deadline deadline) {
    if (blocking_)
        co_return blocking_->connect(endpoint, deadline);
    error_code error;
    if (state_->socket.is_open())
        state_->socket.close(error);
    watch_.connecting();
    State::arm(state_, deadline);
    co_await state_->socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
    state_->disarm();
    watch_.connected(state_->socket, endpoint, error);
    if (state_->expired) {
        check_punctual(deadline);
        co_return asio::error::timed_out;
    }
    if (error == asio::error::operation_aborted)
        throw boost::system::system_error(error);
    if (error)
        co_return error;
    error_code ignored;
    state_->socket.non_blocking(true, error);
    state_->socket.set_option(tcp::no_delay(true), ignored);
    co_return error;
}

// False: the deadline passed.
asio::awaitable<bool> Socket::wait(tcp::socket::wait_type what, Deadline deadline) {
    error_code error;
    State::arm(state_, deadline);
    co_await state_->socket.async_wait(what, asio::redirect_error(asio::use_awaitable, error));
    state_->disarm();
    if (error == asio::error::operation_aborted && !state_->expired)
        throw boost::system::system_error(error);
    if (error == asio::error::operation_aborted)
        check_punctual(deadline);
    else if (error)
        throw boost::system::system_error(error, "waiting for the peer");
    co_return !error;
}

// Without it a broker that has not set TCP_NODELAY waits up to 44 ms for our delayed ACK. The option does not stick.
void Socket::quick_ack() {
    const int on = 1;
    ::setsockopt(state_->socket.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

asio::awaitable<Arrival> Socket::read(std::span<std::uint8_t> buffer, Deadline deadline) {
    if (blocking_)
        co_return blocking_->read(buffer, deadline);
    quick_ack();
    for (;;) {
        error_code error;
        const std::size_t count = state_->socket.read_some(asio::buffer(buffer.data(), buffer.size()), error);
        if (!error) {
            watch_.passed(Direction::received, buffer.first(count));
            co_return Arrival{Arrival::How::bytes, count};
        }
        if (error == asio::error::interrupted)
            continue;
        if (error == asio::error::would_block || error == asio::error::try_again) {
            const bool ready = co_await wait(tcp::socket::wait_read, deadline);
            if (!ready)
                co_return Arrival{Arrival::How::timeout};
            continue;
        }
        if (!is_ending(error))
            throw boost::system::system_error(error, "reading from the peer");
        // The error of a reset is reported once: where a write took it, reading finds the end of the stream.
        if (error != asio::error::eof)
            reset_ = true;
        watch_.ended(reset_);
        co_return Arrival{reset_ ? Arrival::How::reset : Arrival::How::fin};
    }
}

asio::awaitable<bool> Socket::write(wire::View bytes, Deadline deadline) {
    if (blocking_)
        co_return blocking_->write(bytes, deadline);
    while (!bytes.empty() && !write_broken_) {
        error_code error;
        const std::size_t count = state_->socket.write_some(asio::buffer(bytes.data(), bytes.size()), error);
        if (!error) {
            watch_.passed(Direction::sent, bytes.first(count));
            bytes = bytes.subspan(count);
        } else if (error == asio::error::would_block || error == asio::error::try_again) {
            write_broken_ = !co_await wait(tcp::socket::wait_write, deadline);
        } else if (error != asio::error::interrupted) {
            if (!is_ending(error))
                throw boost::system::system_error(error, "writing to the peer");
            write_broken_ = true;
            reset_ = reset_ || error == asio::error::connection_reset;
        }
    }
    quick_ack();
    co_return bytes.empty();
}

void Socket::shutdown_send() {
    if (blocking_)
        return blocking_->shutdown_send();
    error_code ignored;
    state_->socket.shutdown(tcp::socket::shutdown_send, ignored);
    watch_.shut_down();
    write_broken_ = true;
}

void Socket::reset() {
    if (blocking_)
        return blocking_->reset();
    error_code ignored;
    state_->socket.set_option(asio::socket_base::linger(true, 0), ignored);
    watch_.reset();
    state_->socket.close(ignored);
    write_broken_ = true;
}

}  // namespace gauntlet::net
