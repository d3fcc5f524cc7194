// The way from the server to the network, as far as the MQTT server knows one.
#pragma once

#include <cstddef>
#include <string_view>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::reference::mqtt {

/// One network connection, as its Connection sees it. The functions are called from within calls of any Connection of
/// the same Server, and of the Server itself: a PUBLISH that one receives is sent to others. They must not call back
/// into either: queue, and act later.
class Output {
  public:
    virtual ~Output() = default;

    /// Bytes for the network, in order. Never called after close().
    virtual void send(wire::View bytes) = 0;

    /// Close in an orderly way, once all that was sent has been written. Called at most once; what still comes in is
    /// to be read and thrown away until the peer closes (a reset would destroy what was sent).
    virtual void close() = 0;

    /// Bytes that send() took and that have not been written yet.
    virtual std::size_t backlog() const = 0;

    /// One line for the log, such as `client 'a' logged in, MQTT 5.0`; not terminated, without control characters.
    virtual void log(std::string_view line) = 0;
};

}  // namespace gauntlet::reference::mqtt
