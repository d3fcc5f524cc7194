// Names of recipes as OpenSSL's: subjects (RFC 5280 4.1.2.6) and general names (4.2.1.6, 4.2.1.10).
#pragma once

#include <span>

#include "gauntlet/recipe/certificate.hpp"
#include "openssl.hpp"

namespace gauntlet::issue {

using Name = Owned<X509_NAME, X509_NAME_free>;
using GeneralName = Owned<GENERAL_NAME, GENERAL_NAME_free>;

// O, then CN, as UTF8String; each only where it is not empty.
Name distinguished_name(std::string_view organization, std::string_view common_name);

// Throws std::logic_error for an address or prefix that is none.
GeneralName general_name(const recipe::GeneralName& recipe);

// The same as the base of a subtree: an address has its prefix length, "192.0.2.0/24".
GeneralName subtree_base(const recipe::GeneralName& recipe);

}  // namespace gauntlet::issue
