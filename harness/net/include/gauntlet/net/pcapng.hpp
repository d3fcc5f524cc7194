// Captures as a file for Wireshark and tshark.
#pragma once

#include <span>
#include <string>

#include "gauntlet/net/capture.hpp"

namespace gauntlet::net {

struct CapturedPart {
    std::string title;  // "control before": a comment at the first packet of each of its connections
    const Capture* capture = nullptr;
};

// A pcapng file (draft-ietf-opsawg-pcapng) with the secrets of TLS in it, so that it opens decrypted. The packets are
// IPv4 and TCP as they can be made from what a socket sees: true directions, times, order, bytes and sequence numbers
// that count them; one packet for each read or write, which the kernel may have cut otherwise; no bare acknowledgements
// behind the handshake. A part that is cut is said in the comment of the file, behind `comment`.
wire::Bytes to_pcapng(std::span<const CapturedPart> parts, std::string comment, const std::string& program);

}  // namespace gauntlet::net
