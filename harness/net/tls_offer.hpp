// What an offer sets on an SSL_CTX.
#pragma once

#include <string>

#include "gauntlet/core/tls.hpp"
#include "openssl.hpp"

namespace gauntlet::net {

// Versions, suites, groups and signature schemes. What our library cannot offer, in one line; empty: nothing.
std::string set_offer(SSL_CTX* context, const core::TlsOffer& offer);

// protocol_name_list without its length (RFC 7301 3.1); empty where a name is empty or longer than 255 bytes.
std::string alpn_list(const std::vector<std::string>& names);

}  // namespace gauntlet::net
