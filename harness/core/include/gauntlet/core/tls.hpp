// What a client's TLS offers, as values. Good by default: a scenario spells only what deviates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::core {

// The values on the wire (RFC 8446 4.1.2).
enum class TlsVersion : std::uint16_t { tls_1_0 = 0x0301, tls_1_1 = 0x0302, tls_1_2 = 0x0303, tls_1_3 = 0x0304 };

constexpr std::string_view to_string(TlsVersion version) {
    switch (version) {
        case TlsVersion::tls_1_0:
            return "TLSv1.0";
        case TlsVersion::tls_1_1:
            return "TLSv1.1";
        case TlsVersion::tls_1_2:
            return "TLSv1.2";
        case TlsVersion::tls_1_3:
            return "TLSv1.3";
    }
    return "unknown";
}

// As it stands in scenario ids: "tls-1-2".
constexpr std::string_view slug(TlsVersion version) {
    switch (version) {
        case TlsVersion::tls_1_0:
            return "tls-1-0";
        case TlsVersion::tls_1_1:
            return "tls-1-1";
        case TlsVersion::tls_1_2:
            return "tls-1-2";
        case TlsVersion::tls_1_3:
            return "tls-1-3";
    }
    return "unknown";
}

struct TlsOffer {
    std::optional<TlsVersion> min;      // unset: the lowest that the library can speak by default (TLS 1.2)
    std::optional<TlsVersion> max;      // unset: the highest
    std::vector<std::uint16_t> suites;  // IANA code points in order; empty: the library's default
    std::vector<std::uint16_t> groups;  // likewise
    std::vector<std::uint16_t> signature_algorithms;  // likewise
    std::vector<std::string> alpn;                    // empty: no extension
    std::optional<std::string> server_name;           // unset: the listener's host name; "": no SNI
    bool fallback_scsv = false;                       // RFC 7507
    bool resume = false;  // offers the session of the stimulus' latest connection that ended in order
    bool operator==(const TlsOffer&) const = default;
};

}  // namespace gauntlet::core
