// A fault for campaigns to find: where, follows from a seed.
#pragma once

#include <cstdint>

namespace gauntlet::reference::mqtt {

/// The broker aborts as soon as a client of MQTT 5.0 has, in one network connection and in this order, met `depth`
/// conditions: a certain packet (PUBLISH of QoS 1 or 2, SUBSCRIBE, UNSUBSCRIBE) has a certain value in a certain byte
/// (of its packet identifier, or of the payload). Each of them but the last shows in the reason code of that packet's
/// acknowledgement, as another path through a server's code does.
struct Planted {
    static constexpr unsigned deepest = 5;
    unsigned depth = 1;  // to `deepest`
    std::uint64_t seed = 0;
    bool operator==(const Planted&) const = default;
};

}  // namespace gauntlet::reference::mqtt
