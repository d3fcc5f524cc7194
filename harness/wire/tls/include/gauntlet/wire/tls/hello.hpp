// ClientHello and ServerHello (RFC 8446 4.1.2, 4.1.3; RFC 5246 7.4.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/notation/expected.hpp"
#include "gauntlet/wire/tls/decode_error.hpp"

namespace gauntlet::wire::tls {

enum class ExtensionType : std::uint16_t {
    server_name = 0,
    supported_groups = 10,
    signature_algorithms = 13,
    application_layer_protocol_negotiation = 16,
    extended_master_secret = 23,
    supported_versions = 43,
    key_share = 51,
    renegotiation_info = 0xFF01,
};

struct Extension {
    ExtensionType type{};
    Bytes body;
    bool operator==(const Extension&) const = default;
};

struct ClientHello {
    std::uint16_t legacy_version = 0x0303;
    Bytes random = Bytes(32);
    Bytes session_id;
    std::vector<std::uint16_t> suites;
    Bytes compressions = {0};
    std::vector<Extension> extensions;  // in order
    bool operator==(const ClientHello&) const = default;
};

/// Of a handshake message's body. Strict about lengths, indifferent to values.
Expected<ClientHello, DecodeError> decode_client_hello(View body);
Bytes encode(const ClientHello& hello);

/// The first extension of that type; nullptr: there is none.
const Extension* find(const ClientHello& hello, ExtensionType type);

/// The versions that a client offers: supported_versions, else all from TLS 1.0 to legacy_version (RFC 8446 4.2.1).
std::vector<std::uint16_t> offered_versions(const ClientHello& hello);
/// Empty where the extension is absent or malformed.
std::vector<std::uint16_t> offered_groups(const ClientHello& hello);
std::vector<std::uint16_t> offered_signature_algorithms(const ClientHello& hello);
std::vector<std::string> offered_protocols(const ClientHello& hello);
/// The host name (RFC 6066 3).
std::optional<std::string> server_name(const ClientHello& hello);

struct KeyShare {
    std::uint16_t group = 0;
    Bytes key;
    bool operator==(const KeyShare&) const = default;
};
std::vector<KeyShare> key_shares(const ClientHello& hello);

struct ServerHello {
    std::uint16_t legacy_version = 0x0303;
    Bytes random = Bytes(32);
    Bytes session_id;
    std::uint16_t suite = 0;
    std::uint8_t compression = 0;
    std::vector<Extension> extensions;  // empty: no list of extensions
    bool operator==(const ServerHello&) const = default;
};

Bytes encode(const ServerHello& hello);
Expected<ServerHello, DecodeError> decode_server_hello(View body);

Extension selected_version(std::uint16_t version);    // RFC 8446 4.2.1
Extension selected_key_share(const KeyShare& share);  // RFC 8446 4.2.8

}  // namespace gauntlet::wire::tls
