// What the connections of one broker share. One thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <set>
#include <vector>

#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/reference/mqtt/server.hpp"

namespace gauntlet::reference {

class NetworkConnection;

class BrokerState {
  public:
    BrokerState(const boost::asio::any_io_executor& executor, const Flaws& flaws,
                const std::optional<mqtt::Planted>& planted)
        : flaws_(flaws), server_(flaws, {}, planted), clock_(executor) {}

    const Flaws& flaws() const { return flaws_; }
    mqtt::Server& server() { return server_; }
    /// After every call of the server or of one of its connections.
    void arm_clock();

    void add(const std::shared_ptr<NetworkConnection>& connection) { connections_.insert(connection); }
    void remove(const std::shared_ptr<NetworkConnection>& connection);
    const std::set<std::shared_ptr<NetworkConnection>>& connections() const { return connections_; }
    void stop_clock() { clock_.cancel(); }

  private:
    const Flaws& flaws_;
    mqtt::Server server_;
    boost::asio::steady_timer clock_;
    std::set<std::shared_ptr<NetworkConnection>> connections_;
    std::vector<std::shared_ptr<NetworkConnection>> kept_;  // flaw leaks_per_connection
};

}  // namespace gauntlet::reference
