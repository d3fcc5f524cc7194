// Everything that is issued by name: authorities, what servers and clients present, and the CRLs.
#pragma once

#include <span>

#include "gauntlet/recipe/catalogue/authorities.hpp"
#include "gauntlet/recipe/catalogue/client.hpp"
#include "gauntlet/recipe/catalogue/revocation.hpp"
#include "gauntlet/recipe/catalogue/server.hpp"

namespace gauntlet::recipe {

// The authorities that stand for themselves, not for one credential's fault.
std::span<const Certificate* const> authorities();

// All of namespace server, then all of namespace client.
std::span<const Credentials* const> credentials();

// By name ("client/expired"); nullptr: there is none.
const Credentials* find_credentials(std::string_view name);

std::span<const Crl* const> crls();
std::span<const CrlSet* const> crl_sets();

}  // namespace gauntlet::recipe
