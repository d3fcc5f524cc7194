#include "gauntlet/net/pcapng.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace gauntlet::net {

namespace {

using Mark = Capture::Mark;

// --- Blocks: draft-ietf-opsawg-pcapng section 4. All numbers are little endian, which the byte-order magic tells.

constexpr std::uint32_t section_header = 0x0A0D0D0A;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint32_t decryption_secrets = 10;
constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint32_t tls_key_log = 0x544C534B;
constexpr std::uint16_t linktype_raw = 101;  // the packet begins with the IP header

constexpr std::uint16_t option_end = 0;
constexpr std::uint16_t option_comment = 1;
constexpr std::uint16_t section_program = 4;
constexpr std::uint16_t interface_name = 2;
constexpr std::uint16_t interface_resolution = 9;
constexpr std::uint16_t packet_flags = 2;
constexpr std::uint8_t microseconds = 6;  // 10^-6 s
constexpr std::uint32_t inbound = 1;
constexpr std::uint32_t outbound = 2;

class Block {
  public:
    explicit Block(std::uint32_t type) {
        u32(type);
        u32(0);  // the length, which finish() knows
    }

    void u16(std::uint16_t value) { little(value, 2); }
    void u32(std::uint32_t value) { little(value, 4); }
    void bytes(wire::View view) {
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        while (bytes_.size() % 4 != 0)
            bytes_.push_back(0);
    }
    void option(std::uint16_t code, wire::View value) {
        const wire::View fitting = value.first(std::min<std::size_t>(value.size(), 0xFFFF));
        u16(code);
        u16(static_cast<std::uint16_t>(fitting.size()));
        bytes(fitting);
    }
    void option(std::uint16_t code, std::string_view value) { option(code, wire::view(value)); }
    void end_options() {
        u16(option_end);
        u16(0);
    }
    void finish(wire::Bytes& file) {
        const auto length = static_cast<std::uint32_t>(bytes_.size() + 4);
        u32(length);
        for (std::size_t i = 0; i < 4; ++i)
            bytes_[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
        file.insert(file.end(), bytes_.begin(), bytes_.end());
    }

  private:
    void little(std::uint32_t value, int width) {
        for (int i = 0; i < width; ++i)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    wire::Bytes bytes_;
};

// --- Packets. Numbers are big endian.

constexpr std::size_t ip_header_size = 20;
constexpr std::size_t tcp_header_size = 20;
constexpr std::size_t largest_payload = 0xFFFF - ip_header_size - tcp_header_size;
constexpr std::uint8_t protocol_tcp = 6;
constexpr std::uint16_t window = 0xFFFF;
// Maximum segment size, no operation, window scale 14 (RFC 9293 3.2, RFC 7323 2): no window of ours is ever full.
constexpr std::array<std::uint8_t, 8> syn_options{2, 4, largest_payload >> 8, largest_payload & 0xFF, 1, 3, 3, 14};

enum Flag : std::uint8_t { flag_fin = 1, flag_syn = 2, flag_rst = 4, flag_psh = 8, flag_ack = 16 };

void put(wire::Bytes& out, std::uint32_t value, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_at(wire::Bytes& out, std::size_t at, std::uint16_t value) {
    out[at] = static_cast<std::uint8_t>(value >> 8);
    out[at + 1] = static_cast<std::uint8_t>(value);
}

// RFC 1071: the sum of 16-bit words, not yet folded.
std::uint32_t sum_of(wire::View bytes, std::uint32_t sum = 0) {
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += static_cast<std::uint32_t>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
    return sum;
}

std::uint16_t checksum(std::uint32_t sum) {
    while (sum > 0xFFFF)
        sum = (sum >> 16) + (sum & 0xFFFF);
    return static_cast<std::uint16_t>(~sum);
}

struct Tcp {
    Capture::Side from;
    Capture::Side to;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledged = 0;
    std::uint8_t flags = 0;
};

// RFC 791 3.1 and RFC 9293 3.1.
wire::Bytes packet_of(const Tcp& tcp, wire::View options, wire::View payload) {
    wire::Bytes packet;
    put(packet, 0x4500, 2);  // version 4, five words
    put(packet, static_cast<std::uint32_t>(ip_header_size + tcp_header_size + options.size() + payload.size()), 2);
    put(packet, 0x00004000, 4);  // do not fragment
    put(packet, 64, 1);
    put(packet, protocol_tcp, 1);
    put(packet, 0, 2);
    put(packet, tcp.from.address, 4);
    put(packet, tcp.to.address, 4);
    put_at(packet, 10, checksum(sum_of(packet)));

    const auto words = static_cast<std::uint8_t>((tcp_header_size + options.size()) / 4);
    put(packet, tcp.from.port, 2);
    put(packet, tcp.to.port, 2);
    put(packet, tcp.sequence, 4);
    put(packet, tcp.acknowledged, 4);
    put(packet, static_cast<std::uint32_t>(words << 4), 1);
    put(packet, tcp.flags, 1);
    put(packet, window, 2);
    put(packet, 0, 4);
    packet.insert(packet.end(), options.begin(), options.end());
    packet.insert(packet.end(), payload.begin(), payload.end());
    // The pseudo header: both addresses, the protocol and the length.
    const wire::View segment = wire::View(packet).subspan(ip_header_size);
    const std::uint32_t pseudo =
        sum_of(wire::View(packet).subspan(12, 8)) + protocol_tcp + static_cast<std::uint32_t>(segment.size());
    put_at(packet, ip_header_size + 16, checksum(sum_of(segment, pseudo)));
    return packet;
}

// --- Streams.

// Where both ends of a connection are. Every connection begins at another number: one that has the ports of an earlier
// one is no repetition of it.
struct Stream {
    explicit Stream(std::size_t number) : ours(static_cast<std::uint32_t>(number) << 24U), theirs(ours) {}
    std::uint32_t ours;
    std::uint32_t theirs;
    bool commented = false;
    bool answered = false;  // by the broker: from then on we acknowledge
};

struct Placed {
    std::size_t part;
    const Capture::Segment* segment;
};

// Of parts that ran at the same time too, each segment at its time.
std::vector<Placed> in_order(std::span<const CapturedPart> parts) {
    std::vector<Placed> placed;
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (const Capture::Segment& segment : parts[i].capture->segments())
            placed.push_back({i, &segment});
    std::ranges::stable_sort(placed, {}, [](const Placed& p) { return p.segment->at; });
    return placed;
}

std::uint8_t flags_of(Mark mark, bool has_payload, bool answered) {
    const std::uint8_t ack = answered ? flag_ack : 0;
    switch (mark) {
        case Mark::syn:
            return flag_syn;
        case Mark::syn_ack:
            return flag_syn | flag_ack;
        case Mark::fin:
            return flag_fin | ack;
        case Mark::rst:
            return flag_rst | flag_ack;
        case Mark::none:
            break;
    }
    return static_cast<std::uint8_t>(ack | (has_payload ? flag_psh : 0));
}

class PacketWriter {
  public:
    explicit PacketWriter(std::span<const CapturedPart> parts) : parts_(parts) {}

    void write(const Placed& placed, wire::Bytes& file) {
        const Capture& capture = *parts_[placed.part].capture;
        const Capture::Segment& segment = *placed.segment;
        const Capture::Connection& connection = capture.connections()[segment.connection];
        Stream& stream = streams_.try_emplace({placed.part, segment.connection}, streams_.size()).first->second;
        wire::View rest = capture.bytes(segment);
        do {
            const wire::View payload = rest.first(std::min(rest.size(), largest_payload));
            rest = rest.subspan(payload.size());
            const wire::Bytes packet = next_packet(connection, stream, segment, payload);
            const bool first = !std::exchange(stream.commented, true);
            put_block(segment, packet,
                      first ? fmt::format("{}, channel {}", parts_[placed.part].title, connection.channel) : "", file);
        } while (!rest.empty());
    }

  private:
    static wire::Bytes next_packet(const Capture::Connection& connection, Stream& stream,
                                   const Capture::Segment& segment, wire::View payload) {
        const bool sent = segment.direction == Direction::sent;
        stream.answered = stream.answered || !sent;
        std::uint32_t& sequence = sent ? stream.ours : stream.theirs;
        const Tcp tcp{.from = sent ? connection.us : connection.broker,
                      .to = sent ? connection.broker : connection.us,
                      .sequence = sequence,
                      .acknowledged = stream.answered ? (sent ? stream.theirs : stream.ours) : 0,
                      .flags = flags_of(segment.mark, !payload.empty(), stream.answered)};
        // RFC 9293 3.4: SYN and FIN take a number each.
        const bool numbered = segment.mark == Mark::syn || segment.mark == Mark::syn_ack || segment.mark == Mark::fin;
        sequence += static_cast<std::uint32_t>(payload.size()) + (numbered ? 1 : 0);
        const bool opens = segment.mark == Mark::syn || segment.mark == Mark::syn_ack;
        return packet_of(tcp, opens ? wire::View(syn_options) : wire::View(), payload);
    }

    static void put_block(const Capture::Segment& segment, const wire::Bytes& packet, const std::string& comment,
                          wire::Bytes& file) {
        const auto time = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(segment.at.time_since_epoch()).count());
        Block block(enhanced_packet);
        block.u32(0);  // the interface
        block.u32(static_cast<std::uint32_t>(time >> 32));
        block.u32(static_cast<std::uint32_t>(time));
        block.u32(static_cast<std::uint32_t>(packet.size()));
        block.u32(static_cast<std::uint32_t>(packet.size()));
        block.bytes(packet);
        if (!comment.empty())
            block.option(option_comment, comment);
        const std::uint32_t way = segment.direction == Direction::sent ? outbound : inbound;
        block.option(packet_flags, wire::Bytes{static_cast<std::uint8_t>(way), 0, 0, 0});
        block.end_options();
        block.finish(file);
    }

    std::span<const CapturedPart> parts_;
    std::map<std::pair<std::size_t, std::size_t>, Stream> streams_;  // by part and connection
};

void put_section(const std::string& comment, const std::string& program, wire::Bytes& file) {
    Block block(section_header);
    block.u32(byte_order_magic);
    block.u16(1);  // version 1.0
    block.u16(0);
    block.u32(0xFFFFFFFF);  // the length of the section is not told
    block.u32(0xFFFFFFFF);
    block.option(option_comment, comment);
    block.option(section_program, program);
    block.end_options();
    block.finish(file);
}

void put_interface(wire::Bytes& file) {
    Block block(interface_description);
    block.u16(linktype_raw);
    block.u16(0);
    block.u32(0);  // packets of any length
    block.option(interface_name, std::string_view("gauntlet's sockets"));
    block.option(interface_resolution, wire::Bytes{microseconds});
    block.end_options();
    block.finish(file);
}

// Before the packets that need them, as readers go through the file once.
void put_secrets(const std::string& secrets, wire::Bytes& file) {
    if (secrets.empty())
        return;
    Block block(decryption_secrets);
    block.u32(tls_key_log);
    block.u32(static_cast<std::uint32_t>(secrets.size()));
    block.bytes(wire::view(secrets));
    block.finish(file);
}

}  // namespace

wire::Bytes to_pcapng(std::span<const CapturedPart> parts, std::string comment, const std::string& program) {
    std::string secrets;
    for (const CapturedPart& part : parts) {
        secrets += part.capture->secrets();
        if (part.capture->is_cut())
            comment += fmt::format("\n{}: cut after {} KiB or {} segments; what came later is not in this file",
                                   part.title, Capture::byte_limit / 1024, Capture::segment_limit);
    }
    wire::Bytes file;
    put_section(comment, program, file);
    put_interface(file);
    put_secrets(secrets, file);
    PacketWriter writer(parts);
    for (const Placed& placed : in_order(parts))
        writer.write(placed, file);
    return file;
}

}  // namespace gauntlet::net
