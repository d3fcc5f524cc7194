// The extensions of a version 3 certificate, in the order: key identifiers, basicConstraints, keyUsage,
// extendedKeyUsage, subjectAltName, nameConstraints, others.
#pragma once

#include "gauntlet/recipe/certificate.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {

using AuthorityKeyIdentifier = Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;

// By the issuer's subjectKeyIdentifier (RFC 5280 4.2.1.1); nullptr: it has none.
AuthorityKeyIdentifier authority_key_identifier(X509* issuer);

// `issuer` is nullptr for a self-signed certificate; `certificate` has its subject and public key.
void add_extensions(X509* certificate, const recipe::Certificate& recipe, X509* issuer);

}  // namespace gauntlet::issue
