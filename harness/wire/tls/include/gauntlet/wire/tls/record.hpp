// The record layer (RFC 8446 5.1, RFC 5246 6.2.1) and the handshake messages that it carries (RFC 8446 4), in clear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/expected.hpp"
#include "gauntlet/wire/tls/decode_error.hpp"

namespace gauntlet::wire::tls {

enum class ContentType : std::uint8_t { change_cipher_spec = 20, alert = 21, handshake = 22, application_data = 23 };

inline constexpr std::size_t record_header_size = 5;
inline constexpr std::size_t largest_fragment = 1U << 14U;

/// Any bytes: the length may lie.
struct Record {
    ContentType type = ContentType::handshake;
    std::uint16_t version = 0x0303;
    Bytes fragment;
    std::optional<std::uint16_t> length;  // as written; unset: that of the fragment
    bool operator==(const Record&) const = default;
};

Bytes encode(const Record& record);

enum class HandshakeType : std::uint8_t {
    client_hello = 1,
    server_hello = 2,
    new_session_ticket = 4,
    encrypted_extensions = 8,
    certificate = 11,
    server_key_exchange = 12,
    certificate_request = 13,
    server_hello_done = 14,
    certificate_verify = 15,
    client_key_exchange = 16,
    finished = 20,
};

struct Handshake {
    HandshakeType type = HandshakeType::client_hello;
    Bytes body;
    std::optional<std::uint32_t> length;  // as written, 24 bits; unset: that of the body
    bool operator==(const Handshake&) const = default;
};

Bytes encode(const Handshake& message);

/// The messages in records, none longer than a record may be.
Bytes in_records(View messages, std::uint16_t version = 0x0303);

/// The first handshake message of a stream of records, which may span several of them.
struct Collected {
    Handshake message;        // whole where `missing` is 0
    std::size_t missing = 0;  // bytes that must come at least
};

/// Bounded by `limit` bytes of message.
Expected<Collected, DecodeError> collect_handshake(View records, std::size_t limit = 1U << 17U);

struct Alert {
    bool fatal = true;
    std::uint8_t description = 0;  // alerts.hpp
    bool operator==(const Alert&) const = default;
};

/// As a record.
Bytes encode(const Alert& alert);

}  // namespace gauntlet::wire::tls
