// Plays sessions on a broker that is started for them, and asks the oracles.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/fuzz/oracles/watch.hpp"
#include "gauntlet/fuzz/triage/minimise.hpp"
#include "gauntlet/plan/arena.hpp"

namespace gauntlet::fuzz::triage {

enum class Broker : std::uint8_t {
    fresh,   // one that has seen nothing yet
    usable,  // the one before, if no alarm was raised on it
};

// A session that nothing is wrong with: connects, asks for a PINGRESP, disconnects.
Session control_session(const core::Profile& profile);

class Stage {
  public:
    // The arena must outlive the stage. `growth`: how long memory and descriptors are watched.
    explicit Stage(plan::Arena& arena, oracles::GrowthLimits growth = {}) : arena_(arena), growth_(growth) {}

    // Plays the sessions, once, or as often as the oracle of `expected` needs (memory, descriptors), and returns the
    // alarm of the same fault if it comes, else the first other one. Where the process ended, how it did, with what its
    // log says. `expected` without an oracle: any alarm.
    boost::asio::awaitable<std::optional<oracles::Alarm>> play(Sessions sessions, oracles::Alarm expected,
                                                               Broker broker);
    // Good sessions alone, as often as the sessions of `expected` are played, on the broker that comes next: nothing
    // may be raised. They calibrate what latency and growth are measured against.
    boost::asio::awaitable<std::optional<oracles::Alarm>> control(std::size_t sessions, oracles::Alarm expected);

    // From now on no step takes longer: what is left of a session may wait for what no broker sends.
    void limit_steps(std::chrono::milliseconds longest) { longest_step_ = longest; }

    boost::asio::awaitable<void> close();

    // What the latest broker was configured with, as far as its command line names files; "" where it does not.
    const std::string& configuration() const { return configuration_; }
    // Recorder::state() of the latest session.
    const std::string& state() const { return state_; }

  private:
    boost::asio::awaitable<void> prepare(Broker broker);
    void watch();
    boost::asio::awaitable<std::optional<oracles::Alarm>> run(Session session, bool good);
    boost::asio::awaitable<std::optional<oracles::Alarm>> afterwards(oracles::Alarm expected);
    boost::asio::awaitable<std::optional<oracles::Alarm>> probe();
    boost::asio::awaitable<std::optional<oracles::Alarm>> idle();
    boost::asio::awaitable<oracles::Alarm> explained(oracles::Alarm alarm);
    std::size_t rounds(const oracles::Alarm& expected, std::size_t sessions) const;

    plan::Arena& arena_;
    oracles::GrowthLimits growth_;
    oracles::Slope control_slope_;
    std::chrono::milliseconds longest_step_ = std::chrono::hours(1);
    std::optional<plan::Standing> standing_;
    std::optional<oracles::Watch> watch_;
    std::string configuration_;
    std::string state_;
};

}  // namespace gauntlet::fuzz::triage
