// A connected TCP socket whose waiting blocks the thread: for one that has nothing else to do. Without a reactor and a
// timer a session costs a third of the system calls.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <span>

#include "gauntlet/net/channel.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "socket.hpp"

namespace gauntlet::net {

// The functions do what those of Socket do.
class PolledSocket {
  public:
    PolledSocket() = default;
    ~PolledSocket() { close(); }
    PolledSocket(const PolledSocket&) = delete;
    PolledSocket& operator=(const PolledSocket&) = delete;

    boost::system::error_code connect(const boost::asio::ip::tcp::endpoint& endpoint, Deadline deadline);
    Arrival read(std::span<std::uint8_t> buffer, Deadline deadline);
    bool write(wire::View bytes, Deadline deadline);
    void shutdown_send();
    void reset();

  private:
    // False: the deadline passed.
    bool wait(short events, Deadline deadline) const;
    void set(int level, int option, int value) const;
    void close();

    int socket_ = -1;
    bool write_broken_ = false;
    bool reset_ = false;
};

}  // namespace gauntlet::net
