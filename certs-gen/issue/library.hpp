// An OpenSSL library context in which nothing is random: what OpenSSL draws comes from the Stream of the thread.
//
// It reads no openssl.cnf, so a system's security level does not forbid the weak certificates.
#pragma once

#include <openssl/types.h>

namespace gauntlet::issue {

class Stream;

// One for the process, never freed: threads keep state in it until they end.
OSSL_LIB_CTX* library();

const EVP_MD* sha256();

// While it lives, OpenSSL's random bytes on this thread are the stream's; without one, drawing fails.
class Drawing {
  public:
    explicit Drawing(Stream& stream);
    ~Drawing();
    Drawing(Drawing&&) = delete;

  private:
    Stream* before_;
};

}  // namespace gauntlet::issue
