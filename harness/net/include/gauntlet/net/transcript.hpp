// What happened in one conversation, in order. Kept in memory, bounded; the record and the reports render it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

class Capture;

enum class Direction : std::uint8_t {
    none,      // an event of the channel itself: opened, reset
    sent,      // by us
    received,  // from the broker
};

struct Event {
    std::chrono::microseconds at{0};  // since the transcript began, by the monotonic clock
    std::string channel;              // "a"
    Direction direction = Direction::none;
    core::Layer layer = core::Layer::tcp;
    std::string text;      // for people: the notation of a packet, "alert 45 certificate_expired", "ClientHello"
    wire::Bytes bytes;     // the first of `size` bytes: tcp as on the wire, tls a handshake message, mqtt a packet
    std::size_t size = 0;  // how many there were
};

class Transcript {
  public:
    // Of one event at most this many bytes are kept, and of all events together.
    static constexpr std::size_t event_limit = 4096;
    static constexpr std::size_t total_limit = 256 * 1024;
    // Past this many events only a count is kept.
    static constexpr std::size_t count_limit = 4096;

    // A transcript that is not kept drops whatever is added: a campaign has no reader for it.
    explicit Transcript(bool kept = true) : is_kept_(kept) {}
    bool is_kept() const { return is_kept_; }

    // From now on a capture is kept too, of channels that are opened after this.
    void keep_capture();
    // nullptr where none is kept.
    const std::shared_ptr<Capture>& capture() const { return capture_; }

    // From now on the secret stands nowhere in what is kept: asterisks do. The empty one is none.
    void hide(std::string secret);
    void add(std::string_view channel, Direction direction, core::Layer layer, std::string text, wire::View bytes = {});

    const std::vector<Event>& events() const { return events_; }
    // How many events came after the limit.
    std::size_t dropped() const { return dropped_; }

  private:
    bool is_kept_ = true;
    std::shared_ptr<Capture> capture_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::vector<std::string> secrets_;
    std::vector<Event> events_;
    std::size_t kept_ = 0;
    std::size_t dropped_ = 0;
};

// One line for each event: `  1.234 ms  a  >  mqtt  10 r13 s4 'MQTT' …`. Raw bytes below the first 64 are cut.
std::string to_text(const Transcript& transcript);

}  // namespace gauntlet::net
