#include "pcap.hpp"

#include <fstream>
#include <map>
#include <stdexcept>

namespace gauntlet::wire::mqtt::test {
namespace {

constexpr std::uint16_t mqtt_port = 1883;

void put(Bytes& out, std::uint32_t value, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

// RFC 791 section 3.1; the checksums stay 0, which tshark does not mind.
void put_ip_header(Bytes& out, const Segment& segment) {
    put(out, 0x45, 1);
    put(out, 0, 1);
    put(out, static_cast<std::uint32_t>(40 + segment.payload.size()), 2);
    put(out, 0, 4);
    put(out, 64, 1);
    put(out, 6, 1);  // TCP
    put(out, 0, 2);
    put(out, segment.sender == Sender::client ? 0x7f000001 : 0x7f000002, 4);
    put(out, segment.sender == Sender::client ? 0x7f000002 : 0x7f000001, 4);
}

// RFC 9293 section 3.1.
void put_tcp_header(Bytes& out, const Segment& segment, std::uint32_t sequence, std::uint32_t acknowledged) {
    const std::uint32_t client_port = 50000u + segment.stream;
    const bool from_client = segment.sender == Sender::client;
    put(out, from_client ? client_port : mqtt_port, 2);
    put(out, from_client ? mqtt_port : client_port, 2);
    put(out, sequence, 4);
    put(out, acknowledged, 4);
    put(out, 0x5018, 2);  // five words, PSH and ACK
    put(out, 0xffff, 2);
    put(out, 0, 4);
}

}  // namespace

void write_pcap(const std::string& path, const std::vector<Segment>& segments) {
    Bytes out;
    put(out, 0xa1b2c3d4, 4);  // big endian, microseconds
    put(out, 0x00020004, 4);
    put(out, 0, 4);
    put(out, 0, 4);
    put(out, 0x40000, 4);
    put(out, 101, 4);
    std::map<std::pair<std::uint16_t, Sender>, std::uint32_t> sent;
    std::uint32_t second = 1;
    for (const Segment& segment : segments) {
        Bytes packet;
        const Sender other = segment.sender == Sender::client ? Sender::server : Sender::client;
        std::uint32_t& sequence = sent.try_emplace({segment.stream, segment.sender}, 1u).first->second;
        put_ip_header(packet, segment);
        put_tcp_header(packet, segment, sequence, sent.try_emplace({segment.stream, other}, 1u).first->second);
        packet.insert(packet.end(), segment.payload.begin(), segment.payload.end());
        sequence += static_cast<std::uint32_t>(segment.payload.size());
        put(out, second++, 4);
        put(out, 0, 4);
        put(out, static_cast<std::uint32_t>(packet.size()), 4);
        put(out, static_cast<std::uint32_t>(packet.size()), 4);
        out.insert(out.end(), packet.begin(), packet.end());
    }
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
    if (!file)
        throw std::runtime_error("cannot write " + path);
}

}  // namespace gauntlet::wire::mqtt::test
