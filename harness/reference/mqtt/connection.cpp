#include "gauntlet/reference/mqtt/connection.hpp"

#include "protocol.hpp"

namespace gauntlet::reference::mqtt {

Connection::Connection(Server& server, const Access& access, const Peer& peer, Output& output, Time now)
    : protocol_(std::make_unique<Protocol>(*server.exchange_, access, peer, output, now)) {}

Connection::~Connection() = default;

void Connection::receive(wire::View bytes, Time now) {
    protocol_->receive(bytes, now);
}

void Connection::network_ended(Time now) {
    protocol_->network_ended(now);
}

void Connection::writable(Time now) {
    protocol_->writable(now);
}

void Connection::shut_down(Time now) {
    protocol_->shut_down(now);
}

void Connection::tick(Time now) {
    protocol_->tick(now);
}

std::optional<Time> Connection::next_deadline() const {
    return protocol_->next_deadline();
}

}  // namespace gauntlet::reference::mqtt
