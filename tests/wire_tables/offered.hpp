#pragma once
// Reads from OpenSSL's own ClientHello which code point a configured name became.
#include <openssl/ssl.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::wire::tls::test {

// The single code point of a list extension (supported_groups 10, signature_algorithms 13) in the ClientHello that
// `context` sends; nothing where it sends none, no such extension, or a longer list.
std::optional<std::uint16_t> offered_alone(SSL_CTX* context, std::uint16_t extension);

}  // namespace gauntlet::wire::tls::test
