#include "broker_state.hpp"

#include "network_connection.hpp"

namespace gauntlet::reference {

void BrokerState::arm_clock() {
    const std::optional<mqtt::Time> deadline = server_.next_deadline();
    if (!deadline) {
        clock_.cancel();
        return;
    }
    clock_.expires_at(*deadline);
    clock_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled)
            return;
        server_.tick(std::chrono::steady_clock::now());
        arm_clock();
    });
}

void BrokerState::remove(const std::shared_ptr<NetworkConnection>& connection) {
    connections_.erase(connection);
    if (flaws_.has(core::Flaw::leaks_per_connection))
        kept_.push_back(connection);
}

}  // namespace gauntlet::reference
