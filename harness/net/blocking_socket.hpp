// A connected TCP socket whose waiting blocks the thread: for one that has nothing else to do. The kernel keeps the
// time of each call (SO_RCVTIMEO, SO_SNDTIMEO): without a reactor, a timer and poll() a session costs a third of the
// system calls.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <span>

#include "gauntlet/net/channel.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "socket.hpp"

namespace gauntlet::net {

// The functions do what those of Socket do.
class BlockingSocket {
  public:
    BlockingSocket();
    ~BlockingSocket() { close(); }
    BlockingSocket(const BlockingSocket&) = delete;
    BlockingSocket& operator=(const BlockingSocket&) = delete;

    boost::system::error_code connect(const boost::asio::ip::tcp::endpoint& endpoint, Deadline deadline);
    Arrival read(std::span<std::uint8_t> buffer, Deadline deadline);
    bool write(wire::View bytes, Deadline deadline);
    void shutdown_send();
    void reset();

  private:
    // How long a call may block, as the kernel knows it.
    struct Limit {
        int option;
        std::chrono::milliseconds time{0};  // 0: not set
    };
    void allow(Limit& limit, Deadline deadline) const;
    void set(int level, int option, int value) const;
    void close();

    int socket_ = -1;
    Limit receiving_;
    Limit sending_;
    bool write_broken_ = false;
    bool reset_ = false;
};

}  // namespace gauntlet::net
