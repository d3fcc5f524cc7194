// Tells a capture what a socket does. Without a capture nothing happens.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "gauntlet/net/capture.hpp"
#include "gauntlet/net/transcript.hpp"

namespace gauntlet::net {

class SocketWatch {
  public:
    SocketWatch() = default;
    SocketWatch(std::shared_ptr<Capture> capture, std::string channel)
        : capture_(std::move(capture)), channel_(std::move(channel)) {}

    void connecting();
    // How it came out: no error, refused, or no answer.
    void connected(const boost::asio::ip::tcp::socket& socket, const boost::asio::ip::tcp::endpoint& broker,
                   const boost::system::error_code& error);
    void passed(Direction direction, wire::View bytes) { add(direction, Capture::Mark::none, bytes); }
    // By the broker. Reading may find it again.
    void ended(bool by_reset);
    void shut_down();
    void reset();
    // By the destructor: what the broker sees depends on whether everything was read.
    void closing(const boost::asio::ip::tcp::socket& socket);

  private:
    void add(Direction direction, Capture::Mark mark, wire::View bytes = {});

    std::shared_ptr<Capture> capture_;
    std::string channel_;
    Capture::Time begin_;
    std::optional<std::size_t> connection_;  // nothing: there is none, or it is not IPv4
    bool broker_ended_ = false;
    bool we_ended_ = false;
};

}  // namespace gauntlet::net
