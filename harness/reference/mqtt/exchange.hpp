// The state behind a Server: who has which session, and who gets which message.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "application_message.hpp"
#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/reference/mqtt/limits.hpp"
#include "gauntlet/reference/mqtt/planted.hpp"
#include "retained.hpp"
#include "session.hpp"

namespace gauntlet::reference::mqtt {

class Exchange {
  public:
    Exchange(const Flaws& flaws, const Limits& limits, const std::optional<Planted>& planted);

    const Flaws& flaws() const { return flaws_; }
    const Limits& limits() const { return limits_; }
    const std::optional<Planted>& planted() const { return planted_; }

    /// Publishes the wills that are due and forgets the sessions that have expired.
    void tick(Time now);
    std::optional<Time> next_deadline() const;

    // --- sessions ---

    /// nullptr where there is none. Valid until the session ends.
    Session* find(std::string_view client_identifier);
    /// nullptr where the server has as many as it keeps.
    Session* open(std::string_view client_identifier, const std::optional<std::string>& user);
    /// The session has ended: what it still owes is its will.
    void end(Session& session, Time now);
    /// Its network connection has ended: the will is published, now or later, and the session ends, now or later.
    void disconnected(Session& session, Time now);
    /// For a client that leaves the choice to the server [MQTT-3.1.3-6]: an identifier that no session has.
    std::string new_client_identifier();

    // --- messages ---

    /// Keeps it where it is to be retained, and gives it to all who have subscribed. A reason code: success, or why
    /// nothing of that was done.
    std::uint8_t publish(ApplicationMessage message, Time now);

    /// The retained messages that a new subscription gets (MQTT 5.0 section 3.3.1.3).
    void send_retained(Session& session, const Subscribed& subscribed, Time now);

  private:
    void distribute(const SharedMessage& message, Time now);
    void deliver_shared(const std::string& name, const SharedMessage& message, Time now);

    const Flaws flaws_;
    const Limits limits_;
    const std::optional<Planted> planted_;
    std::map<std::string, std::unique_ptr<Session>, std::less<>> sessions_;
    Retained retained_;
    std::uint64_t last_served_ = 0;
    std::uint64_t last_assigned_ = 0;
};

}  // namespace gauntlet::reference::mqtt
