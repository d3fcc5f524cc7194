// Starts brokers for cells and counts what they took.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/plan/materials.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/plan/subject.hpp"
#include "server.hpp"
#include "turns.hpp"

namespace gauntlet::plan {

struct Started {
    std::unique_ptr<Server> server;  // null: it did not become ready
    core::Observation observation;   // process/accepted, exit, signal or timeout, with the facts of law 5
    std::string log;                 // path below the run's folder; "" where there is none
};

class Starter {
  public:
    Starter(std::span<const Subject> subjects, broker::Supervisor& supervisor, const Materials& materials,
            const Settings& settings);

    // Throws broker::StartFault where the machine is in the way.
    boost::asio::awaitable<Started> start(std::size_t broker, const std::vector<PlannedListener>& listeners);
    // Ends the process; what no cell told of becomes a fault of the run.
    boost::asio::awaitable<void> stop(std::size_t broker, std::unique_ptr<Server> server, broker::StopHow how);
    void add_fault(std::size_t broker, const std::string& what);

    const std::vector<record::BrokerInfo>& brokers() const { return brokers_; }
    const std::vector<std::string>& faults() const { return faults_; }

  private:
    Started connect(std::size_t broker, const External& external, const std::vector<PlannedListener>& listeners);
    drive::Target target(std::size_t broker, const core::Profile& profile) const;
    Server::Door door(std::size_t broker, const PlannedListener& listener, const broker::ListenerPorts& ports) const;
    void give_process(drive::Target& target, broker::Instance& instance, std::size_t listener) const;
    std::string next_log(std::size_t broker);

    std::span<const Subject> subjects_;
    broker::Supervisor& supervisor_;
    const Materials& materials_;
    const Settings& settings_;
    mutable net::TlsContexts contexts_;  // a cache
    std::vector<record::BrokerInfo> brokers_;
    std::deque<Turns> turns_;  // of each broker
    std::vector<std::string> faults_;
};

}  // namespace gauntlet::plan
