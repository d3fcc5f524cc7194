// Starts brokers and answers for them: whatever happens to this process, kill -9 included, children are ended and
// temporary folders removed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/instance.hpp"
#include "gauntlet/broker/listener.hpp"
#include "gauntlet/core/observation.hpp"

namespace gauntlet::broker {

// The machine, not the broker, is in the way: no process, folder or port can be had, a prepare command failed.
class StartFault : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// What law 5 asks for, and what was seen of it.
struct Readiness {
    bool log_line = false;                      // the broker's claim (true where it writes none)
    bool ports = false;                         // every port of every listener was open
    bool alive = false;                         // after everything else
    std::vector<core::Observation> handshakes;  // one per TLS port: ServerHello or an alert counts as an answer
    bool complete() const;
};

struct StartResult {
    std::unique_ptr<Instance> instance;  // null: it did not become ready, and nothing of it is left
    core::Observation observation;       // process/accepted when ready; else process/exit, signal or timeout
    Readiness seen;
    std::chrono::milliseconds ready_ms{0};  // from the start of the process to the last answer
    std::vector<std::string> log_tail;      // the last lines of a broker that did not become ready
    bool ready() const { return instance != nullptr; }
};

// Not an aggregate: GCC 12 copies a braced aggregate in the arguments of a co_await bit by bit (PR 98401).
struct Launch {
    Launch() = default;
    explicit Launch(std::filesystem::path log_file) : log(std::move(log_file)) {}
    explicit Launch(std::chrono::milliseconds until) : deadline(until) {}

    std::filesystem::path
        log;  // where the log is written (created or appended to, 0600); empty: in the instance's folder
    std::optional<std::chrono::milliseconds> deadline;  // unset: the adapter's
};

class Supervisor {
  public:
    // Forks the warden, so it belongs at the start of main, before threads. Throws StartFault.
    Supervisor();
    // Ends the warden. No instance may be left.
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // Starts one process with these listeners and waits until it is ready (law 5), ends, or the deadline is over.
    // A start that failed because a port was taken is repeated once with other ports: what came between the reservation
    // of a port and its use is not the broker's fault. Call it on a thread that lives as long as the instance: the
    // kernel ends a broker with the thread that forked it (PR_SET_PDEATHSIG). Throws StartFault; std::logic_error
    // without a program, without a listener, or with several where the adapter's `listeners` is one.
    boost::asio::awaitable<StartResult> start(const Adapter& adapter, const Installation& installation,
                                              std::vector<ListenerRequest> listeners, Launch launch = Launch());

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gauntlet::broker
