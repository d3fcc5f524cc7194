// Certificates, keys and CRLs of files. All throw TlsFault: one line that names the file and how to mend it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "openssl.hpp"

namespace gauntlet::reference {

// PEM, in the order of the file; at least one.
std::vector<CertificateHandle> read_certificates(const std::filesystem::path& file);
std::vector<CrlHandle> read_crls(const std::filesystem::path& file);
// PEM; `password` of an encrypted one, empty: there is none.
KeyHandle read_key(const std::filesystem::path& file, const std::string& password = {});
// An OCSPResponse in DER (RFC 6960 4.2.1).
std::vector<std::uint8_t> read_ocsp_response(const std::filesystem::path& file);

}  // namespace gauntlet::reference
