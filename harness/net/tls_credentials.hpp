// Credentials exactly as given.
#pragma once

#include <string>

#include "gauntlet/recipe/material.hpp"
#include "openssl.hpp"

namespace gauntlet::net {

// Makes every connection of the context present this chain and key. What is wrong with them, in one line; empty:
// nothing.
std::string present(SSL_CTX* context, const recipe::Material& material);

}  // namespace gauntlet::net
