// One running broker process and everything that came with it.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gauntlet/broker/listener.hpp"
#include "gauntlet/broker/log.hpp"
#include "gauntlet/broker/resources.hpp"
#include "gauntlet/core/observation.hpp"

namespace gauntlet::broker {

enum class StopHow {
    orderly,  // the adapter's signal, its grace, then SIGKILL
    kill,     // SIGKILL at once, where the orderly stop is not graded (0.5 ms instead of 100); orderly under a wrapper
};

struct Stopped {
    core::Observation observation;      // process/exit or process/signal
    std::chrono::milliseconds stop_ms;  // from the request to the end of the process
    bool killed = false;                // the grace was over, or StopHow::kill
};

// Owned by one place; alive(), resources() and log() may be called from any thread. The destructor kills what still
// runs, reaps it and removes the folder.
class Instance {
  public:
    class State;
    explicit Instance(std::unique_ptr<State> state);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    pid_t pid() const;
    const std::vector<ListenerPorts>& ports() const;  // in the order of the requests
    const Log& log() const;
    // Whether the process and its companions run, as the kernel knows it now.
    bool alive() const;
    // Whether one of them is on its way out (is_exiting()).
    bool exiting() const;
    // Of all of them together. Nothing once one has ended.
    std::optional<Resources> resources() const;
    // The log lines from `from` on that match the adapter's crash patterns.
    std::vector<std::string> crash_lines(std::uint64_t from = 0) const;
    // Gives a listener, by its place among the requests, other CRLs, and has the broker read its files again. Returns
    // when its log says that it has (process/accepted), when the deadline is over (process/timeout) or when it ended.
    // Throws StartFault where a file cannot be written; std::logic_error where the adapter has no [reload].
    boost::asio::awaitable<core::Observation> reload(std::size_t listener, std::string crl_pem,
                                                     std::chrono::steady_clock::time_point deadline);
    // Waits until the process or a companion ends: process/exit or process/signal, with the last lines of the log.
    // Returns at once if it has ended. May be awaited by several coroutines, and cancelled.
    boost::asio::awaitable<core::Observation> ended();
    // Ends the process with its whole group, then its companions, reaps them, removes the folder. Of what has ended
    // before, how it did.
    boost::asio::awaitable<Stopped> stop(StopHow how = StopHow::orderly);

  private:
    std::unique_ptr<State> state_;
};

}  // namespace gauntlet::broker
