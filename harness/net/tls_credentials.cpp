#include "tls_credentials.hpp"

#include <fmt/format.h>

namespace gauntlet::net {

namespace {

std::string certificate_der(X509* certificate) {
    return to_der<const X509>(certificate, i2d_X509);
}

// OpenSSL refuses a key that does not belong to the certificate by comparing their public keys. Those of the object are
// replaced by the key's own; its encoding, which is what goes over the wire, is cached apart and stays as it was.
bool pair_up(X509* leaf, EVP_PKEY* key) {
    if (X509_check_private_key(leaf, key) == 1)
        return true;
    const std::string spki = to_der<const EVP_PKEY>(key, i2d_PUBKEY);
    X509_PUBKEY* inside = X509_get_X509_PUBKEY(leaf);
    const auto* bytes = reinterpret_cast<const unsigned char*>(spki.data());
    const bool replaced = d2i_X509_PUBKEY(&inside, &bytes, static_cast<long>(spki.size())) != nullptr;
    ERR_clear_error();
    return replaced && inside == X509_get_X509_PUBKEY(leaf) && X509_check_private_key(leaf, key) == 1;
}

// One that OpenSSL would send otherwise than it was given is a fault.
X509Handle exactly(const std::string& der) {
    X509Handle certificate = parse_certificate(der);
    if (certificate && certificate_der(certificate.get()) != der)
        certificate.reset();
    return certificate;
}

std::string fault(std::size_t index) {
    return fmt::format("certificate {} of the client's chain cannot be sent as it is: {}", index + 1,
                       take_openssl_error());
}

}  // namespace

std::string present(SSL_CTX* context, const recipe::Material& material) {
    if (material.chain_der.empty())
        return {};
    const X509Handle leaf = exactly(material.chain_der.front());
    if (!leaf)
        return fault(0);
    const auto* bytes = reinterpret_cast<const unsigned char*>(material.key_der.data());
    const KeyHandle key(d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(material.key_der.size())));
    if (!key)
        return "the client's private key cannot be read: " + take_openssl_error();
    if (!pair_up(leaf.get(), key.get()) || certificate_der(leaf.get()) != material.chain_der.front())
        return "the client's certificate cannot be sent with the key of another one: " + take_openssl_error();
    if (SSL_CTX_use_certificate(context, leaf.get()) != 1 || SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        return fault(0);
    for (std::size_t i = 1; i < material.chain_der.size(); ++i) {
        X509Handle certificate = exactly(material.chain_der[i]);
        if (!certificate || SSL_CTX_add0_chain_cert(context, certificate.get()) != 1)
            return fault(i);
        certificate.release();  // the context owns it
    }
    return {};
}

}  // namespace gauntlet::net
