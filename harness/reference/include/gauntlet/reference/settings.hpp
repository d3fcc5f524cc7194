// What a person or an adapter sets of the reference broker, as values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/core/tls.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/reference/mqtt/flaws.hpp"
#include "gauntlet/reference/mqtt/planted.hpp"

namespace gauntlet::reference {

struct User {
    std::string name;
    std::string password;
    bool operator==(const User&) const = default;
};

/// One port. What is empty or unset is the broker's default; what concerns TLS is ignored without TLS.
struct ListenerSettings {
    std::string name;
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    core::Transport transport = core::Transport::mqtts;

    std::filesystem::path certificate_chain;  // PEM, leaf first; served exactly as it stands
    std::filesystem::path key;                // PEM, of the leaf; may be the file of the chain
    std::filesystem::path key_store;          // PKCS#12 or JKS, in place of both
    std::string key_password;                 // of the key or the store; empty: the key is not encrypted
    std::filesystem::path ocsp_response;      // DER; stapled where the client asks for it (RFC 6066 8)
    std::filesystem::path client_ca;          // PEM: trust anchors for clients, and no others
    std::filesystem::path crl;                // PEM: CRLs of every authority of the clients' paths; empty: unchecked
    bool require_certificate = false;         // else none is requested
    std::optional<core::TlsVersion> min_version;  // default: TLS 1.2
    std::optional<core::TlsVersion> max_version;  // default: TLS 1.3
    std::string suites;                           // TLS <= 1.2, OpenSSL's names in order, ':' between them
    std::string suites_13;                        // TLS 1.3, likewise
    std::string groups;                           // likewise
    std::vector<std::string> alpn;                // default: "mqtt" on mqtts, "http/1.1" on wss
    bool legacy = false;  // OpenSSL's security level 0: old versions, weak keys and suites can be configured

    std::string websocket_path = "/mqtt";

    bool identity_common_name = false;  // the verified leaf's CN is the user name
    std::vector<User> users;            // empty: everybody may log in
    bool own_topics_only = false;       // user U may read and write below gauntlet/U/ and nowhere else
    bool operator==(const ListenerSettings&) const = default;
};

struct Settings {
    std::vector<ListenerSettings> listeners;
    Flaws flaws;
    std::optional<mqtt::Planted> planted;
    bool operator==(const Settings&) const = default;
};

}  // namespace gauntlet::reference
