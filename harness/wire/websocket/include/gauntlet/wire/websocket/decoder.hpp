#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "gauntlet/wire/websocket/frame.hpp"

namespace gauntlet::wire::websocket {

enum class Sender : std::uint8_t { client, server };

/// What can be wrong with a frame where it stands.
enum class Rule : std::uint8_t {
    reserved_bits,
    reserved_opcode,
    masked_by_server,
    unmasked_by_client,
    length_not_minimal,
    control_too_long,
    control_fragmented,
    continuation_of_nothing,
    data_within_message,
    close_of_one_byte,
    close_status,
    close_reason_not_utf8,
    frame_too_large,
};

/// The first thing that is wrong.
struct Violation {
    Rule rule = Rule::reserved_bits;
    std::uint64_t offset = 0;  // from the frame's first byte to the first wrong one

    bool operator==(const Violation&) const = default;
};

/// One line: `length at byte 1: not in the fewest bytes (RFC 6455 5.2)`.
std::string text(const Violation& violation);

/// A frame as it arrived, and what is wrong with it.
struct Received {
    Frame frame;
    std::optional<Violation> violation;

    bool operator==(const Received&) const = default;
};

/// Why a stream cannot be read on: a frame is larger than the maximum, or claims to be.
struct StreamError {
    Violation violation;
    std::uint64_t offset = 0;  // where in the stream the frame begins

    bool operator==(const StreamError&) const = default;
};

/// A stream of frames of one sender, in whatever pieces it arrives. Wrong frames are decoded too. Holds only bytes that
/// really arrived, of one frame: nothing is reserved for what a length claims.
class Decoder {
  public:
    using Event = std::variant<Received, StreamError>;

    /// `maximum`: the longest payload in bytes.
    Decoder(Sender sender, std::uint64_t maximum) : sender_(sender), maximum_(maximum) {}

    void feed(View bytes);

    /// The next whole frame, or the error that ends the stream, once; nothing where more bytes are needed.
    std::optional<Event> next();

    /// The bytes that arrived and belong to no whole frame.
    View rest() const { return View(buffer_).subspan(start_); }

  private:
    std::optional<Violation> violation_of(const Frame& frame, std::uint64_t header) const;
    std::optional<Violation> violation_of_close(const Frame& frame, std::uint64_t header) const;
    Event too_large();

    Sender sender_;
    std::uint64_t maximum_;
    Bytes buffer_;
    std::size_t start_ = 0;
    std::uint64_t consumed_ = 0;
    bool within_message_ = false;
    bool ended_ = false;
};

}  // namespace gauntlet::wire::websocket
