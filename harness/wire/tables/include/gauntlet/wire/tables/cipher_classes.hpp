#pragma once
// What a cipher suite is made of, read from its IANA name ("TLS_KX_AUTH_WITH_CIPHER_MAC", TLS 1.3: "TLS_CIPHER_HASH").
// Every function takes a name that IANA has assigned; of any other text the answer is the `other` class, 0 or false.
#include <cstdint>
#include <string_view>

namespace gauntlet::wire::tls {

enum class KeyExchange : std::uint8_t {
    null_with_null,  // TLS_NULL_WITH_NULL_NULL, the state before the first handshake (RFC 5246 A.5)
    rsa,
    dh,   // static, in the certificate
    dhe,  // ephemeral, the anonymous suites too (RFC 5246 A.5)
    ecdh,
    ecdhe,
    psk,
    rsa_psk,
    dhe_psk,
    ecdhe_psk,
    srp,
    kerberos,
    gost,
    eccpwd,  // RFC 8492
    tls13,   // negotiated apart from the suite (RFC 8446 4.1.1)
    other,
};

// What the server proves itself with: of rsa, dss and ecdsa the key that its certificate must have. RSA_PSK is rsa, for
// its pre-shared key comes on top (RFC 4279 4).
enum class Authentication : std::uint8_t {
    none,  // TLS_NULL_WITH_NULL_NULL
    rsa,
    dss,
    ecdsa,
    anon,
    psk,
    srp,  // the password alone
    kerberos,
    gost,
    password,  // ECCPWD
    tls13,
    other,
};

enum class Encryption : std::uint8_t {
    null,
    rc2,  // export grade only
    rc4,
    des,
    triple_des,
    idea,
    seed_cbc,
    camellia_cbc,
    camellia_gcm,
    aria_cbc,
    aria_gcm,
    aes_cbc,
    aes_gcm,
    aes_ccm,
    aes_ccm_8,  // tag of 8 octets
    chacha20_poly1305,
    sm4_gcm,
    sm4_ccm,
    aegis,
    ascon,
    gost_cipher,  // GOST 28147, Kuznyechik and Magma in a mode with a MAC of its own
    gost_mgm,
    other,
};

namespace detail {

constexpr bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// "RSA_EXPORT" of "TLS_RSA_EXPORT_WITH_RC4_40_MD5"; empty for a name without WITH.
constexpr std::string_view before_with(std::string_view name) {
    const auto with = name.find("_WITH_");
    return name.starts_with("TLS_") && with != std::string_view::npos && with > 4 ? name.substr(4, with - 4)
                                                                                  : std::string_view{};
}

// "RC4_40_MD5" of the same; of a TLS 1.3 name all behind "TLS_".
constexpr std::string_view after_with(std::string_view name) {
    const auto with = name.find("_WITH_");
    if (with != std::string_view::npos)
        return name.substr(with + 6);
    return name.starts_with("TLS_") ? name.substr(4) : std::string_view{};
}

}  // namespace detail

// A suite of TLS 1.3: no key exchange in its name, or GOST's in MGM (RFC 9367 4).
constexpr bool is_tls13(std::string_view name) {
    if (!name.starts_with("TLS_") || name.ends_with("_SCSV"))
        return false;
    return !detail::contains(name, "_WITH_") || detail::contains(name, "_MGM_");
}

// Key length held down to 40 bits by the export rules of the 1990s (RFC 2246 A.5; forbidden since RFC 4346 A.5).
constexpr bool is_export(std::string_view name) {
    return detail::contains(detail::before_with(name), "EXPORT");
}

constexpr KeyExchange key_exchange(std::string_view name) {
    const std::string_view kx = detail::before_with(name);
    if (is_tls13(name))
        return KeyExchange::tls13;
    if (kx == "NULL")
        return KeyExchange::null_with_null;
    if (kx == "PSK")
        return KeyExchange::psk;
    if (kx == "RSA_PSK")
        return KeyExchange::rsa_psk;
    if (kx == "DHE_PSK" || kx == "PSK_DHE")  // RFC 6655 turned two names round
        return KeyExchange::dhe_psk;
    if (kx == "ECDHE_PSK")
        return KeyExchange::ecdhe_psk;
    if (kx == "ECCPWD")
        return KeyExchange::eccpwd;
    if (kx == "RSA" || kx == "RSA_EXPORT")
        return KeyExchange::rsa;
    if (kx.starts_with("ECDHE_") || kx == "ECDH_anon")  // anonymous keys are ephemeral too (RFC 8422 2)
        return KeyExchange::ecdhe;
    if (kx.starts_with("ECDH_"))
        return KeyExchange::ecdh;
    if (kx.starts_with("DHE_") || kx.starts_with("DH_anon"))
        return KeyExchange::dhe;
    if (kx.starts_with("DH_"))
        return KeyExchange::dh;
    if (kx.starts_with("SRP_SHA"))
        return KeyExchange::srp;
    if (kx.starts_with("KRB5"))
        return KeyExchange::kerberos;
    if (kx.starts_with("GOSTR"))
        return KeyExchange::gost;
    return KeyExchange::other;
}

constexpr Authentication authentication(std::string_view name) {
    const std::string_view kx = detail::before_with(name);
    switch (key_exchange(name)) {
        case KeyExchange::null_with_null:
            return Authentication::none;
        case KeyExchange::tls13:
            return Authentication::tls13;
        case KeyExchange::psk:
        case KeyExchange::dhe_psk:
        case KeyExchange::ecdhe_psk:
            return Authentication::psk;
        case KeyExchange::kerberos:
            return Authentication::kerberos;
        case KeyExchange::gost:
            return Authentication::gost;
        case KeyExchange::eccpwd:
            return Authentication::password;
        case KeyExchange::other:
            return Authentication::other;
        default:
            break;
    }
    if (detail::contains(kx, "anon"))
        return Authentication::anon;
    if (detail::contains(kx, "ECDSA"))
        return Authentication::ecdsa;
    if (detail::contains(kx, "DSS"))
        return Authentication::dss;
    if (detail::contains(kx, "RSA"))
        return Authentication::rsa;
    return kx == "SRP_SHA" ? Authentication::srp : Authentication::other;
}

constexpr Encryption encryption(std::string_view name) {
    const std::string_view cipher = detail::after_with(name);
    const auto is = [cipher](std::string_view start) { return cipher.starts_with(start); };
    const bool gcm = detail::contains(cipher, "_GCM");
    if (is("NULL") || cipher == "SHA256_SHA256" || cipher == "SHA384_SHA384")  // integrity only (RFC 9150)
        return Encryption::null;
    if (is("RC2_"))
        return Encryption::rc2;
    if (is("RC4_"))
        return Encryption::rc4;
    if (is("DES_") || is("DES40_"))
        return Encryption::des;
    if (is("3DES_"))
        return Encryption::triple_des;
    if (is("IDEA_"))
        return Encryption::idea;
    if (is("SEED_"))
        return Encryption::seed_cbc;
    if (is("CAMELLIA_"))
        return gcm ? Encryption::camellia_gcm : Encryption::camellia_cbc;
    if (is("ARIA_"))
        return gcm ? Encryption::aria_gcm : Encryption::aria_cbc;
    if (is("AES_") && gcm)
        return Encryption::aes_gcm;
    if (is("AES_") && detail::contains(cipher, "_CCM_8"))
        return Encryption::aes_ccm_8;
    if (is("AES_") && detail::contains(cipher, "_CCM"))
        return Encryption::aes_ccm;
    if (is("AES_") && detail::contains(cipher, "_CBC_"))
        return Encryption::aes_cbc;
    if (is("CHACHA20_POLY1305"))
        return Encryption::chacha20_poly1305;
    if (is("SM4_"))
        return gcm ? Encryption::sm4_gcm : Encryption::sm4_ccm;
    if (is("AEGIS_"))
        return Encryption::aegis;
    if (is("ASCONAEAD128_"))
        return Encryption::ascon;
    if (is("28147_") || is("KUZNYECHIK_") || is("MAGMA_"))
        return detail::contains(cipher, "_MGM_") ? Encryption::gost_mgm : Encryption::gost_cipher;
    return Encryption::other;
}

// Authenticated encryption with associated data (RFC 5116). The integrity-only suites of RFC 9150 are none.
constexpr bool is_aead(std::string_view name) {
    switch (encryption(name)) {
        case Encryption::camellia_gcm:
        case Encryption::aria_gcm:
        case Encryption::aes_gcm:
        case Encryption::aes_ccm:
        case Encryption::aes_ccm_8:
        case Encryption::chacha20_poly1305:
        case Encryption::sm4_gcm:
        case Encryption::sm4_ccm:
        case Encryption::aegis:
        case Encryption::ascon:
        case Encryption::gost_mgm:
            return true;
        default:
            return false;
    }
}

// A long-term key that leaks later does not open what was recorded. Says nothing of who the peer is (anon). TLS 1.3
// counts as such, though its psk_ke mode exchanges no key (RFC 8446 4.2.9).
constexpr bool forward_secret(std::string_view name) {
    switch (key_exchange(name)) {
        case KeyExchange::dhe:
        case KeyExchange::ecdhe:
        case KeyExchange::dhe_psk:
        case KeyExchange::ecdhe_psk:
        case KeyExchange::srp:
        case KeyExchange::eccpwd:
        case KeyExchange::tls13:
            return true;
        default:
            return false;
    }
}

// The symmetric cipher's strength in bits: 0 without encryption, 40 for export grade, 112 for 3DES (SP 800-57 table 2).
constexpr int effective_key_bits(std::string_view name) {
    if (is_export(name))
        return 40;
    const bool long_key = detail::contains(detail::after_with(name), "_256_");
    switch (encryption(name)) {
        case Encryption::null:
        case Encryption::other:
            return 0;
        case Encryption::rc2:
            return 40;
        case Encryption::des:
            return 56;
        case Encryption::triple_des:
            return 112;
        case Encryption::chacha20_poly1305:
        case Encryption::gost_cipher:
        case Encryption::gost_mgm:
            return 256;
        case Encryption::rc4:
        case Encryption::idea:
        case Encryption::seed_cbc:
        case Encryption::sm4_gcm:
        case Encryption::sm4_ccm:
        case Encryption::ascon:
            return 128;
        case Encryption::camellia_cbc:
        case Encryption::camellia_gcm:
        case Encryption::aria_cbc:
        case Encryption::aria_gcm:
        case Encryption::aes_cbc:
        case Encryption::aes_gcm:
        case Encryption::aes_ccm:
        case Encryption::aes_ccm_8:
        case Encryption::aegis:
            return long_key ? 256 : 128;
    }
    return 0;
}

}  // namespace gauntlet::wire::tls
