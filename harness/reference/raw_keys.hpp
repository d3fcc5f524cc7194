// The keys of a raw answer: an ephemeral one, and signatures by the listener's own.
#pragma once

#include <cstdint>
#include <optional>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/tls/server_flight.hpp"
#include "openssl.hpp"

namespace gauntlet::reference {

class EphemeralKey {
  public:
    /// x25519 or secp256r1; nothing for other groups.
    static std::optional<EphemeralKey> of(std::uint16_t group);

    std::uint16_t group() const { return group_; }
    wire::Bytes public_key() const;
    /// RFC 8446 7.4.2. Empty where the peer's key is none of the group.
    wire::Bytes shared_secret(wire::View peer) const;

  private:
    EphemeralKey(std::uint16_t group, KeyHandle key) : group_(group), key_(std::move(key)) {}
    std::uint16_t group_;
    KeyHandle key_;
};

/// The scheme that an ECDSA P-256, P-384 or RSA key signs with by itself; nothing for others.
std::optional<std::uint16_t> own_scheme(const EVP_PKEY* key);
/// The one with SHA-1; nothing for keys of other types.
std::optional<std::uint16_t> sha1_scheme(const EVP_PKEY* key);

/// Whether a scheme is made for keys of this type.
bool fits(std::uint16_t scheme, const EVP_PKEY* key);

/// With a scheme of the two functions above.
wire::tls::Signed sign(EVP_PKEY* key, std::uint16_t scheme, wire::View content);

}  // namespace gauntlet::reference
