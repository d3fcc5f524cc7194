// What a packet capture of one conversation would have seen: the segments of its TCP connections, as our sockets took
// and gave their bytes, and the secrets that decrypt them. IPv4 alone: brokers that we start listen on 127.0.0.1.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/net/transcript.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

class Capture {
  public:
    // Of all connections together so many payload bytes are kept, and so many segments. What comes after the first
    // one that has no room is not kept.
    static constexpr std::size_t byte_limit = 4 * 1024 * 1024;
    static constexpr std::size_t segment_limit = 64 * 1024;

    using Time = std::chrono::system_clock::time_point;

    struct Side {
        std::uint32_t address = 0;  // IPv4, the first byte is the most significant
        std::uint16_t port = 0;
    };
    struct Connection {
        std::string channel;  // "a"
        Side us;
        Side broker;
    };
    // What a segment says beside its bytes.
    enum class Mark : std::uint8_t { none, syn, syn_ack, fin, rst };
    struct Segment {
        Time at;
        std::size_t connection = 0;  // index of connections()
        Direction direction = Direction::sent;
        Mark mark = Mark::none;
        std::size_t offset = 0;  // of its bytes
        std::size_t size = 0;
    };

    // The time of what happens now: begins with the clock and goes on monotonically.
    Time now() const;
    // A new connection, without segments; its number.
    std::size_t open(Connection connection);
    void add(std::size_t connection, Direction direction, Mark mark, wire::View bytes, Time at);
    // A line of the NSS key log format (RFC 9850), without its end.
    void add_secret(std::string_view line);
    // Everything of another capture, behind what is here.
    void append(const Capture& part);

    const std::vector<Connection>& connections() const { return connections_; }
    const std::vector<Segment>& segments() const { return segments_; }
    wire::View bytes(const Segment& segment) const { return wire::View(bytes_).subspan(segment.offset, segment.size); }
    const std::string& secrets() const { return secrets_; }
    // Whether something is not kept.
    bool is_cut() const { return full_; }

  private:
    Time begin_ = std::chrono::system_clock::now();
    std::chrono::steady_clock::time_point steady_begin_ = std::chrono::steady_clock::now();
    std::vector<Connection> connections_;
    std::vector<Segment> segments_;
    wire::Bytes bytes_;
    std::string secrets_;
    bool full_ = false;
};

}  // namespace gauntlet::net
