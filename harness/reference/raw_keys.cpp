#include "raw_keys.hpp"

#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace gauntlet::reference {

namespace {

constexpr std::uint16_t secp256r1 = 0x0017;
constexpr std::uint16_t x25519 = 0x001D;

struct Scheme {
    std::uint16_t code;
    const char* key;
    int bits;  // 0: any
    const char* digest;
    bool pss;
};
constexpr std::array<Scheme, 5> schemes{{
    {0x0403, "EC", 256, "SHA256", false},  // ecdsa_secp256r1_sha256
    {0x0503, "EC", 384, "SHA384", false},  // ecdsa_secp384r1_sha384
    {0x0804, "RSA", 0, "SHA256", true},    // rsa_pss_rsae_sha256
    {0x0203, "EC", 0, "SHA1", false},      // ecdsa_sha1
    {0x0201, "RSA", 0, "SHA1", false},     // rsa_pkcs1_sha1
}};

std::optional<std::uint16_t> find_scheme(const EVP_PKEY* key, bool sha1) {
    for (const Scheme& scheme : schemes)
        if (EVP_PKEY_is_a(key, scheme.key) == 1 && (scheme.bits == 0 || scheme.bits == EVP_PKEY_get_bits(key)) &&
            (std::string_view(scheme.digest) == "SHA1") == sha1)
            return scheme.code;
    return std::nullopt;
}

void check(bool done) {
    if (!done)
        throw std::runtime_error("OpenSSL cannot make a raw answer: " + take_openssl_error());
}

// The peer's public key, as a key of the group of ours.
KeyHandle parse(const EVP_PKEY* ours, std::uint16_t group, wire::View bytes) {
    if (group == x25519)
        return KeyHandle(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size()));
    KeyHandle key(EVP_PKEY_new());
    const bool done = EVP_PKEY_copy_parameters(key.get(), ours) == 1 &&
                      EVP_PKEY_set1_encoded_public_key(key.get(), bytes.data(), bytes.size()) == 1;
    return done ? std::move(key) : KeyHandle();
}

}  // namespace

std::optional<EphemeralKey> EphemeralKey::of(std::uint16_t group) {
    if (group != x25519 && group != secp256r1)
        return std::nullopt;
    KeyHandle key(group == x25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519") : EVP_EC_gen("P-256"));
    check(key != nullptr);
    return EphemeralKey(group, std::move(key));
}

wire::Bytes EphemeralKey::public_key() const {
    unsigned char* encoded = nullptr;
    const std::size_t size = EVP_PKEY_get1_encoded_public_key(key_.get(), &encoded);
    wire::Bytes bytes(encoded, encoded + size);
    OPENSSL_free(encoded);
    return bytes;
}

wire::Bytes EphemeralKey::shared_secret(wire::View peer) const {
    const KeyHandle other = parse(key_.get(), group_, peer);
    const std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>> context(EVP_PKEY_CTX_new(key_.get(), nullptr));
    std::size_t size = 0;
    wire::Bytes secret;
    if (other && EVP_PKEY_derive_init(context.get()) == 1 &&
        EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
        EVP_PKEY_derive(context.get(), nullptr, &size) == 1) {
        secret.resize(size);
        if (EVP_PKEY_derive(context.get(), secret.data(), &size) != 1)
            secret.clear();
    }
    ERR_clear_error();
    return secret;
}

std::optional<std::uint16_t> own_scheme(const EVP_PKEY* key) {
    return find_scheme(key, false);
}

std::optional<std::uint16_t> sha1_scheme(const EVP_PKEY* key) {
    return find_scheme(key, true);
}

// RFC 5246 7.4.1.4.1: the low byte names the signature; RFC 8446 4.2.3 puts RSA-PSS at 0x0804 to 0x0806 and 0x0809 to
// 0x080B.
bool fits(std::uint16_t scheme, const EVP_PKEY* key) {
    constexpr std::uint8_t rsa = 1;
    constexpr std::uint8_t ecdsa = 3;
    const auto low = static_cast<std::uint8_t>(scheme);
    const bool pss = scheme >> 8U == 0x08 && ((low >= 0x04 && low <= 0x06) || (low >= 0x09 && low <= 0x0B));
    const bool old = scheme >> 8U < 0x08;
    if (EVP_PKEY_is_a(key, "RSA") == 1)
        return pss || (old && low == rsa);
    return EVP_PKEY_is_a(key, "EC") == 1 && old && low == ecdsa;
}

wire::tls::Signed sign(EVP_PKEY* key, std::uint16_t code, wire::View content) {
    const auto* scheme =
        std::find_if(schemes.begin(), schemes.end(), [code](const Scheme& s) { return s.code == code; });
    check(scheme != schemes.end());
    const std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* parameters = nullptr;  // owned by the context
    check(EVP_DigestSignInit_ex(context.get(), &parameters, scheme->digest, nullptr, nullptr, key, nullptr) == 1);
    if (scheme->pss)
        check(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
              EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1);
    std::size_t size = 0;
    check(EVP_DigestSign(context.get(), nullptr, &size, content.data(), content.size()) == 1);
    wire::tls::Signed result{code, wire::Bytes(size)};
    check(EVP_DigestSign(context.get(), result.signature.data(), &size, content.data(), content.size()) == 1);
    result.signature.resize(size);
    return result;
}

}  // namespace gauntlet::reference
