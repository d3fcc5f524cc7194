#include "offered.hpp"

#include <openssl/bio.h>

#include <array>
#include <string>

#include "openssl.hpp"

namespace gauntlet::wire::tls::test {
namespace {

std::string client_hello(SSL_CTX* context) {
    const Connection ssl{SSL_new(context)};
    BIO* const in = BIO_new(BIO_s_mem());
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    SSL_connect(ssl.get());  // wants an answer that never comes
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string{};
}

}  // namespace

std::optional<std::uint16_t> offered_alone(SSL_CTX* context, std::uint16_t extension) {
    const std::string hello = client_hello(context);
    // extension_type, length 4, list of 2 bytes (RFC 8446 4.2.7 and 4.2.3)
    const std::array<char, 6> head{static_cast<char>(extension >> 8), static_cast<char>(extension & 0xFF), 0, 4, 0, 2};
    const auto at = hello.find(std::string_view{head.data(), head.size()});
    if (at == std::string::npos || at + 8 > hello.size())
        return std::nullopt;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(hello[at + 6]) << 8 |
                                      static_cast<unsigned char>(hello[at + 7]));
}

}  // namespace gauntlet::wire::tls::test
