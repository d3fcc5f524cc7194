#pragma once
// The signature schemes of signature_algorithms and CertificateVerify.
// Source: https://www.iana.org/assignments/tls-parameters (TLS SignatureScheme), as of September 2026.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::wire::tls {

struct SignatureScheme {
    std::uint16_t code;             // TLS 1.2: hash, then signature algorithm (RFC 5246 7.4.1.4.1)
    std::string_view name;          // IANA's
    std::string_view openssl_name;  // as SSL_CTX_set1_sigalgs_list takes it; empty: OpenSSL 3.0 has none
    bool tls13;  // may sign a CertificateVerify of TLS 1.3; else certificates at most (RFC 8446 4.2.3)
};

// Sorted by code.
// clang-format off
inline constexpr auto signature_schemes = std::to_array<SignatureScheme>({
    {0x0201, "rsa_pkcs1_sha1", "rsa_pkcs1_sha1", false},
    {0x0203, "ecdsa_sha1", "ECDSA+SHA1", false},
    {0x0401, "rsa_pkcs1_sha256", "rsa_pkcs1_sha256", false},
    {0x0403, "ecdsa_secp256r1_sha256", "ecdsa_secp256r1_sha256", true},
    {0x0420, "rsa_pkcs1_sha256_legacy", "", true},
    {0x0501, "rsa_pkcs1_sha384", "rsa_pkcs1_sha384", false},
    {0x0503, "ecdsa_secp384r1_sha384", "ecdsa_secp384r1_sha384", true},
    {0x0520, "rsa_pkcs1_sha384_legacy", "", true},
    {0x0601, "rsa_pkcs1_sha512", "rsa_pkcs1_sha512", false},
    {0x0603, "ecdsa_secp521r1_sha512", "ecdsa_secp521r1_sha512", true},
    {0x0620, "rsa_pkcs1_sha512_legacy", "", true},
    {0x0704, "eccsi_sha256", "", true},
    {0x0705, "iso_ibs1", "", true},
    {0x0706, "iso_ibs2", "", true},
    {0x0707, "iso_chinese_ibs", "", true},
    {0x0708, "sm2sig_sm3", "", true},
    {0x0709, "gostr34102012_256a", "", true},
    {0x070A, "gostr34102012_256b", "", true},
    {0x070B, "gostr34102012_256c", "", true},
    {0x070C, "gostr34102012_256d", "", true},
    {0x070D, "gostr34102012_512a", "", true},
    {0x070E, "gostr34102012_512b", "", true},
    {0x070F, "gostr34102012_512c", "", true},
    {0x0804, "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha256", true},
    {0x0805, "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha384", true},
    {0x0806, "rsa_pss_rsae_sha512", "rsa_pss_rsae_sha512", true},
    {0x0807, "ed25519", "ed25519", true},
    {0x0808, "ed448", "ed448", true},
    {0x0809, "rsa_pss_pss_sha256", "rsa_pss_pss_sha256", true},
    {0x080A, "rsa_pss_pss_sha384", "rsa_pss_pss_sha384", true},
    {0x080B, "rsa_pss_pss_sha512", "rsa_pss_pss_sha512", true},
    {0x081A, "ecdsa_brainpoolP256r1tls13_sha256", "", true},
    {0x081B, "ecdsa_brainpoolP384r1tls13_sha384", "", true},
    {0x081C, "ecdsa_brainpoolP512r1tls13_sha512", "", true},
    {0x0904, "mldsa44", "", true},
    {0x0905, "mldsa65", "", true},
    {0x0906, "mldsa87", "", true},
    {0x0911, "slhdsa_sha2_128s", "", true},
    {0x0912, "slhdsa_sha2_128f", "", true},
    {0x0913, "slhdsa_sha2_192s", "", true},
    {0x0914, "slhdsa_sha2_192f", "", true},
    {0x0915, "slhdsa_sha2_256s", "", true},
    {0x0916, "slhdsa_sha2_256f", "", true},
    {0x0917, "slhdsa_shake_128s", "", true},
    {0x0918, "slhdsa_shake_128f", "", true},
    {0x0919, "slhdsa_shake_192s", "", true},
    {0x091A, "slhdsa_shake_192f", "", true},
    {0x091B, "slhdsa_shake_256s", "", true},
    {0x091C, "slhdsa_shake_256f", "", true},
});
// clang-format on

static_assert(std::ranges::adjacent_find(signature_schemes, std::ranges::greater_equal{}, &SignatureScheme::code) ==
              signature_schemes.end());

// Nothing where the code point is no scheme (private use, GREASE, and TLS 1.2's other pairs such as 0x0402).
constexpr std::optional<SignatureScheme> find_signature_scheme(std::uint16_t code) {
    const auto* row = std::ranges::lower_bound(signature_schemes, code, {}, &SignatureScheme::code);
    return row != signature_schemes.end() && row->code == code ? std::optional{*row} : std::nullopt;
}

// Nothing where IANA has no such name.
constexpr std::optional<SignatureScheme> find_signature_scheme(std::string_view name) {
    const auto* row = std::ranges::find(signature_schemes, name, &SignatureScheme::name);
    return row != signature_schemes.end() ? std::optional{*row} : std::nullopt;
}

}  // namespace gauntlet::wire::tls
