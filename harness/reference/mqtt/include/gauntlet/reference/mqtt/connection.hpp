// The MQTT protocol of one network connection.
#pragma once

#include <memory>
#include <optional>

#include "gauntlet/reference/mqtt/access.hpp"
#include "gauntlet/reference/mqtt/output.hpp"
#include "gauntlet/reference/mqtt/server.hpp"
#include "gauntlet/reference/mqtt/time.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::reference::mqtt {

class Protocol;

/// Bytes of the client in, bytes for clients out, through Output. Follows MQTT 3.1.1 and 5.0 (and 3.1 as far as the
/// codec knows it), whichever the CONNECT asks for.
///
/// After it has called Output::close(), everything that it is told is ignored.
class Connection {
  public:
    /// `server`, `access` and `output` outlive the connection. The time to connect begins at `now`.
    Connection(Server& server, const Access& access, const Peer& peer, Output& output, Time now);
    /// Where network_ended() was not called, the same without a word to Output.
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// What one read from the network returned, in whatever pieces the stream comes.
    void receive(wire::View bytes, Time now);

    /// The network connection is gone, however it ended. A will is published; without a DISCONNECT packet no end of a
    /// network connection is a normal one [MQTT-3.1.2-8]. After it Output is not called any more.
    void network_ended(Time now);

    /// The Output has written what it held back: messages that waited for that are sent.
    void writable(Time now);

    /// The server goes down: says so in 5.0 and closes. Wills are not published (MQTT 5.0 section 3.1.2.5 allows it).
    void shut_down(Time now);

    /// Closes a connection that is idle for too long (keep alive) or has not connected in time.
    void tick(Time now);

    /// When tick() has something to do, unless something is received before; nothing where it has not.
    std::optional<Time> next_deadline() const;

  private:
    std::unique_ptr<Protocol> protocol_;
};

}  // namespace gauntlet::reference::mqtt
