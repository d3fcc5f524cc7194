// What one side presents, and what a verifier that trusts `anchors` must say of it.
#pragma once

#include "gauntlet/recipe/certificate.hpp"
#include "gauntlet/recipe/crl.hpp"

namespace gauntlet::recipe {

enum class Role : std::uint8_t { server, client };

struct Credentials {
    std::string_view name;   // "client/expired": also the folder in what `pki make` writes
    std::string_view about;  // one sentence: what it is, and what deviates
    Role role = Role::client;
    Few<const Certificate*, 12> chain;   // exactly what is presented, in order; the first is the leaf
    const Certificate* key = nullptr;    // whose private key goes with it; nullptr: the leaf's own
    Few<const Certificate*, 4> anchors;  // what the verifier trusts
    Few<const Crl*, 4> crls;  // what the verifier checks revocation of the whole chain with; empty: it does not
    std::string_view host;    // server: the DNS name or address that the client asks for; empty: it does not
    // Empty: the chain is valid; else the X509_V_ERR_… that `openssl verify` ends with: OpenSSL 3.0, not -x509_strict,
    // -auth_level 2, the purpose of the role, `host`, and -crl_check_all where `crls` are given. It judges the
    // certificates alone: a key that is not the leaf's shows only in the handshake.
    std::string_view fault;

    constexpr const Certificate& leaf() const { return *chain[0]; }
    constexpr const Certificate& key_owner() const { return key != nullptr ? *key : leaf(); }
    // Whether OpenSSL as the peer completes a handshake with it: a valid chain and the leaf's own key.
    constexpr bool acceptable() const { return fault.empty() && key_owner().name == leaf().name; }
};

// Copies with one thing changed, in the words of the catalogue.
constexpr Credentials anchored(Credentials c, const Certificate& anchor) {
    c.anchors = {&anchor};
    return c;
}

constexpr Credentials checked(Credentials c, const CrlSet& set) {
    c.crls = set.crls;
    return c;
}

constexpr Credentials keyed(Credentials c, const Certificate& owner) {
    c.key = &owner;
    return c;
}

constexpr Credentials asked_for(std::string_view host, Credentials c) {
    c.host = host;
    return c;
}

}  // namespace gauntlet::recipe
