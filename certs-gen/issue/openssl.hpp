// OpenSSL's objects with owners, and its failures as exceptions.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace gauntlet::issue {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using X509Certificate = Owned<X509, X509_free>;
using X509Crl = Owned<X509_CRL, X509_CRL_free>;
using Bio = Owned<BIO, BIO_free_all>;

// Throws std::runtime_error: `what`, then the newest entry of OpenSSL's error queue, which is emptied.
[[noreturn]] void fail(std::string_view what);

inline void require(bool ok, std::string_view what) {
    if (!ok)
        fail(what);
}

// The same for the pointer that OpenSSL returned.
template <typename T>
T* require(T* object, std::string_view what) {
    if (object == nullptr)
        fail(what);
    return object;
}

// The DER of any object that has an i2d function.
template <typename T, typename ToDer>
std::string der_of(T* object, ToDer to_der, std::string_view what) {
    unsigned char* bytes = nullptr;
    const int size = to_der(object, &bytes);
    require(size > 0, what);
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

inline const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace gauntlet::issue
