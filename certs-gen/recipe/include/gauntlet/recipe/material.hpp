// Issued credentials as plain bytes, the only form in which the rooms that open connections or start brokers see them.
#pragma once

#include <string>
#include <vector>

namespace gauntlet::recipe {

struct Material {
    std::vector<std::string> chain_der;  // leaf first, exactly as presented
    std::string chain_pem;               // the same, concatenated
    std::string key_der;                 // PKCS#8; empty where the private key is not ours
    std::string key_pem;                 // PKCS#8
};

}  // namespace gauntlet::recipe
