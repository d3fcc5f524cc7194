// What an instance is asked to listen with, and where it then listens.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gauntlet/core/profile.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/recipe/material.hpp"

namespace gauntlet::broker {

// The server's chain and key, and the clients' anchors, in the forms that some brokers take them in.
struct Stores {
    std::string password;           // of each, and of the keys inside
    std::string encrypted_key_pem;  // PKCS#8
    std::string pkcs12;             // chain and key
    std::string jks;                // likewise
    std::string client_ca_pkcs12;   // anchors; empty: there are none
};

struct ListenerRequest {
    core::Profile profile;
    core::Transport transport = core::Transport::mqtts;  // mqtts or wss; ws: wss, and the plain listener a WebSocket
    recipe::Material server;                             // chain_pem and key_pem, served as they are
    Stores stores;                                       // the same in other forms
    std::string client_anchors_pem;                      // of profile.client_anchors
    std::string crl_pem;                                 // of profile.crls, concatenated
    std::string user;                                    // the one user of Access::password
    std::string password;
};

// By the names of the adapter's rules.
using NamedPorts = std::map<std::string, std::uint16_t>;

// All on 127.0.0.1.
struct ListenerPorts {
    std::uint16_t tls = 0;
    std::optional<std::uint16_t> second;   // with profile.second_listener
    std::optional<std::uint16_t> plain;    // with profile.plain_listener
    std::optional<std::uint16_t> one_way;  // TLS, with profile.one_way_listener
    NamedPorts named;                      // of the adapter's rules for each listener
};

}  // namespace gauntlet::broker
