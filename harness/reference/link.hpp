// What an MQTT conversation runs over: a stream of bytes that WebSocket frames may carry.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <span>

#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "stream.hpp"

namespace gauntlet::reference {

/// One read and one write at a time; finish() after the last write.
class Link {
  public:
    virtual ~Link() = default;

    /// Some bytes, perhaps none; an error once the peer has ended its direction, or broken the rules of the layer.
    virtual boost::asio::awaitable<std::size_t> read(std::span<std::uint8_t> target, error_code& error) = 0;
    /// The same, but blocks the thread.
    virtual std::size_t read_now(std::span<std::uint8_t> target, error_code& error) = 0;
    virtual boost::asio::awaitable<void> write(wire::View bytes, error_code& error) = 0;
    /// Ends our direction in the order of the layers: Close frame, close_notify, FIN. What comes in has to be read on.
    virtual boost::asio::awaitable<void> finish() = 0;
};

/// MQTT over the stream itself. `stream` outlives it.
std::unique_ptr<Link> plain_link(Stream& stream, const Flaws& flaws);

}  // namespace gauntlet::reference
