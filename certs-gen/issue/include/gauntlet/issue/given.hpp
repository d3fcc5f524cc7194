// Certificates and keys that a user gives as PEM, as plain bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/recipe/material.hpp"

namespace gauntlet::issue {

// Every certificate of the PEM, as DER, in order. Throws std::runtime_error where there is none, or a broken one.
std::vector<std::string> read_certificates(std::string_view pem);

// The chain in the order of the PEM, and the key in any of OpenSSL's PEM forms; whether it belongs to the leaf is not
// looked at. Throws std::runtime_error where one of them cannot be read, or where the key is encrypted.
recipe::Material read_material(std::string_view chain_pem, std::string_view key_pem);

}  // namespace gauntlet::issue
