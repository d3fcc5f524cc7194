// Stores that hold a key and its certificates.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "openssl.hpp"

namespace gauntlet::reference {

struct KeyStore {
    std::vector<CertificateHandle> chain;  // leaf first; at least one
    KeyHandle key;
};

// PKCS#12 (RFC 7292) or JKS, told apart by their first bytes. Throws TlsFault.
KeyStore read_key_store(const std::filesystem::path& file, const std::string& password);

}  // namespace gauntlet::reference
