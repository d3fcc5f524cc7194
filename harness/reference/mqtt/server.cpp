#include "gauntlet/reference/mqtt/server.hpp"

#include "exchange.hpp"

namespace gauntlet::reference::mqtt {

Server::Server(const Flaws& flaws, const Limits& limits, const std::optional<Planted>& planted)
    : exchange_(std::make_unique<Exchange>(flaws, limits, planted)) {}

Server::~Server() = default;

void Server::tick(Time now) {
    exchange_->tick(now);
}

std::optional<Time> Server::next_deadline() const {
    return exchange_->next_deadline();
}

}  // namespace gauntlet::reference::mqtt
