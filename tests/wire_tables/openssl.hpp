#pragma once
// What the linked OpenSSL knows, for comparison with our tables.
#include <openssl/ssl.h>

#include <memory>

namespace gauntlet::wire::tls::test {

struct Release {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using Context = std::unique_ptr<SSL_CTX, Release>;
using Connection = std::unique_ptr<SSL, Release>;

// Every cipher that this build of OpenSSL has, of all versions.
inline Context context_with_everything() {
    Context context{SSL_CTX_new(TLS_method())};
    if (!context || SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:eNULL:@SECLEVEL=0") != 1 ||
        SSL_CTX_set_ciphersuites(context.get(),
                                 "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
                                 "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256") != 1)
        return nullptr;
    return context;
}

}  // namespace gauntlet::wire::tls::test
