// The companions of a broker: processes of the instance that are started before it and ended after it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/broker/listener.hpp"
#include "gauntlet/broker/log.hpp"
#include "gauntlet/core/observation.hpp"
#include "process.hpp"

namespace gauntlet::broker {

struct Companion;

struct RunningCompanion {
    std::string name;
    std::shared_ptr<Process> process;
    int stop_signal = 0;
    std::chrono::milliseconds stop_grace{0};
};

// Waits for its log line from `from` on and for its port. Nothing when it is ready; else why it is not: process/exit,
// signal or timeout.
boost::asio::awaitable<std::optional<core::Observation>> wait_for_companion(const Companion& rule,
                                                                            const Process& process, const Log& log,
                                                                            std::uint64_t from, std::uint16_t port);

// How the first one that has ended did, with its name; nothing while all of them run.
std::optional<core::Observation> ended_companion(const std::vector<RunningCompanion>& companions, const Log& log);

// Returns when one of the processes has ended.
boost::asio::awaitable<void> one_has_ended(std::vector<std::shared_ptr<Process>> processes);

// By its signal and, when the grace is over, by SIGKILL; reaps. False where it had to be killed.
boost::asio::awaitable<bool> stop_process(Process& process, int signal, std::chrono::milliseconds grace);

}  // namespace gauntlet::broker
