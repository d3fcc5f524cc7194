// One port: what it was told, its TLS and its access rules.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "broker_state.hpp"
#include "gauntlet/reference/mqtt/access.hpp"
#include "gauntlet/reference/settings.hpp"
#include "tls.hpp"

namespace gauntlet::reference {

class Listener {
  public:
    /// Binds the port. Throws std::runtime_error, in one line, where it cannot; TlsFault.
    Listener(const boost::asio::any_io_executor& executor, const ListenerSettings& settings, BrokerState& state);

    /// Serves until close().
    boost::asio::awaitable<void> accept_all();
    void close();
    void reload();

    std::uint16_t port() const;
    const ListenerSettings& settings() const { return settings_; }
    TlsServer* tls() const { return tls_.get(); }
    const mqtt::Access& access() const { return access_; }

  private:
    void bind();

    ListenerSettings settings_;
    BrokerState& state_;
    std::unique_ptr<TlsServer> tls_;  // null: no TLS
    mqtt::Access access_;
    boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace gauntlet::reference
