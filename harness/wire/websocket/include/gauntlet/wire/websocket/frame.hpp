#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gauntlet/wire/notation/bytes.hpp"

/// RFC 6455: the opening handshake and the frames, bytes in, bytes and values out, for either side.
namespace gauntlet::wire::websocket {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// "binary"; "reserved" for the ten that RFC 6455 section 11.8 leaves open.
std::string_view name(std::uint8_t opcode);

constexpr bool is_control(std::uint8_t opcode) {
    return (opcode & 8) != 0;
}

using MaskingKey = std::array<std::uint8_t, 4>;

/// A frame (section 5.2), right or wrong. Good by default but for the masking key, which a client must set.
struct Frame {
    bool fin = true;
    std::uint8_t reserved = 0;  // RSV1, RSV2 and RSV3 as 4, 2 and 1
    std::uint8_t opcode = static_cast<std::uint8_t>(Opcode::binary);
    std::optional<MaskingKey> key;        // set: the frame is masked
    std::uint8_t length_width = 0;        // bytes of the length: 1, 3 or 9; 0: as few as needed
    std::optional<std::uint64_t> length;  // what the header claims; unset: the payload's
    Bytes payload;                        // not masked

    bool operator==(const Frame&) const = default;
};

/// A width that is too small for the length cuts it.
Bytes encode(const Frame& frame);

/// The payload of a close frame (section 5.5.1).
Bytes close_payload(std::uint16_t status, std::string_view reason = {});

/// What a close frame says. The status is 1005 where there is none (section 7.1.5).
struct Closing {
    std::uint16_t status = 1005;
    std::string reason;

    bool operator==(const Closing&) const = default;
};
Closing closing(View payload);

/// One line: `binary frame, 14 bytes`, `close frame 1002 'reason'`, with what is unusual about it.
std::string summary(const Frame& frame);

}  // namespace gauntlet::wire::websocket
