// One accepted connection from its first byte to its last: TLS, WebSocket, MQTT.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "broker_state.hpp"
#include "listener.hpp"

namespace gauntlet::reference {

/// Serves it on the socket's executor. `listener` and `state` outlive it.
void serve(boost::asio::ip::tcp::socket socket, const Listener& listener, BrokerState& state);

class NetworkConnection : public std::enable_shared_from_this<NetworkConnection> {
  public:
    NetworkConnection(boost::asio::ip::tcp::socket socket, const Listener& listener, BrokerState& state);
    ~NetworkConnection();

    boost::asio::awaitable<void> run();
    /// The broker ends: says so where there is a session.
    void shut_down();
    /// Ends at once.
    void abort();

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gauntlet::reference
