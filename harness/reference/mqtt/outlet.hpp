// The outgoing half of a connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "application_message.hpp"
#include "codec.hpp"
#include "gauntlet/reference/mqtt/output.hpp"

namespace gauntlet::reference::mqtt {

/// What the client said in its CONNECT that it can take (MQTT 5.0 section 3.1.2.11); before 5.0 everything.
struct ClientLimits {
    std::uint32_t packet_size = std::numeric_limits<std::uint32_t>::max();
    std::uint16_t receive_maximum = 65'535;
    std::uint16_t topic_alias_maximum = 0;
};

/// Encodes for one client and keeps to its limits.
class Outlet {
  public:
    /// Above `backlog` bytes in the Output it is congested.
    Outlet(Output& output, Version version, const ClientLimits& limits, std::size_t backlog)
        : output_(output), version_(version), limits_(limits), backlog_(backlog) {}

    /// False where the packet is larger than the client takes: it is not sent [MQTT-3.1.2-24].
    bool send(const Message& message);

    /// The same for a message; its topic may become an alias. Where it is too large, it counts as delivered
    /// [MQTT-3.1.2-25].
    bool publish(const Delivery& delivery, std::uint16_t packet_identifier, bool dup, Time now);

    bool congested() const { return output_.backlog() > backlog_; }
    std::size_t receive_maximum() const { return limits_.receive_maximum; }

  private:
    Output& output_;
    Version version_;
    ClientLimits limits_;
    std::size_t backlog_;
    std::map<std::string, std::uint16_t, std::less<>> aliases_;
    Bytes buffer_;
};

}  // namespace gauntlet::reference::mqtt
