// The one place where a channel's raw bytes pass, both ways, between our engine and the socket.
#pragma once

#include <string>

#include "gauntlet/net/transcript.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

class Tap {
  public:
    // `keep`: how many raw bytes of each direction stay for sent() and received(). `transcript` must outlive the tap.
    Tap(Transcript& transcript, std::string channel, std::size_t keep = 0)
        : transcript_(&transcript), channel_(std::move(channel)), keep_(keep) {}

    // Raw bytes, as the socket takes or gave them.
    void pass(Direction direction, wire::View bytes);
    // Whether anybody reads the events.
    bool is_noted() const { return transcript_->is_kept(); }
    // An event without raw bytes, for the transcript.
    void note(Direction direction, core::Layer layer, std::string text, wire::View bytes = {});

    // What the socket tells of itself goes there; nullptr: nowhere.
    const std::shared_ptr<Capture>& capture() const { return transcript_->capture(); }

    const wire::Bytes& sent() const { return sent_; }
    const wire::Bytes& received() const { return received_; }
    // Whether sent() and received() are everything that passed.
    bool whole() const { return whole_; }
    const std::string& channel() const { return channel_; }

  private:
    Transcript* transcript_;
    std::string channel_;
    std::size_t keep_;
    wire::Bytes sent_;
    wire::Bytes received_;
    bool whole_ = true;
};

}  // namespace gauntlet::net
