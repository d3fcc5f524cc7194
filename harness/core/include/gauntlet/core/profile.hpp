// How a listener is set up. Two scenarios with equal profiles share one listener.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/tls.hpp"
#include "gauntlet/recipe/credentials.hpp"
#include "gauntlet/recipe/crl.hpp"

namespace gauntlet::core {

enum class ClientAuthentication : std::uint8_t { none, required };
enum class Access : std::uint8_t {
    anonymous,  // everybody may log in
    password,   // one user with one password, nobody else
};
enum class Identity : std::uint8_t {
    none,         // the certificate says nothing about the MQTT user
    common_name,  // the subject's CN is the user name
};

// The form in which the broker is given its certificates and key.
enum class KeyForm : std::uint8_t {
    usual,       // what the adapter prefers: PEM files of their own, where the broker reads them
    inside_pem,  // one PEM file: the chain, then the key
    encrypted,   // PEM, the key as PKCS#8 EncryptedPrivateKeyInfo (RFC 5958 3) with its password
    pkcs12,      // one store with both (RFC 7292)
    jks,         // likewise, in the format of the Java Development Kit
};

struct Profile {
    std::string name;                             // unique: "mutual", "mutual-crl"
    const recipe::Credentials* server = nullptr;  // what it serves, exactly
    KeyForm key_form = KeyForm::usual;
    ClientAuthentication client_authentication = ClientAuthentication::none;
    std::vector<const recipe::Certificate*> client_anchors;  // may be set without `required`
    std::vector<const recipe::Crl*> crls;                    // empty: no revocation checking
    const recipe::Credentials* good_client = nullptr;        // what a good client presents; nullptr: nothing
    std::optional<TlsVersion> min_version;                   // unset: the broker's default
    std::vector<std::uint16_t> suites;     // TLS <= 1.2, IANA code points in order; empty: the broker's default
    std::vector<std::uint16_t> suites_13;  // TLS 1.3, likewise
    bool legacy = false;  // the library's security level is lowered: old versions, weak keys and suites
    Access access = Access::anonymous;
    Identity identity = Identity::none;
    bool own_topics_only = false;   // user U may read and write below gauntlet/U/ and nowhere else
    bool second_listener = false;   // another TLS listener with the same settings
    bool plain_listener = false;    // a plain MQTT listener beside
    bool one_way_listener = false;  // another TLS listener with the same access rules that asks for no certificate
    bool operator==(const Profile&) const = default;
};

// The capabilities (capabilities.def) that an adapter needs to set this profile up.
constexpr std::vector<std::string> needs(const Profile& profile) {
    std::vector<std::string> names;
    const auto need = [&names](bool condition, const char* name) {
        if (condition)
            names.emplace_back(name);
    };
    need(profile.server != nullptr, "own-pki");
    need(profile.key_form == KeyForm::inside_pem, "key-inside-pem");
    need(profile.key_form == KeyForm::encrypted, "encrypted-key");
    need(profile.key_form == KeyForm::pkcs12, "pkcs12");
    need(profile.key_form == KeyForm::jks, "jks");
    need(profile.client_authentication == ClientAuthentication::required, "client-authentication");
    need(profile.client_authentication == ClientAuthentication::none && !profile.client_anchors.empty(),
         "ca-without-require");
    need(!profile.crls.empty(), "crl");
    need(profile.min_version == TlsVersion::tls_1_0, "min-version-1-0");
    need(profile.min_version == TlsVersion::tls_1_1, "min-version-1-1");
    need(profile.min_version == TlsVersion::tls_1_2, "min-version-1-2");
    need(profile.min_version == TlsVersion::tls_1_3, "min-version-1-3");
    need(!profile.suites.empty(), "suites");
    need(!profile.suites_13.empty(), "suites-1-3");
    need(profile.legacy, "legacy");
    need(profile.access == Access::password, "password");
    need(profile.identity == Identity::common_name, "identity-common-name");
    need(profile.own_topics_only, "access-by-user");
    need(profile.second_listener, "second-listener");
    need(profile.plain_listener, "plain-listener");
    need(profile.one_way_listener, "one-way-listener");
    return names;
}

}  // namespace gauntlet::core
