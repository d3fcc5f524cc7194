// Wakes up when a process writes to its log, or ends.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>

#include "descriptor.hpp"
#include "gauntlet/net/readable.hpp"
#include "time_point.hpp"

namespace gauntlet::broker {

class LogWatch {
  public:
    // Throws StartFault.
    LogWatch(const std::filesystem::path& log, int pidfd);
    // True after a write or the end since the last call, false at the deadline.
    boost::asio::awaitable<bool> changed(TimePoint deadline);

  private:
    Descriptor inotify_;
    Descriptor epoll_;  // readable when either is
};

}  // namespace gauntlet::broker
