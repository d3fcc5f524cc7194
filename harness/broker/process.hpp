// A child process with its group: watched through a pidfd, killed and reaped at the latest by the destructor.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/net/readable.hpp"
#include "spawn.hpp"
#include "time_point.hpp"
#include "warden.hpp"

namespace gauntlet::broker {

struct Ending {
    bool by_signal = false;
    int code = 0;  // the exit status, or the signal's number
};

// process/exit or process/signal; `log` are the last lines of the process' log.
core::Observation observation_of(const Ending& ending, const std::vector<std::string>& log);

class Process {
  public:
    // Throws StartFault. Without a warden only for what ends before its caller goes on.
    Process(std::shared_ptr<Warden> warden, const SpawnRequest& request);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t pid() const { return spawned_.pid; }
    int pidfd() const { return spawned_.pidfd.get(); }
    // Asks the kernel; from any thread.
    bool alive() const { return !ending(); }
    // How it ended; nothing while it runs.
    std::optional<Ending> ending() const;
    boost::asio::awaitable<bool> ended_until(TimePoint deadline) const { return net::readable(pidfd(), deadline); }

    void signal(int number) noexcept;
    void kill_group() noexcept;
    // Kills what is left of the group and reaps; blocks until the process has ended, so after kill_group() or its end.
    Ending finish() noexcept;

  private:
    std::shared_ptr<Warden> warden_;
    Spawned spawned_;
    mutable std::mutex mutex_;  // guards reaping: the process' number is another's afterwards
    std::optional<Ending> reaped_;
};

}  // namespace gauntlet::broker
