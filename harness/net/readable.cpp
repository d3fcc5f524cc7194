#include "gauntlet/net/readable.hpp"

#include <fcntl.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <memory>
#include <system_error>

#include "gauntlet/net/punctual.hpp"

namespace gauntlet::net {
namespace asio = boost::asio;

namespace {

// The timer's handler may run after the wait is over, so it shares what it touches.
struct Wait {
    asio::posix::stream_descriptor descriptor;
    asio::steady_timer timer;
    bool expired = false;

    Wait(const asio::any_io_executor& executor, int duplicate) : descriptor(executor, duplicate), timer(executor) {}
};

}  // namespace

asio::awaitable<bool> readable(int descriptor, std::chrono::steady_clock::time_point deadline) {
    const int duplicate = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (duplicate < 0)
        throw std::system_error(errno, std::generic_category(), "cannot duplicate a descriptor");
    const auto due = std::max(deadline, std::chrono::steady_clock::now());  // it may be a look at what has passed
    const auto wait = std::make_shared<Wait>(co_await asio::this_coro::executor, duplicate);
    if (deadline != std::chrono::steady_clock::time_point::max()) {
        wait->timer.expires_at(deadline);
        wait->timer.async_wait([wait](boost::system::error_code error) {
            if (error)
                return;
            wait->expired = true;
            wait->descriptor.cancel();
        });
    }
    const auto [error] = co_await wait->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                                              asio::as_tuple(asio::use_awaitable));
    wait->timer.cancel();
    if (!error)
        co_return true;
    if (wait->expired) {
        check_punctual(due);
        co_return false;
    }
    throw boost::system::system_error(error, "waiting for a descriptor");
}

}  // namespace gauntlet::net
