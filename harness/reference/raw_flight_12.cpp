#include <openssl/rand.h>

#include "gauntlet/wire/tls/record.hpp"
#include "gauntlet/wire/tls/server_flight.hpp"
#include "raw_chain.hpp"
#include "raw_flights.hpp"
#include "raw_keys.hpp"

namespace gauntlet::reference {

namespace {

namespace tls = wire::tls;

void append(wire::Bytes& out, tls::HandshakeType type, const wire::Bytes& body) {
    const wire::Bytes message = tls::encode(tls::Handshake{type, body, std::nullopt});
    out.insert(out.end(), message.begin(), message.end());
}

std::optional<EphemeralKey> first_known(const tls::ClientHello& hello) {
    for (const std::uint16_t group : tls::offered_groups(hello))
        if (std::optional<EphemeralKey> key = EphemeralKey::of(group))
            return key;
    if (tls::find(hello, tls::ExtensionType::supported_groups) != nullptr)
        return std::nullopt;
    constexpr std::uint16_t secp256r1 = 0x0017;
    return EphemeralKey::of(secp256r1);  // RFC 8422 4: who names no group leaves the choice to the server
}

// What OpenSSL's server would answer of these two.
std::vector<tls::Extension> extensions(const tls::ClientHello& hello) {
    std::vector<tls::Extension> list = {{tls::ExtensionType::renegotiation_info, {0}}};
    if (tls::find(hello, tls::ExtensionType::extended_master_secret) != nullptr)
        list.push_back({tls::ExtensionType::extended_master_secret, {}});
    return list;
}

}  // namespace

std::optional<wire::Bytes> flight_12(const TlsState& state, const tls::ClientHello& hello, std::uint16_t suite) {
    const std::optional<EphemeralKey> ephemeral = first_known(hello);
    const std::optional<std::uint16_t> scheme = own_scheme(state.key.get());
    if (!ephemeral || !scheme)
        return std::nullopt;
    tls::ServerHello answer{.suite = suite, .extensions = extensions(hello)};
    RAND_bytes(answer.random.data(), static_cast<int>(answer.random.size()));
    const wire::Bytes parameters = tls::ecdhe_parameters(ephemeral->group(), ephemeral->public_key());
    wire::Bytes content = hello.random;  // RFC 8422 5.4
    content.insert(content.end(), answer.random.begin(), answer.random.end());
    content.insert(content.end(), parameters.begin(), parameters.end());
    wire::Bytes messages;
    append(messages, tls::HandshakeType::server_hello, tls::encode(answer));
    append(messages, tls::HandshakeType::certificate, tls::certificate(chain_der(state)));
    append(messages, tls::HandshakeType::server_key_exchange,
           tls::server_key_exchange(parameters, sign(state.key.get(), *scheme, content)));
    append(messages, tls::HandshakeType::server_hello_done, {});
    return tls::in_records(messages);
}

}  // namespace gauntlet::reference
