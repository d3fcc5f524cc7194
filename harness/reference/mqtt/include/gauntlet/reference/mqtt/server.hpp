// What all connections share.
#pragma once

#include <memory>
#include <optional>

#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/reference/mqtt/limits.hpp"
#include "gauntlet/reference/mqtt/planted.hpp"
#include "gauntlet/reference/mqtt/time.hpp"

namespace gauntlet::reference::mqtt {

class Exchange;

/// The state of an MQTT server: sessions, subscriptions, retained messages, wills. It has no threads and no locks: all
/// calls of a Server and its Connections come from one thread. Outlives its Connections.
class Server {
  public:
    explicit Server(const Flaws& flaws, const Limits& limits = {}, const std::optional<Planted>& planted = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Publishes the wills that are due and forgets the sessions that have expired.
    void tick(Time now);

    /// When tick() has something to do; nothing where it has not. Any call of a Connection may change it.
    std::optional<Time> next_deadline() const;

  private:
    friend class Connection;
    std::unique_ptr<Exchange> exchange_;
};

}  // namespace gauntlet::reference::mqtt
