// JKS, the store of the Java Development Kit: the format of OpenJDK's sun.security.provider.JavaKeyStore.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::reference {

struct JavaKeyEntry {
    std::string key;                 // DER, PKCS#8 PrivateKeyInfo
    std::vector<std::string> chain;  // DER, leaf first
};

bool is_java_key_store(std::string_view bytes);

// The first entry with a key. Throws std::runtime_error with a word on what is wrong: the password, the store's end.
JavaKeyEntry read_java_key_store(std::string_view bytes, std::string_view password);

}  // namespace gauntlet::reference
