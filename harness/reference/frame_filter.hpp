// What a WebSocket server does wrong with the frames that it reads. Beast does not err, so the mistake is made in front
// of it: Beast sees the frames as the flawed server would take them.
#pragma once

#include <optional>

#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"

namespace gauntlet::reference {

class FrameFilter {
  public:
    /// Whether one of the flaws is made here.
    static bool is_needed(const Flaws& flaws);

    FrameFilter(const Flaws& flaws, std::size_t maximum);

    void feed(wire::View bytes);
    /// What Beast is to read; take() removes its first bytes.
    wire::View ready() const { return ready_; }
    void take(std::size_t length);
    /// The flawed server ends the connection here.
    bool ended() const { return ended_; }

  private:
    void pass(wire::websocket::Frame frame);
    void mend(wire::websocket::Frame& frame) const;
    bool is_dropped(wire::websocket::Frame& frame);

    Flaws flaws_;
    wire::websocket::Decoder decoder_;
    wire::Bytes ready_;
    bool within_message_ = false;
    bool broken_ = false;
    bool ended_ = false;
};

}  // namespace gauntlet::reference
