#include "tls_certificate.hpp"

#include <fmt/format.h>

#include <cstring>

#include "tls.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;

constexpr int weakest_secure_bits = 112;  // RSA 2048, SHA-224: RFC 9325 4.5

std::string certificate_file(const TlsState& state) {
    const ListenerSettings& settings = state.settings;
    return (settings.key_store.empty() ? settings.certificate_chain : settings.key_store).string();
}

std::string key_file(const TlsState& state) {
    const ListenerSettings& settings = state.settings;
    return (settings.key_store.empty() ? settings.key : settings.key_store).string();
}

void check_key(const TlsState& state) {
    if (state.settings.legacy || state.has(Flaw::serves_short_rsa_keys))
        return;
    const EVP_PKEY* key = X509_get0_pubkey(state.chain.front().get());
    if (key != nullptr && EVP_PKEY_get_security_bits(key) < weakest_secure_bits)
        throw TlsFault(
            fmt::format("{}: the {} key of the certificate has {} bits, which can be broken; use RSA 2048 or "
                        "ECDSA P-256",
                        certificate_file(state), EVP_PKEY_get0_type_name(key), EVP_PKEY_get_bits(key)));
}

// The signature of a self-signed certificate protects nothing.
void check_digests(const TlsState& state) {
    if (state.settings.legacy || state.has(Flaw::serves_sha1_signatures))
        return;
    for (const CertificateHandle& certificate : state.chain) {
        int bits = 0;
        int digest = NID_undef;
        if (X509_self_signed(certificate.get(), 0) != 1 &&
            X509_get_signature_info(certificate.get(), &digest, nullptr, &bits, nullptr) == 1 &&
            bits < weakest_secure_bits && digest != NID_undef)
            throw TlsFault(
                fmt::format("{}: a certificate is signed with {}, which can be forged; have it issued with "
                            "SHA-256",
                            certificate_file(state), OBJ_nid2sn(digest)));
    }
}

void check_match(const TlsState& state) {
    if (!state.has(Flaw::starts_with_a_wrong_key) &&
        X509_check_private_key(state.chain.front().get(), state.key.get()) != 1)
        throw TlsFault(
            fmt::format("{}: the key is not that of the first certificate of {}; put the leaf first and name "
                        "its key",
                        key_file(state), certificate_file(state)));
    ERR_clear_error();
}

void add_to_chain(SSL_CTX* context, X509* certificate) {
    if (SSL_CTX_add1_chain_cert(context, certificate) != 1)
        throw TlsFault("OpenSSL cannot serve a certificate of the chain: " + take_openssl_error());
}

// RFC 8446 4.4.2: none dropped, none reordered, none added.
void set_chain(SSL_CTX* context, const TlsState& state) {
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
    if (SSL_CTX_use_certificate(context, state.chain.front().get()) != 1)
        throw TlsFault(
            fmt::format("{}: OpenSSL cannot use the certificate: {}", certificate_file(state), take_openssl_error()));
    if (state.chain.size() == 1 && state.has(Flaw::adds_a_certificate_to_its_chain))
        add_to_chain(context, state.chain.front().get());
    if (state.has(Flaw::serves_the_leaf_alone))
        return;
    for (std::size_t i = 1; i < state.chain.size(); ++i)
        add_to_chain(context, state.chain[i].get());
}

void set_key(SSL_CTX* context, const TlsState& state) {
    const bool set = SSL_CTX_use_PrivateKey(context, state.key.get()) == 1;
    if (!set && !state.has(Flaw::starts_with_a_wrong_key))
        throw TlsFault(fmt::format("{}: OpenSSL cannot use the key: {}", key_file(state), take_openssl_error()));
    ERR_clear_error();
}

// RFC 6066 8, RFC 8446 4.4.2.1.
int on_status_request(SSL* connection, void*) {
    const std::vector<std::uint8_t>& response = state_of(connection).ocsp_response;
    auto* copy = static_cast<unsigned char*>(OPENSSL_memdup(response.data(), response.size()));
    if (copy == nullptr || SSL_set_tlsext_status_ocsp_resp(connection, copy, static_cast<long>(response.size())) != 1)
        return SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

void set_certificate(SSL_CTX* context, const TlsState& state) {
    check_key(state);
    check_digests(state);
    check_match(state);
    set_chain(context, state);
    set_key(context, state);
    if (!state.ocsp_response.empty())
        SSL_CTX_set_tlsext_status_cb(context, on_status_request);
}

}  // namespace gauntlet::reference
