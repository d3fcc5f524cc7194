// Sec-WebSocket-Key and Sec-WebSocket-Accept. SHA-1 stands here by itself because this room sees no library; it
// protects nothing (RFC 6455 section 10.8).
#include <array>
#include <bit>

#include "gauntlet/wire/websocket/handshake.hpp"

namespace gauntlet::wire::websocket {
namespace {

using Digest = std::array<std::uint32_t, 5>;

// RFC 3174 section 4: the message, a 1 bit, zeros up to 56 modulo 64 bytes, the length in bits.
Bytes padded(View message) {
    Bytes out(message.begin(), message.end());
    out.push_back(0x80);
    while (out.size() % 64 != 56)
        out.push_back(0);
    const std::uint64_t bits = static_cast<std::uint64_t>(message.size()) * 8;
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(bits >> shift));
    return out;
}

// RFC 3174 sections 5 and 6.1.
void add_block(Digest& digest, View block) {
    std::array<std::uint32_t, 80> w{};
    for (std::size_t t = 0; t < 16; ++t)
        for (std::size_t i = 0; i < 4; ++i)
            w[t] = w[t] << 8 | block[t * 4 + i];
    for (std::size_t t = 16; t < 80; ++t)
        w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    auto [a, b, c, d, e] = digest;
    for (std::size_t t = 0; t < 80; ++t) {
        std::uint32_t mixed = b ^ c ^ d;
        std::uint32_t constant = t < 40 ? 0x6ed9eba1 : 0xca62c1d6;
        if (t < 20) {
            mixed = (b & c) | (~b & d);
            constant = 0x5a827999;
        } else if (t >= 40 && t < 60) {
            mixed = (b & c) | (b & d) | (c & d);
            constant = 0x8f1bbcdc;
        }
        const std::uint32_t next = std::rotl(a, 5) + mixed + e + w[t] + constant;
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    digest = {digest[0] + a, digest[1] + b, digest[2] + c, digest[3] + d, digest[4] + e};
}

Bytes sha1(View message) {
    Digest digest{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const Bytes blocks = padded(message);
    for (std::size_t at = 0; at < blocks.size(); at += 64)
        add_block(digest, View(blocks).subspan(at, 64));
    Bytes out;
    for (const std::uint32_t word : digest)
        for (int shift = 24; shift >= 0; shift -= 8)
            out.push_back(static_cast<std::uint8_t>(word >> shift));
    return out;
}

// RFC 4648 section 4.
std::string base64(View bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (at + i < bytes.size() ? bytes[at + i] : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += at + i <= bytes.size() ? alphabet[group >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

}  // namespace

std::string accept_value(std::string_view key) {
    return base64(sha1(view(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}

std::string key_value(View nonce) {
    return base64(nonce);
}

}  // namespace gauntlet::wire::websocket
