// The listeners that scenarios share. A profile that only one family uses stands in that family's file.
#pragma once

#include "gauntlet/core/profile.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::scenarios::profile {

constexpr core::Profile one_way() {
    return {.name = "one-way", .server = &recipe::server::good};
}

constexpr core::Profile one_way_rsa() {
    return {.name = "one-way-rsa", .server = &recipe::server::rsa_2048};
}

constexpr core::Profile mutual() {
    return {.name = "mutual",
            .server = &recipe::server::good,
            .client_authentication = core::ClientAuthentication::required,
            .client_anchors = {&recipe::clients_root},
            .good_client = &recipe::client::good};
}

constexpr core::Profile mutual_crl() {
    core::Profile profile = mutual();
    profile.name = "mutual-crl";
    for (const recipe::Crl* list : recipe::crl::fresh.crls)
        profile.crls.push_back(list);
    return profile;
}

}  // namespace gauntlet::scenarios::profile
