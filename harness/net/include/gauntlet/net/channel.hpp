// The one Channel: what conversations see of every engine, OpenSSL's or ours. Made by open.hpp, already connected.
//
// A channel is used by one coroutine at a time, on the executor that opened it. Cancelling that coroutine cancels the
// operation under way, which then throws boost::system::system_error with asio::error::operation_aborted.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/net/tap.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// A TLS session that can be offered again. Opaque: only this room sees OpenSSL.
struct SessionState;
using Session = std::shared_ptr<SessionState>;

enum class Receipt : std::uint8_t {
    bytes,    // something was appended
    other,    // nothing was: something else came, that other() tells
    ended,    // the channel has ended: ended() says how
    timeout,  // nothing came before the deadline; the channel is as it was
};

class Channel {
  public:
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    virtual ~Channel() = default;

    // Sends application bytes. False where they did not all go out: the channel has ended, broke, or the deadline
    // passed. Why it broke is what receive() finds, as the broker's last word may still be on its way (RFC
    // 8446 4.4.2.4).
    virtual boost::asio::awaitable<bool> send(wire::View bytes, Deadline deadline) = 0;

    // Over a WebSocket the bytes of frames as they are; on other channels as send().
    virtual boost::asio::awaitable<bool> send_frames(wire::View bytes, Deadline deadline) {
        return send(bytes, deadline);
    }
    virtual bool has_frames() const { return false; }

    // Appends what application bytes there are to `into`, waiting for the first of them.
    virtual boost::asio::awaitable<Receipt> receive(wire::Bytes& into, Deadline deadline) = 0;

    // After Receipt::other: over a WebSocket the pong, the close frame or the text frame that came, or why what came is
    // no frame. Without a label.
    const core::Observation& other() const { return other_; }

    // Except after CloseHow::rst, receive() goes on until the broker's end has come. A channel that is destroyed
    // without having been closed leaves the broker a reset or a FIN, as the kernel decides.
    virtual boost::asio::awaitable<void> close(core::CloseHow how, Deadline deadline) = 0;

    // How it ended; nothing while it has not. Without a label. The kinds are
    //   tls/alert    the broker's alert, fatal, or a warning that was its last word
    //   tls/fin      close_notify                        (fact close-notify: yes)
    //   tcp/fin      FIN, under TLS without close_notify  (there: fact close-notify: no)
    //   tcp/rst      reset by the broker
    //   http/status, http/timeout, http/packet, ws/packet   the upgrade to a WebSocket was refused, or not answered so
    //                that we could go on
    //   tcp/packet   under TLS: the broker sent what is no TLS, or what our library must refuse; the text says which
    const std::optional<core::Observation>& ended() const { return ended_; }

    // Whether close(rst) was called: how the channel ended is our doing then.
    bool reset_by_us() const { return reset_by_us_; }

    virtual const Tap& tap() const { return tap_; }

    // The TLS session to offer next time; nullptr where there is none that can be resumed.
    virtual Session session() const { return nullptr; }

    // NSS key log lines (RFC 9850) where they were asked for; kept in memory only.
    virtual std::string secrets() const { return {}; }

  protected:
    explicit Channel(Tap tap) : tap_(std::move(tap)) {}

    std::optional<core::Observation> ended_;
    core::Observation other_;
    bool reset_by_us_ = false;
    Tap tap_;
};

}  // namespace gauntlet::net
