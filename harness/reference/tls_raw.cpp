#include "tls_raw.hpp"

#include <algorithm>

#include "gauntlet/wire/tables/cipher_classes.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "gauntlet/wire/tls/record.hpp"
#include "raw_flights.hpp"
#include "raw_keys.hpp"

namespace gauntlet::reference {

namespace {

namespace tls = wire::tls;
using core::Flaw;
using core::TlsVersion;

bool contains(const std::vector<std::uint16_t>& codes, std::uint16_t code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool offers(const tls::ClientHello& hello, TlsVersion version) {
    return contains(tls::offered_versions(hello), static_cast<std::uint16_t>(version));
}

// The listener's suites of TLS 1.2, in its order.
std::vector<std::uint16_t> own_suites(const SSL_CTX* context) {
    std::vector<std::uint16_t> codes;
    STACK_OF(SSL_CIPHER)* list = SSL_CTX_get_ciphers(context);
    for (int i = 0; i < sk_SSL_CIPHER_num(list); ++i) {
        const std::uint16_t code = SSL_CIPHER_get_protocol_id(sk_SSL_CIPHER_value(list, i));
        const std::optional<tls::CipherSuite> suite = tls::find_cipher_suite(code);
        if (suite && tls::key_exchange(suite->name) == tls::KeyExchange::ecdhe && !tls::is_tls13(suite->name))
            codes.push_back(code);
    }
    return codes;
}

bool fits_key(std::uint16_t suite, const EVP_PKEY* key) {
    const std::optional<tls::CipherSuite> row = tls::find_cipher_suite(suite);
    const tls::Authentication authentication = tls::authentication(row->name);
    return EVP_PKEY_is_a(key, "RSA") == 1 ? authentication == tls::Authentication::rsa
                                          : authentication == tls::Authentication::ecdsa;
}

bool needs_another_key(std::uint16_t suite, const EVP_PKEY* key) {
    const std::optional<tls::CipherSuite> row = tls::find_cipher_suite(suite);
    if (!row || tls::is_tls13(row->name))
        return false;
    const tls::Authentication authentication = tls::authentication(row->name);
    const bool by_certificate = authentication == tls::Authentication::rsa ||
                                authentication == tls::Authentication::ecdsa ||
                                authentication == tls::Authentication::dss;
    return by_certificate && !fits_key(suite, key);
}

// Every suite that is offered needs a certificate of another type.
std::optional<wire::Bytes> unoffered_suite(const SSL_CTX* context, const TlsState& state,
                                           const tls::ClientHello& hello) {
    const EVP_PKEY* key = state.key.get();
    const bool none_fits = std::all_of(hello.suites.begin(), hello.suites.end(), [key](std::uint16_t suite) {
        return needs_another_key(suite, key) || suite == tls::empty_renegotiation_info_scsv;
    });
    if (!none_fits || offers(hello, TlsVersion::tls_1_3))
        return std::nullopt;
    for (const std::uint16_t suite : own_suites(context))
        if (fits_key(suite, key))
            return flight_12(state, hello, suite);
    return std::nullopt;
}

std::optional<std::uint16_t> shared_suite(const SSL_CTX* context, const TlsState& state,
                                          const tls::ClientHello& hello) {
    for (const std::uint16_t suite : own_suites(context))
        if (contains(hello.suites, suite) && fits_key(suite, state.key.get()))
            return suite;
    return std::nullopt;
}

std::optional<wire::Bytes> unoffered_signature(const SSL_CTX* context, const TlsState& state,
                                               const tls::ClientHello& hello, wire::View message) {
    const std::vector<std::uint16_t> schemes = tls::offered_signature_algorithms(hello);
    const bool any = std::any_of(schemes.begin(), schemes.end(),
                                 [&](std::uint16_t scheme) { return fits(scheme, state.key.get()); });
    if (schemes.empty() || any)
        return std::nullopt;
    const std::optional<std::uint16_t> own = own_scheme(state.key.get());
    if (own && offers(hello, TlsVersion::tls_1_3))
        return flight_13(state, hello, message, *own);
    const std::optional<std::uint16_t> suite = shared_suite(context, state, hello);
    return suite ? flight_12(state, hello, *suite) : std::nullopt;
}

// RFC 8446 4.2.3 allows SHA-1 for certificates alone; in TLS 1.2 OpenSSL can be told to sign with it.
std::optional<wire::Bytes> sha1_signature(const TlsState& state, const tls::ClientHello& hello, wire::View message) {
    const std::optional<std::uint16_t> scheme = sha1_scheme(state.key.get());
    if (!scheme || !offers(hello, TlsVersion::tls_1_3) || !contains(tls::offered_signature_algorithms(hello), *scheme))
        return std::nullopt;
    return flight_13(state, hello, message, *scheme);
}

}  // namespace

bool answers_raw(const TlsState& state) {
    return state.has(Flaw::negotiates_a_suite_that_was_not_offered) ||
           state.has(Flaw::signs_with_an_algorithm_that_was_not_offered) || state.has(Flaw::signs_with_sha1);
}

std::size_t first_bytes_missing(wire::View received) {
    const auto collected = tls::collect_handshake(received);
    return collected ? collected->missing : 0;
}

std::optional<wire::Bytes> raw_reply(const SSL_CTX* context, wire::View received) {
    const TlsState& state = state_of(context);
    const auto collected = tls::collect_handshake(received);
    if (!collected || collected->missing != 0 || collected->message.type != tls::HandshakeType::client_hello)
        return std::nullopt;
    const auto hello = tls::decode_client_hello(collected->message.body);
    if (!hello)
        return std::nullopt;
    const wire::Bytes message = tls::encode(collected->message);
    std::optional<wire::Bytes> reply;
    if (state.has(Flaw::negotiates_a_suite_that_was_not_offered))
        reply = unoffered_suite(context, state, *hello);
    if (!reply && state.has(Flaw::signs_with_an_algorithm_that_was_not_offered))
        reply = unoffered_signature(context, state, *hello, message);
    if (!reply && state.has(Flaw::signs_with_sha1))
        reply = sha1_signature(state, *hello, message);
    return reply;
}

}  // namespace gauntlet::reference
