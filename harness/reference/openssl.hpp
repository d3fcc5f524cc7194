// Owners of OpenSSL's objects, and its errors as text.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace gauntlet::reference {

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using ContextHandle = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using BioHandle = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using CertificateHandle = std::unique_ptr<X509, Freer<X509_free>>;
using CrlHandle = std::unique_ptr<X509_CRL, Freer<X509_CRL_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using StoreHandle = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;

// The latest error of this thread in words; "unknown error" where there is none. Empties the queue.
inline std::string take_openssl_error() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return reason != nullptr ? reason : "unknown error";
}

inline std::string one_line(const X509_NAME* name) {
    const BioHandle bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace gauntlet::reference
