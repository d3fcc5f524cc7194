#pragma once

#include <string>
#include <vector>

#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::wire::mqtt::test {

/// One TCP segment of a capture. Segments of one `stream` belong to one connection.
struct Segment {
    std::uint16_t stream;
    Sender sender;
    Bytes payload;
};

/// Writes a capture of raw IPv4 packets (link type 101) whose servers listen on port 1883. The streams are made up: no
/// packet was ever sent.
void write_pcap(const std::string& path, const std::vector<Segment>& segments);

}  // namespace gauntlet::wire::mqtt::test
