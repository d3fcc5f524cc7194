#pragma once
// The named groups of supported_groups and key_share.
// Source: https://www.iana.org/assignments/tls-parameters (TLS Supported Groups), as of September 2026.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::wire::tls {

enum class GroupKind : std::uint8_t {
    prime_curve,
    binary_curve,
    finite_field,  // RFC 7919
    ml_kem,        // FIPS 203
    hybrid,        // a curve and a KEM: RFC 10024, and the drafts that came before it
    explicit_curve,
};

struct Group {
    std::uint16_t code;
    std::string_view name;          // IANA's
    std::string_view openssl_name;  // as SSL_CTX_set1_groups_list takes it; empty: OpenSSL 3.0 has no such group
    GroupKind kind;
    int field_bits;     // of the curve or the prime, of a hybrid's curve; 0 where there is none
    int security_bits;  // against a classical attacker, in the steps of SP 800-57 part 1 table 2; 0: not known
    bool tls12;  // may be negotiated in TLS 1.2 and before (RFC 8422 5.1.1, RFC 7919; OpenSSL 3.0: no ffdhe there)
    bool tls13;  // may be negotiated in TLS 1.3 (RFC 8446 4.2.7 and the group's own text)
};

// Sorted by code.
// clang-format off
inline constexpr auto groups = std::to_array<Group>({
    {0x0001, "sect163k1", "sect163k1", GroupKind::binary_curve, 163, 80, true, false},
    {0x0002, "sect163r1", "sect163r1", GroupKind::binary_curve, 163, 80, true, false},
    {0x0003, "sect163r2", "sect163r2", GroupKind::binary_curve, 163, 80, true, false},
    {0x0004, "sect193r1", "sect193r1", GroupKind::binary_curve, 193, 80, true, false},
    {0x0005, "sect193r2", "sect193r2", GroupKind::binary_curve, 193, 80, true, false},
    {0x0006, "sect233k1", "sect233k1", GroupKind::binary_curve, 233, 112, true, false},
    {0x0007, "sect233r1", "sect233r1", GroupKind::binary_curve, 233, 112, true, false},
    {0x0008, "sect239k1", "sect239k1", GroupKind::binary_curve, 239, 112, true, false},
    {0x0009, "sect283k1", "sect283k1", GroupKind::binary_curve, 283, 128, true, false},
    {0x000A, "sect283r1", "sect283r1", GroupKind::binary_curve, 283, 128, true, false},
    {0x000B, "sect409k1", "sect409k1", GroupKind::binary_curve, 409, 192, true, false},
    {0x000C, "sect409r1", "sect409r1", GroupKind::binary_curve, 409, 192, true, false},
    {0x000D, "sect571k1", "sect571k1", GroupKind::binary_curve, 571, 256, true, false},
    {0x000E, "sect571r1", "sect571r1", GroupKind::binary_curve, 571, 256, true, false},
    {0x000F, "secp160k1", "secp160k1", GroupKind::prime_curve, 160, 80, true, false},
    {0x0010, "secp160r1", "secp160r1", GroupKind::prime_curve, 160, 80, true, false},
    {0x0011, "secp160r2", "secp160r2", GroupKind::prime_curve, 160, 80, true, false},
    {0x0012, "secp192k1", "secp192k1", GroupKind::prime_curve, 192, 80, true, false},
    {0x0013, "secp192r1", "secp192r1", GroupKind::prime_curve, 192, 80, true, false},
    {0x0014, "secp224k1", "secp224k1", GroupKind::prime_curve, 224, 112, true, false},
    {0x0015, "secp224r1", "secp224r1", GroupKind::prime_curve, 224, 112, true, false},
    {0x0016, "secp256k1", "secp256k1", GroupKind::prime_curve, 256, 128, true, false},
    {0x0017, "secp256r1", "secp256r1", GroupKind::prime_curve, 256, 128, true, true},
    {0x0018, "secp384r1", "secp384r1", GroupKind::prime_curve, 384, 192, true, true},
    {0x0019, "secp521r1", "secp521r1", GroupKind::prime_curve, 521, 256, true, true},
    {0x001A, "brainpoolP256r1", "brainpoolP256r1", GroupKind::prime_curve, 256, 128, true, false},
    {0x001B, "brainpoolP384r1", "brainpoolP384r1", GroupKind::prime_curve, 384, 192, true, false},
    {0x001C, "brainpoolP512r1", "brainpoolP512r1", GroupKind::prime_curve, 512, 256, true, false},
    {0x001D, "x25519", "x25519", GroupKind::prime_curve, 255, 128, true, true},
    {0x001E, "x448", "x448", GroupKind::prime_curve, 448, 224, true, true},
    {0x001F, "brainpoolP256r1tls13", "", GroupKind::prime_curve, 256, 128, false, true},
    {0x0020, "brainpoolP384r1tls13", "", GroupKind::prime_curve, 384, 192, false, true},
    {0x0021, "brainpoolP512r1tls13", "", GroupKind::prime_curve, 512, 256, false, true},
    {0x0022, "GC256A", "", GroupKind::prime_curve, 256, 128, true, true},
    {0x0023, "GC256B", "", GroupKind::prime_curve, 256, 128, true, true},
    {0x0024, "GC256C", "", GroupKind::prime_curve, 256, 128, true, true},
    {0x0025, "GC256D", "", GroupKind::prime_curve, 256, 128, true, true},
    {0x0026, "GC512A", "", GroupKind::prime_curve, 512, 256, true, true},
    {0x0027, "GC512B", "", GroupKind::prime_curve, 512, 256, true, true},
    {0x0028, "GC512C", "", GroupKind::prime_curve, 512, 256, true, true},
    {0x0029, "curveSM2", "", GroupKind::prime_curve, 256, 128, false, true},
    {0x0100, "ffdhe2048", "ffdhe2048", GroupKind::finite_field, 2048, 112, true, true},
    {0x0101, "ffdhe3072", "ffdhe3072", GroupKind::finite_field, 3072, 128, true, true},
    {0x0102, "ffdhe4096", "ffdhe4096", GroupKind::finite_field, 4096, 128, true, true},
    {0x0103, "ffdhe6144", "ffdhe6144", GroupKind::finite_field, 6144, 128, true, true},
    {0x0104, "ffdhe8192", "ffdhe8192", GroupKind::finite_field, 8192, 192, true, true},
    {0x0200, "MLKEM512", "", GroupKind::ml_kem, 0, 128, false, true},
    {0x0201, "MLKEM768", "", GroupKind::ml_kem, 0, 192, false, true},
    {0x0202, "MLKEM1024", "", GroupKind::ml_kem, 0, 256, false, true},
    {0x11E9, "SecP256r1MLKEM512", "", GroupKind::hybrid, 256, 128, false, true},
    {0x11EA, "MLKEM512X25519", "", GroupKind::hybrid, 255, 128, false, true},
    {0x11EB, "SecP256r1MLKEM768", "", GroupKind::hybrid, 256, 128, false, true},
    {0x11EC, "X25519MLKEM768", "", GroupKind::hybrid, 255, 128, false, true},
    {0x11ED, "SecP384r1MLKEM1024", "", GroupKind::hybrid, 384, 192, false, true},
    {0x11EE, "curveSM2MLKEM768", "", GroupKind::hybrid, 256, 128, false, true},
    {0x6399, "X25519Kyber768Draft00", "", GroupKind::hybrid, 255, 128, false, true},
    {0x639A, "SecP256r1Kyber768Draft00", "", GroupKind::hybrid, 256, 128, false, true},
    {0xFF01, "arbitrary_explicit_prime_curves", "", GroupKind::explicit_curve, 0, 0, true, false},
    {0xFF02, "arbitrary_explicit_char2_curves", "", GroupKind::explicit_curve, 0, 0, true, false},
});
// clang-format on

static_assert(std::ranges::adjacent_find(groups, std::ranges::greater_equal{}, &Group::code) == groups.end());

// Nothing where the code point is not assigned (private use and GREASE too).
constexpr std::optional<Group> find_group(std::uint16_t code) {
    const auto* row = std::ranges::lower_bound(groups, code, {}, &Group::code);
    return row != groups.end() && row->code == code ? std::optional{*row} : std::nullopt;
}

// Nothing where IANA has no such name. OpenSSL's further spellings (P-256, prime256v1) are not names here.
constexpr std::optional<Group> find_group(std::string_view name) {
    const auto* row = std::ranges::find(groups, name, &Group::name);
    return row != groups.end() ? std::optional{*row} : std::nullopt;
}

}  // namespace gauntlet::wire::tls
