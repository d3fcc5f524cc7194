#include "log_watch.hpp"

#include <sys/epoll.h>
#include <sys/inotify.h>

#include <array>

#include "gauntlet/broker/supervisor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {

LogWatch::LogWatch(const std::filesystem::path& log, int pidfd)
    : inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    const auto add = [this](int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
    };
    if (!inotify_ || !epoll_ || ::inotify_add_watch(inotify_.get(), log.c_str(), IN_MODIFY) < 0 ||
        !add(inotify_.get()) || !add(pidfd))
        throw StartFault(system_words("cannot watch " + log.string()));
}

boost::asio::awaitable<bool> LogWatch::changed(TimePoint deadline) {
    const bool event = co_await net::readable(epoll_.get(), deadline);
    std::array<char, 4096> events{};
    while (::read(inotify_.get(), events.data(), events.size()) > 0) {
    }
    co_return event;
}

}  // namespace gauntlet::broker
