// What is known of a handshake, as facts (core/observation.hpp).
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "openssl.hpp"
#include "tls_log.hpp"

namespace gauntlet::net {

// Of a handshake that is complete: all facts except `served`.
std::vector<core::Fact> handshake_facts(SSL* ssl, const TlsLog& log);

// certificate-requested and requested-cas, which may be known before.
std::vector<core::Fact> request_facts(SSL* ssl, const TlsLog& log);

// The certificates that the broker presented in this handshake, in order; none when it was resumed.
std::vector<std::string> served_der(SSL* ssl);

// "X509_V_ERR_CERT_HAS_EXPIRED"
std::string verify_name(long result);

}  // namespace gauntlet::net
