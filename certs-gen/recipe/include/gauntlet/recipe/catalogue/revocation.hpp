// What is revoked, and the CRLs that say so. A CRL names what its own authority issued: a revoked leaf stands in the
// intermediate's, a revoked intermediate in the root's. A verifier that checks the whole chain needs both.
#pragma once

#include "gauntlet/recipe/catalogue/authorities.hpp"
#include "gauntlet/recipe/crl.hpp"

namespace gauntlet::recipe {

namespace client::certificate {
inline constexpr Certificate revoked = client_leaf("client/revoked", "device", clients_intermediate);
inline constexpr Certificate revoked_intermediate_ca =
    intermediate("client/revoked-intermediate/ca", "Gauntlet Clients Revoked Intermediate", clients_root);
inline constexpr Certificate revoked_intermediate =
    client_leaf("client/revoked-intermediate", "device", revoked_intermediate_ca);
}  // namespace client::certificate

namespace server::certificate {
inline constexpr Certificate revoked = server_leaf("server/revoked", server_intermediate);
}  // namespace server::certificate

namespace crl {

inline constexpr Crl clients_root = {.name = "crl/clients-root",
                                     .issuer = &recipe::clients_root,
                                     .revoked = {&client::certificate::revoked_intermediate_ca}};
inline constexpr Crl clients_intermediate = {.name = "crl/clients-intermediate",
                                             .issuer = &recipe::clients_intermediate,
                                             .revoked = {&client::certificate::revoked}};
// The revoked intermediate's own list: without it the leaf below would already fail for want of a CRL.
inline constexpr Crl clients_revoked_intermediate = {.name = "crl/clients-revoked-intermediate",
                                                     .issuer = &client::certificate::revoked_intermediate_ca};

// What the intermediate published before it revoked the leaf; the later list is newer by number and by date.
inline constexpr Crl clients_intermediate_earlier = {.name = "crl/clients-intermediate-earlier",
                                                     .issuer = &recipe::clients_intermediate,
                                                     .this_update = good_from - day,
                                                     .number = 0};

inline constexpr Crl clients_root_expired = {.name = "crl/clients-root-expired",
                                             .issuer = &recipe::clients_root,
                                             .revoked = {&client::certificate::revoked_intermediate_ca},
                                             .this_update = -30 * day,
                                             .next_update = -1 * day};
inline constexpr Crl clients_intermediate_expired = {.name = "crl/clients-intermediate-expired",
                                                     .issuer = &recipe::clients_intermediate,
                                                     .revoked = {&client::certificate::revoked},
                                                     .this_update = -30 * day,
                                                     .next_update = -1 * day};
inline constexpr Crl clients_intermediate_not_yet_valid = {.name = "crl/clients-intermediate-not-yet-valid",
                                                           .issuer = &recipe::clients_intermediate,
                                                           .revoked = {&client::certificate::revoked},
                                                           .this_update = good_until + day,
                                                           .next_update = 2 * good_until};
inline constexpr Crl other_root = {.name = "crl/other-root", .issuer = &recipe::other_root};
// In the intermediate's name, by another key, without the authorityKeyIdentifier that would tell.
inline constexpr Crl clients_intermediate_forged = {.name = "crl/clients-intermediate-forged",
                                                    .issuer = &recipe::clients_intermediate_impostor,
                                                    .key_identifier = false};

inline constexpr Crl server_root = {.name = "crl/server-root", .issuer = &recipe::server_root};
inline constexpr Crl server_intermediate = {.name = "crl/server-intermediate",
                                            .issuer = &recipe::server_intermediate,
                                            .revoked = {&server::certificate::revoked}};

inline constexpr CrlSet fresh = {
    "crl/fresh",
    "Every list that checking the clients' whole chain needs: the root's (revokes an intermediate), the intermediate's "
    "(revokes a leaf) and the revoked intermediate's.",
    {&clients_root, &clients_intermediate, &clients_revoked_intermediate}};
inline constexpr CrlSet earlier = {
    "crl/earlier",
    "The same lists before the leaf was revoked: they revoke the intermediate, and are still in force.",
    {&clients_root, &clients_intermediate_earlier, &clients_revoked_intermediate}};
inline constexpr CrlSet expired = {"crl/expired",
                                   "The clients' lists, which should have been renewed one day ago.",
                                   {&clients_root_expired, &clients_intermediate_expired}};
inline constexpr CrlSet expired_intermediate = {"crl/expired-intermediate",
                                                "The root's list is fresh, the intermediate's has expired.",
                                                {&clients_root, &clients_intermediate_expired}};
inline constexpr CrlSet not_yet_valid = {"crl/not-yet-valid",
                                         "The root's list is fresh, the intermediate's is not valid yet.",
                                         {&clients_root, &clients_intermediate_not_yet_valid}};
inline constexpr CrlSet another_issuer = {
    "crl/another-issuer", "A fresh list of an unrelated authority, and none of the clients'.", {&other_root}};
inline constexpr CrlSet intermediate_only = {"crl/intermediate-only",
                                             "The intermediate's list without the root's: the leaf can be checked, the "
                                             "intermediate cannot.",
                                             {&clients_intermediate}};
inline constexpr CrlSet forged = {"crl/forged",
                                  "The root's list is fresh, the intermediate's is signed by an impostor's key.",
                                  {&clients_root, &clients_intermediate_forged}};
inline constexpr CrlSet server_fresh = {"crl/server-fresh",
                                        "The server root's list and the server intermediate's, which revokes a leaf.",
                                        {&server_root, &server_intermediate}};

}  // namespace crl
}  // namespace gauntlet::recipe
