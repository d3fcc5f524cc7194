#include "polled_socket.hpp"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <chrono>

#include "gauntlet/net/punctual.hpp"
#include "is_ending.hpp"

namespace gauntlet::net {

using boost::system::error_code;

namespace {

error_code last_error() {
    return {errno, boost::system::system_category()};
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

void PolledSocket::set(int level, int option, int value) const {
    ::setsockopt(socket_, level, option, &value, sizeof value);
}

void PolledSocket::close() {
    if (socket_ >= 0)
        ::close(socket_);
    socket_ = -1;
}

bool PolledSocket::wait(short events, Deadline deadline) const {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd waiting{socket_, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<long>(left, 0, 3'600'000)));
        if (ready > 0)
            return true;
        if (ready == 0 && Clock::now() >= deadline) {
            check_punctual(deadline);
            return false;
        }
        if (ready < 0 && errno != EINTR)
            throw boost::system::system_error(last_error(), "waiting for the peer");
    }
}

error_code PolledSocket::connect(const boost::asio::ip::tcp::endpoint& endpoint, Deadline deadline) {
    close();
    socket_ = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0)
        return last_error();
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    if (::connect(socket_, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0)
        return {};
    if (errno != EINPROGRESS)
        return last_error();
    if (!wait(POLLOUT, deadline))
        return boost::asio::error::timed_out;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    return {error, boost::system::system_category()};
}

// It waits first: what is asked for has hardly ever arrived.
Arrival PolledSocket::read(std::span<std::uint8_t> buffer, Deadline deadline) {
    for (;;) {
        if (socket_ >= 0 && !wait(POLLIN, deadline))
            return {Arrival::How::timeout};
        const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (count > 0)
            return {Arrival::How::bytes, static_cast<std::size_t>(count)};
        if (count == 0)
            return {reset_ ? Arrival::How::reset : Arrival::How::fin};
        if (would_block())
            continue;
        if (!is_ending(last_error()))
            throw boost::system::system_error(last_error(), "reading from the peer");
        reset_ = true;
    }
}

bool PolledSocket::write(wire::View bytes, Deadline deadline) {
    while (!bytes.empty() && !write_broken_) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        } else if (would_block()) {
            write_broken_ = !wait(POLLOUT, deadline);
        } else {
            if (!is_ending(last_error()))
                throw boost::system::system_error(last_error(), "writing to the peer");
            write_broken_ = true;
            reset_ = reset_ || errno == ECONNRESET;
        }
    }
    set(IPPROTO_TCP, TCP_QUICKACK, 1);
    return bytes.empty();
}

void PolledSocket::shutdown_send() {
    ::shutdown(socket_, SHUT_WR);
    write_broken_ = true;
}

void PolledSocket::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
    write_broken_ = true;
}

}  // namespace gauntlet::net
