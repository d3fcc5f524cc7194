// What OpenSSL's path validation does not ask, and the flaws that ask too much.
#pragma once

#include <optional>
#include <string>

#include "tls_state.hpp"

namespace gauntlet::reference {

struct PathFault {
    int alert = 0;
    std::string text;
};

// Of the certificates as they were sent. Only flaws find any: the order is free (RFC 8446 4.4.2).
std::optional<PathFault> fault_of_message(const TlsState& state, X509_STORE_CTX& verification);

// Of a path that OpenSSL has found valid.
std::optional<PathFault> fault_of_path(const TlsState& state, X509_STORE_CTX& verification);

}  // namespace gauntlet::reference
