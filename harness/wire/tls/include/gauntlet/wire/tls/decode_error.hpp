#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet::wire::tls {

/// Why bytes are no such message.
struct DecodeError {
    std::string_view field;   // "cipher_suites"
    std::size_t offset = 0;   // bytes from the begin of what was decoded
    std::string_view clause;  // "RFC 8446 4.1.2"
    bool operator==(const DecodeError&) const = default;
};

/// In one line.
std::string to_text(const DecodeError& error);

}  // namespace gauntlet::wire::tls
