#include "blocking_socket.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>

#include "gauntlet/net/punctual.hpp"
#include "is_ending.hpp"

namespace gauntlet::net {

using boost::system::error_code;
using std::chrono::milliseconds;

namespace {

// A call may return so much too early or too late for its deadline: to tell the kernel the time that is left before
// each of them would cost as much as the call.
constexpr milliseconds slack{20};

error_code last_error() {
    return {errno, boost::system::system_category()};
}

// The kernel's time is up, or a signal came.
bool is_interruption(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

bool is_over(Deadline deadline) {
    if (Clock::now() < deadline)
        return false;
    check_punctual(deadline);
    return true;
}

}  // namespace

BlockingSocket::BlockingSocket() : receiving_{SO_RCVTIMEO}, sending_{SO_SNDTIMEO} {}

void BlockingSocket::set(int level, int option, int value) const {
    ::setsockopt(socket_, level, option, &value, sizeof value);
}

void BlockingSocket::allow(Limit& limit, Deadline deadline) const {
    constexpr milliseconds least{1};  // 0 is for ever
    const milliseconds left = std::max(least, std::chrono::ceil<milliseconds>(deadline - Clock::now()));
    if (limit.time >= least && limit.time <= left + slack && left <= limit.time + slack)
        return;
    limit.time = std::min(left, milliseconds(std::chrono::hours(1)));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit.time);
    const timeval time{.tv_sec = seconds.count(), .tv_usec = std::chrono::microseconds(limit.time - seconds).count()};
    ::setsockopt(socket_, SOL_SOCKET, limit.option, &time, sizeof time);
}

void BlockingSocket::close() {
    if (socket_ >= 0)
        ::close(socket_);
    socket_ = -1;
    receiving_.time = sending_.time = milliseconds(0);
}

error_code BlockingSocket::connect(const boost::asio::ip::tcp::endpoint& endpoint, Deadline deadline) {
    close();
    socket_ = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0)
        return last_error();
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    for (;;) {
        allow(sending_, deadline);
        if (::connect(socket_, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0)
            return {};
        // Linux goes on waiting where it is called again.
        if (!is_interruption(errno) && errno != EINPROGRESS && errno != EALREADY)
            return last_error();
        if (is_over(deadline))
            return boost::asio::error::timed_out;
    }
}

Arrival BlockingSocket::read(std::span<std::uint8_t> buffer, Deadline deadline) {
    for (;;) {
        allow(receiving_, deadline);
        const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (count > 0)
            return {Arrival::How::bytes, static_cast<std::size_t>(count)};
        if (count == 0)
            return {reset_ ? Arrival::How::reset : Arrival::How::fin};
        if (is_interruption(errno)) {
            if (is_over(deadline))
                return {Arrival::How::timeout};
            continue;
        }
        if (!is_ending(last_error()))
            throw boost::system::system_error(last_error(), "reading from the peer");
        reset_ = true;
        return {Arrival::How::reset};
    }
}

bool BlockingSocket::write(wire::View bytes, Deadline deadline) {
    while (!bytes.empty() && !write_broken_) {
        allow(sending_, deadline);
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        } else if (is_interruption(errno)) {
            write_broken_ = is_over(deadline);
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

void BlockingSocket::shutdown_send() {
    ::shutdown(socket_, SHUT_WR);
    write_broken_ = true;
}

void BlockingSocket::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
    write_broken_ = true;
}

}  // namespace gauntlet::net
