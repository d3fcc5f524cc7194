// Owners of OpenSSL's objects, and its errors as text.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace gauntlet::net {

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using SslContext = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, Freer<SSL_free>>;
using X509Handle = std::unique_ptr<X509, Freer<X509_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using SessionHandle = std::unique_ptr<SSL_SESSION, Freer<SSL_SESSION_free>>;

// The latest error of this thread in words; "unknown error" where there is none. Empties the queue.
inline std::string take_openssl_error() {
    const unsigned long error = ERR_peek_last_error();
    const char* reason = ERR_reason_error_string(error);
    ERR_clear_error();
    return reason != nullptr ? reason : "unknown error";
}

// The DER encoding of an object by its i2d function; empty where it has none.
template <typename T>
std::string to_der(T* object, int (*encode)(T*, unsigned char**)) {
    unsigned char* bytes = nullptr;
    const int size = encode(object, &bytes);
    if (size <= 0)
        return {};
    std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

inline X509Handle parse_certificate(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return X509Handle(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

}  // namespace gauntlet::net
