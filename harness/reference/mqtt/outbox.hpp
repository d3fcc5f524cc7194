// The messages that are on their way to one session (MQTT 5.0 sections 4.1, 4.3, 4.4 and 4.9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "application_message.hpp"
#include "gauntlet/reference/mqtt/limits.hpp"
#include "outlet.hpp"

namespace gauntlet::reference::mqtt {

/// Packet identifiers, acknowledgements and the send quota. While a connection is attached, messages are sent as far
/// as its Receive Maximum and its Outlet allow; the rest waits, and so do all of QoS 1 and 2 while there is none.
class Outbox {
  public:
    explicit Outbox(const Limits& limits) : limits_(limits) {}

    /// Sends again what was not acknowledged, in the original order [MQTT-4.4.0-1] [MQTT-4.6.0-5], then what waited.
    void attach(Outlet& outlet, Time now);
    void detach() { outlet_ = nullptr; }

    void add(const Delivery& delivery, Time now);

    /// Sends what waits, as far as that is possible now.
    void send_waiting(Time now);

    /// What an acknowledgement meets: a packet that waits for it, none of that identifier, or one that waits for
    /// another kind.
    enum class Match : std::uint8_t { expected, unknown, wrong };
    Match puback(std::uint16_t packet_identifier);
    /// `refused`: with a reason code of 0x80 or above, which ends the delivery (MQTT 5.0 section 4.3.3).
    Match pubrec(std::uint16_t packet_identifier, bool refused);
    Match pubcomp(std::uint16_t packet_identifier);

    /// What came by shared subscriptions, and another member may get when the session ends (MQTT 5.0 section 4.8.2):
    /// not what has begun at QoS 2 [MQTT-4.8.2-5].
    std::vector<Delivery> undelivered_shared() const;

  private:
    enum class Stage : std::uint8_t { waiting, published, released };

    struct Entry {
        Delivery delivery;
        Stage stage = Stage::waiting;
        std::uint16_t packet_identifier = 0;  // since it was first sent
        bool sent = false;                    // on this connection
    };

    using Entries = std::deque<Entry>;

    Entries::iterator find(std::uint16_t packet_identifier);
    void erase(Entries::iterator entry);
    bool send(Entry& entry, Time now);
    std::uint16_t unused_identifier();

    const Limits& limits_;
    Entries entries_;
    Outlet* outlet_ = nullptr;
    std::size_t unacknowledged_ = 0;  // entries sent on this connection
    std::size_t bytes_ = 0;           // of all payloads
    std::uint16_t last_identifier_ = 0;
};

}  // namespace gauntlet::reference::mqtt
