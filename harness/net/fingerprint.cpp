#include "gauntlet/net/fingerprint.hpp"

#include <openssl/sha.h>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::net {

std::string fingerprint(std::string_view der) {
    wire::Bytes digest(SHA256_DIGEST_LENGTH);
    SHA256(reinterpret_cast<const unsigned char*>(der.data()), der.size(), digest.data());
    return "sha256:" + wire::notation::hex(digest);
}

}  // namespace gauntlet::net
