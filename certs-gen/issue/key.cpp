#include "key.hpp"

#include <openssl/pem.h>

#include <stdexcept>

#include "library.hpp"

namespace gauntlet::issue {
namespace {

EVP_PKEY* generate(recipe::KeyType type) {
    OSSL_LIB_CTX* context = library();
    switch (type) {
        case recipe::KeyType::rsa_1024:
            return EVP_PKEY_Q_keygen(context, nullptr, "RSA", std::size_t{1024});
        case recipe::KeyType::rsa_2048:
            return EVP_PKEY_Q_keygen(context, nullptr, "RSA", std::size_t{2048});
        case recipe::KeyType::rsa_3072:
            return EVP_PKEY_Q_keygen(context, nullptr, "RSA", std::size_t{3072});
        case recipe::KeyType::ecdsa_p256:
            return EVP_PKEY_Q_keygen(context, nullptr, "EC", "P-256");
        case recipe::KeyType::ecdsa_p384:
            return EVP_PKEY_Q_keygen(context, nullptr, "EC", "P-384");
        case recipe::KeyType::ed25519:
            return EVP_PKEY_Q_keygen(context, nullptr, "ED25519");
    }
    throw std::logic_error("unknown type of key");
}

// Called only where the PEM is encrypted.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

}  // namespace

Key make_key(recipe::KeyType type) {
    return Key(require(generate(type), "cannot make a key"));
}

Key read_key(std::string_view pem) {
    const Bio bio(require(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "cannot read a private key"));
    bool encrypted = false;
    Key key(PEM_read_bio_PrivateKey_ex(bio.get(), nullptr, no_passphrase, &encrypted, library(), nullptr));
    if (encrypted)
        throw std::runtime_error("the private key is encrypted; decrypt it first: openssl pkey -in KEY -out PLAIN");
    require(key.get(), "cannot read a private key");
    return key;
}

std::string pkcs8_der(const EVP_PKEY* key) {
    const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(
        require(EVP_PKEY2PKCS8(key), "cannot write a private key"));
    return der_of(info.get(), i2d_PKCS8_PRIV_KEY_INFO, "cannot write a private key");
}

const char* digest_name(const EVP_PKEY* key, recipe::Digest digest) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1 || EVP_PKEY_is_a(key, "ED448") == 1)
        return nullptr;
    switch (digest) {
        case recipe::Digest::sha256:
            return "SHA256";
        case recipe::Digest::sha384:
            return "SHA384";
        case recipe::Digest::sha1:
            return "SHA1";
    }
    throw std::logic_error("unknown digest");
}

Owned<EVP_MD_CTX, EVP_MD_CTX_free> signer(EVP_PKEY* key, recipe::Digest digest) {
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(require(EVP_MD_CTX_new(), "cannot make a digest context"));
    require(
        EVP_DigestSignInit_ex(context.get(), nullptr, digest_name(key, digest), library(), nullptr, key, nullptr) == 1,
        "cannot sign with this key");
    return context;
}

}  // namespace gauntlet::issue
