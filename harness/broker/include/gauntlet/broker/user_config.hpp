// A configuration of Mosquitto that the user wrote, taken to be tested: mosquitto.conf(5).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/core/scenario.hpp"

namespace gauntlet::broker {

// One of its listeners that has TLS, as far as the scenarios' profiles are concerned.
struct UserListener {
    std::string name;   // its port; "8883-2" is the second that has this one
    std::string place;  // "FILE:LINE" of its `listener`
    core::Transport transport = core::Transport::mqtts;
    bool requires_certificate = false;
    bool has_ca_file = false;
    bool has_crl = false;
    bool identity = false;                        // the certificate's common name is the user
    bool anonymous = false;                       // everybody may log in
    bool legacy = false;                          // its ciphers lower OpenSSL's security level to 0
    std::optional<core::TlsVersion> min_version;  // unset: Mosquitto's default
    Template configuration;                       // the user's lines, as an instance has them that serves this listener
    std::vector<PortRule> other_ports;            // of the other listeners
};

struct UserConfig {
    std::vector<UserListener> listeners;
    // What is not as the user wrote it, beside keys, certificates and ports: "FILE:LINE: what and why".
    std::vector<std::string> changes;
};

// Reads the file and what its include_dir names. Throws BadInput: a file that cannot be read, no listener with TLS,
// what cannot be taken over.
UserConfig read_user_config(const std::filesystem::path& file);

// Mosquitto's adapter with the user's configuration in place of its own, moved to loopback: `listener` has the port,
// the credentials and the CRLs of the listener that an instance is asked for, the others have ports of their own and
// the same credentials. It writes nothing outside its folder and connects to nobody.
Adapter with_user_config(Adapter mosquitto, const UserListener& listener);

// Why a scenario cannot be run on the listener as the user has set it up; nothing where it can.
std::optional<std::string> unsuited(const UserListener& listener, const core::Scenario& scenario);

}  // namespace gauntlet::broker
