#pragma once

#include <string>
#include <string_view>

namespace gauntlet::issue {

// RFC 7468: `label` is CERTIFICATE, PRIVATE KEY or X509 CRL.
std::string to_pem(const char* label, std::string_view der);

}  // namespace gauntlet::issue
