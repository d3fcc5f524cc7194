#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::mqtt {

/// Cuts a stream of bytes into packets, in whatever pieces it arrives. Holds only bytes that really arrived: a
/// Remaining Length above the maximum is an error as soon as it is read, and nothing is reserved for what it claims.
class Framer {
  public:
    /// `maximum`: the longest packet in bytes, fixed header included.
    explicit Framer(std::size_t maximum) : maximum_(maximum) {}

    void feed(View bytes);

    /// The next whole packet; nothing where more bytes are needed or after an error. Valid until feed().
    std::optional<View> next();

    /// Rule::variable_integer_too_long or Rule::packet_too_large, after which next() has nothing more.
    std::optional<Rule> error() const { return error_; }

    /// The bytes that arrived and belong to no packet yet: after an error, those from the wrong packet on.
    View rest() const { return View(buffer_).subspan(start_); }

    /// How many bytes of the stream came before rest().
    std::uint64_t consumed() const { return consumed_; }

  private:
    std::size_t maximum_;
    Bytes buffer_;
    std::size_t start_ = 0;
    std::uint64_t consumed_ = 0;
    std::optional<Rule> error_;
};

/// Why a stream cannot be read on, and where in the stream its last packet begins.
struct StreamError {
    Violation violation;  // its offset counts from the packet's first byte
    std::uint64_t offset = 0;

    bool operator==(const StreamError&) const = default;
};

/// A stream of packets of one sender, decoded. A CONNECT settles the version of what follows.
class Decoder {
  public:
    using Event = std::variant<Packet, StreamError>;

    Decoder(Context context, std::size_t maximum) : framer_(maximum), context_(context) {}

    void feed(View bytes) { framer_.feed(bytes); }

    /// The next packet, or the error that ends the stream, once; nothing where more bytes are needed.
    std::optional<Event> next();

    Context context() const { return context_; }
    /// For the packets to come: what the other side's CONNECT asked for.
    void set_version(Version version) { context_.version = version; }
    /// The bytes that belong to no packet yet, or no more.
    View rest() const { return framer_.rest(); }

  private:
    Framer framer_;
    Context context_;
    bool ended_ = false;
};

}  // namespace gauntlet::wire::mqtt
