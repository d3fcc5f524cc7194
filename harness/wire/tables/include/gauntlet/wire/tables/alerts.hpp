#pragma once
// TLS alert descriptions.
// Source: https://www.iana.org/assignments/tls-parameters (TLS Alerts), as of September 2026.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::wire::tls {

struct Alert {
    std::uint8_t code;
    std::string_view name;  // IANA's, without the suffix _RESERVED
    bool reserved;          // IANA writes _RESERVED: for versions before TLS 1.3 only
};

// Sorted by code.
inline constexpr auto alerts = std::to_array<Alert>({
    {0, "close_notify", false},
    {10, "unexpected_message", false},
    {20, "bad_record_mac", false},
    {21, "decryption_failed", true},
    {22, "record_overflow", false},
    {30, "decompression_failure", true},
    {40, "handshake_failure", false},
    {41, "no_certificate", true},
    {42, "bad_certificate", false},
    {43, "unsupported_certificate", false},
    {44, "certificate_revoked", false},
    {45, "certificate_expired", false},
    {46, "certificate_unknown", false},
    {47, "illegal_parameter", false},
    {48, "unknown_ca", false},
    {49, "access_denied", false},
    {50, "decode_error", false},
    {51, "decrypt_error", false},
    {52, "too_many_cids_requested", false},
    {60, "export_restriction", true},
    {70, "protocol_version", false},
    {71, "insufficient_security", false},
    {80, "internal_error", false},
    {86, "inappropriate_fallback", false},
    {90, "user_canceled", false},
    {100, "no_renegotiation", true},
    {109, "missing_extension", false},
    {110, "unsupported_extension", false},
    {111, "certificate_unobtainable", true},
    {112, "unrecognized_name", false},
    {113, "bad_certificate_status_response", false},
    {114, "bad_certificate_hash_value", true},
    {115, "unknown_psk_identity", false},
    {116, "certificate_required", false},
    {117, "general_error", false},
    {120, "no_application_protocol", false},
    {121, "ech_required", false},
});

static_assert(std::ranges::adjacent_find(alerts, std::ranges::greater_equal{}, &Alert::code) == alerts.end());

// Nothing where the number is not assigned.
constexpr std::optional<Alert> find_alert(std::uint8_t code) {
    const auto* row = std::ranges::lower_bound(alerts, code, {}, &Alert::code);
    return row != alerts.end() && row->code == code ? std::optional{*row} : std::nullopt;
}

// Nothing where there is no such name ("certificate_expired").
constexpr std::optional<Alert> find_alert(std::string_view name) {
    const auto* row = std::ranges::find(alerts, name, &Alert::name);
    return row != alerts.end() ? std::optional{*row} : std::nullopt;
}

// For people: "unassigned" where the number is not.
constexpr std::string_view alert_name(std::uint8_t code) {
    const auto alert = find_alert(code);
    return alert ? alert->name : std::string_view{"unassigned"};
}

}  // namespace gauntlet::wire::tls
