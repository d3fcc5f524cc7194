// The good authorities. Servers and clients live under different roots.
#pragma once

#include "gauntlet/recipe/certificate.hpp"
#include "gauntlet/recipe/deviation.hpp"

namespace gauntlet::recipe {

inline constexpr Certificate server_root = root("ca/server-root", "Gauntlet Server Root");
inline constexpr Certificate server_intermediate =
    intermediate("ca/server-intermediate", "Gauntlet Server Intermediate", server_root);
inline constexpr Certificate server_intermediate_2 =
    intermediate("ca/server-intermediate-2", "Gauntlet Server Intermediate 2", server_intermediate);
inline constexpr Certificate server_intermediate_3 =
    intermediate("ca/server-intermediate-3", "Gauntlet Server Intermediate 3", server_intermediate_2);

inline constexpr Certificate server_rsa_root =
    but(root("ca/server-rsa-root", "Gauntlet Server RSA Root"), deviation::rsa_2048);
inline constexpr Certificate server_rsa_intermediate =
    but(intermediate("ca/server-rsa-intermediate", "Gauntlet Server RSA Intermediate", server_rsa_root),
        deviation::rsa_2048);

inline constexpr Certificate clients_root = root("ca/clients-root", "Gauntlet Clients Root");
inline constexpr Certificate clients_intermediate =
    intermediate("ca/clients-intermediate", "Gauntlet Clients Intermediate", clients_root);
inline constexpr Certificate clients_intermediate_2 =
    intermediate("ca/clients-intermediate-2", "Gauntlet Clients Intermediate 2", clients_intermediate);
inline constexpr Certificate clients_intermediate_3 =
    intermediate("ca/clients-intermediate-3", "Gauntlet Clients Intermediate 3", clients_intermediate_2);

// Trusted by nobody, related to nothing.
inline constexpr Certificate other_root = root("ca/other-root", "Gauntlet Unrelated Root");
inline constexpr Certificate other_intermediate =
    intermediate("ca/other-intermediate", "Gauntlet Unrelated Intermediate", other_root);

// Other keys under the names of the trusted authorities.
inline constexpr Certificate server_root_impostor =
    but(root("ca/server-root-impostor", "Gauntlet Server Root"), [](Certificate& c) { c.impersonates = &server_root; });
inline constexpr Certificate clients_root_impostor = but(root("ca/clients-root-impostor", "Gauntlet Clients Root"),
                                                         [](Certificate& c) { c.impersonates = &clients_root; });
inline constexpr Certificate clients_intermediate_impostor =
    but(intermediate("ca/clients-intermediate-impostor", "Gauntlet Clients Intermediate", clients_root_impostor),
        [](Certificate& c) { c.impersonates = &clients_intermediate; });

}  // namespace gauntlet::recipe
