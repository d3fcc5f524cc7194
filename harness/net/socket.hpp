// A connected TCP socket with deadlines.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "gauntlet/net/channel.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "socket_watch.hpp"

namespace gauntlet::net {

struct Arrival {
    enum class How : std::uint8_t { bytes, fin, reset, timeout };
    How how = How::bytes;
    std::size_t count = 0;
};

class BlockingSocket;

class Socket {
  public:
    // `alone`: waiting blocks the thread (blocking_socket.hpp).
    explicit Socket(const boost::asio::any_io_executor& executor, bool alone = false);
    ~Socket();
    Socket(Socket&&) noexcept;
    Socket& operator=(Socket&&) noexcept;

    // Is told of everything from now on; never of a socket that is alone.
    void watch(SocketWatch watch) { watch_ = std::move(watch); }

    // Connects; asio::error::timed_out past the deadline. TCP_NODELAY is set from then on.
    boost::asio::awaitable<boost::system::error_code> connect(boost::asio::ip::tcp::endpoint endpoint,
                                                              Deadline deadline);

    // Reads what is there into `buffer`, waiting for the first byte. What arrived before a reset is still delivered,
    // and after a write that failed too; then it is a reset.
    boost::asio::awaitable<Arrival> read(std::span<std::uint8_t> buffer, Deadline deadline);

    // False where not everything went out; nothing more does after that.
    boost::asio::awaitable<bool> write(wire::View bytes, Deadline deadline);

    void shutdown_send();
    // Closes with a RST.
    void reset();

  private:
    struct State;
    boost::asio::awaitable<bool> wait(boost::asio::ip::tcp::socket::wait_type what, Deadline deadline);
    void quick_ack();

    std::shared_ptr<State> state_;
    std::unique_ptr<BlockingSocket> blocking_;  // in place of it
    SocketWatch watch_;
    bool write_broken_ = false;
    bool reset_ = false;
};

}  // namespace gauntlet::net
