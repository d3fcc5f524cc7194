#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>

#include "gauntlet/wire/tls/record.hpp"
#include "gauntlet/wire/tls/server_flight.hpp"
#include "raw_chain.hpp"
#include "raw_flights.hpp"
#include "raw_keys.hpp"

namespace gauntlet::reference {

namespace {

namespace tls = wire::tls;
using wire::Bytes;
using wire::View;

constexpr std::uint16_t tls_aes_128_gcm_sha256 = 0x1301;  // every client knows it (RFC 8446 9.1)
constexpr std::size_t key_size = 16;
constexpr std::size_t iv_size = 12;
constexpr std::size_t tag_size = 16;

void append(Bytes& out, View more) {
    out.insert(out.end(), more.begin(), more.end());
}

Bytes message(tls::HandshakeType type, Bytes body) {
    return tls::encode(tls::Handshake{type, std::move(body), std::nullopt});
}

Bytes hash(View bytes) {
    Bytes digest(SHA256_DIGEST_LENGTH);
    SHA256(bytes.data(), bytes.size(), digest.data());
    return digest;
}

Bytes hmac(View key, View content) {
    Bytes out(SHA256_DIGEST_LENGTH);
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), content.data(), content.size(), out.data(), &size);
    return out;
}

// HKDF-Extract (RFC 5869 2.2).
Bytes extract(View salt, View secret) {
    return hmac(salt, secret);
}

// HKDF-Expand-Label (RFC 8446 7.1) of up to one block.
Bytes expand(View secret, std::string_view label, View context, std::size_t size) {
    const std::string name = "tls13 " + std::string(label);
    Bytes info = {0, static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(name.size())};
    append(info, wire::view(name));
    info.push_back(static_cast<std::uint8_t>(context.size()));
    append(info, context);
    info.push_back(1);
    Bytes block = hmac(secret, info);
    block.resize(size);
    return block;
}

// The server's handshake traffic secret (RFC 8446 7.1).
Bytes traffic_secret(View shared, View transcript) {
    const Bytes zeros(SHA256_DIGEST_LENGTH);
    const Bytes early = extract(zeros, zeros);
    const Bytes handshake = extract(expand(early, "derived", hash({}), SHA256_DIGEST_LENGTH), shared);
    return expand(handshake, "s hs traffic", hash(transcript), SHA256_DIGEST_LENGTH);
}

// The first record under a traffic secret (RFC 8446 5.2); its sequence number is 0. `content` fits into one.
std::optional<Bytes> sealed(View secret, View content) {
    Bytes inner(content.begin(), content.end());
    inner.push_back(static_cast<std::uint8_t>(tls::ContentType::handshake));
    tls::Record record{.type = tls::ContentType::application_data, .fragment = Bytes(inner.size() + tag_size)};
    const Bytes header = tls::encode(record);  // what is authenticated beside the content
    const std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>> context(EVP_CIPHER_CTX_new());
    const Bytes key = expand(secret, "key", {}, key_size);
    const Bytes iv = expand(secret, "iv", {}, iv_size);
    int size = 0;
    const bool done =
        EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(), iv.data()) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, header.data(), tls::record_header_size) == 1 &&
        EVP_EncryptUpdate(context.get(), record.fragment.data(), &size, inner.data(), static_cast<int>(inner.size())) ==
            1 &&
        EVP_EncryptFinal_ex(context.get(), nullptr, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, record.fragment.data() + inner.size()) == 1;
    return done ? std::optional(tls::encode(record)) : std::nullopt;
}

struct Agreement {
    tls::KeyShare ours;
    Bytes secret;
};

std::optional<Agreement> agree(const tls::ClientHello& hello) {
    for (const tls::KeyShare& share : tls::key_shares(hello))
        if (const std::optional<EphemeralKey> key = EphemeralKey::of(share.group))
            return Agreement{{share.group, key->public_key()}, key->shared_secret(share.key)};
    return std::nullopt;
}

bool knows(const tls::ClientHello& hello, std::uint16_t suite) {
    return std::find(hello.suites.begin(), hello.suites.end(), suite) != hello.suites.end();
}

}  // namespace

std::optional<Bytes> flight_13(const TlsState& state, const tls::ClientHello& hello, View client_hello,
                               std::uint16_t scheme) {
    constexpr std::uint16_t tls_1_3 = 0x0304;
    const std::optional<Agreement> agreement = agree(hello);
    if (!agreement || agreement->secret.empty() || !knows(hello, tls_aes_128_gcm_sha256))
        return std::nullopt;
    tls::ServerHello answer{.session_id = hello.session_id,
                            .suite = tls_aes_128_gcm_sha256,
                            .extensions = {tls::selected_version(tls_1_3), tls::selected_key_share(agreement->ours)}};
    RAND_bytes(answer.random.data(), static_cast<int>(answer.random.size()));
    const Bytes server_hello = message(tls::HandshakeType::server_hello, tls::encode(answer));
    Bytes transcript(client_hello.begin(), client_hello.end());
    append(transcript, server_hello);
    const Bytes secret = traffic_secret(agreement->secret, transcript);
    Bytes rest = message(tls::HandshakeType::encrypted_extensions, tls::encrypted_extensions({}));
    append(rest, message(tls::HandshakeType::certificate, tls::certificate_13(chain_der(state))));
    append(transcript, rest);
    const tls::Signed signature = sign(state.key.get(), scheme, tls::signed_by_server(hash(transcript)));
    append(rest, message(tls::HandshakeType::certificate_verify, tls::certificate_verify(signature)));
    if (rest.size() >= tls::largest_fragment)
        return std::nullopt;
    const std::optional<Bytes> encrypted = sealed(secret, rest);
    if (!encrypted)
        return std::nullopt;
    Bytes flight = tls::in_records(server_hello);
    append(flight, *encrypted);
    return flight;
}

}  // namespace gauntlet::reference
