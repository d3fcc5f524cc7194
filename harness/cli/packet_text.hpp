// What `gauntlet packet` does between its input and its output.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::cli {

struct PacketOptions {
    // Of packets before a CONNECT, or without one; a CONNECT says it itself.
    wire::mqtt::Version version = wire::mqtt::Version::v3_1_1;
    wire::mqtt::Sender sender = wire::mqtt::Sender::client;
    bool json = false;
    bool lenient = false;
};

// What goes to stdout and to stderr, and the exit code: 0, or 2 for input that is wrong.
struct PacketOutput {
    std::string out;
    std::string errors;
    int exit_code = 0;
};

// `input`: notation, thus hex as well; one packet after the other. Malformed packets are written, too; unless
// `lenient`, each has a line in `errors`.
PacketOutput decode_packets(std::string_view input, const PacketOptions& options);

// The bytes that the notation stands for, as one line of hex, or as they are.
PacketOutput encode_packets(std::string_view input, bool raw);

}  // namespace gauntlet::cli
