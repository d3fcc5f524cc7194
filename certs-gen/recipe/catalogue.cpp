#include "gauntlet/recipe/catalogue.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::recipe {
namespace {

constexpr std::array all_authorities = {
    &server_root,
    &server_intermediate,
    &server_intermediate_2,
    &server_intermediate_3,
    &server_rsa_root,
    &server_rsa_intermediate,
    &clients_root,
    &clients_intermediate,
    &clients_intermediate_2,
    &clients_intermediate_3,
    &other_root,
    &other_intermediate,
    &server_root_impostor,
    &clients_root_impostor,
    &clients_intermediate_impostor,
};
constexpr std::array all_credentials = {
    &server::good,
    &server::another,
    &server::rsa_2048,
    &server::rsa_3072,
    &server::ecdsa_p384,
    &server::ed25519,
    &server::rsa_chain,
    &server::rsa_no_key_encipherment,
    &server::direct,
    &server::three_intermediates,
    &server::trusted_self_signed,
    &server::trusted_self_signed_rsa,
    &server::no_eku,
    &server::no_key_usage,
    &server::nc_kept,
    &server::crl_fresh,
    &server::ku_key_agreement_only,
    &server::ca_no_basic_constraints,
    &server::wildcard,
    &server::several_names,
    &server::ip_only,
    &server::cn_only,
    &server::no_san,
    &server::wrong_san,
    &server::wrong_address,
    &server::leaf_intermediate_root,
    &server::leaf_root_intermediate,
    &server::reversed,
    &server::missing_intermediate,
    &server::duplicated,
    &server::unrelated_extra,
    &server::wrong_key,
    &server::partial_chain,
    &server::self_signed,
    &server::untrusted_root,
    &server::same_name_other_key,
    &server::same_name_other_key_unidentified,
    &server::expired,
    &server::expired_intermediate,
    &server::expired_root,
    &server::not_yet_valid,
    &server::eku_client_auth_only,
    &server::ca_eku_client_auth_only,
    &server::ku_no_digital_signature,
    &server::ca_ku_no_key_cert_sign,
    &server::ca_false,
    &server::leaf_as_ca,
    &server::ca_version_1,
    &server::path_length_exceeded,
    &server::nc_dns_permitted,
    &server::nc_dns_excluded,
    &server::nc_ip_permitted,
    &server::unknown_critical_extension,
    &server::ca_unknown_critical_extension,
    &server::sha1,
    &server::rsa_1024,
    &server::version_1,
    &server::bad_signature,
    &server::ca_bad_signature,
    &server::algorithm_mismatch,
    &server::revoked,
    &client::good,
    &client::another,
    &client::rsa_2048,
    &client::rsa_3072,
    &client::ecdsa_p384,
    &client::ed25519,
    &client::direct,
    &client::three_intermediates,
    &client::root_included,
    &client::trusted_self_signed,
    &client::san_only,
    &client::no_eku,
    &client::no_key_usage,
    &client::unknown_extension,
    &client::version_1,
    &client::path_length_zero,
    &client::path_length_self_issued,
    &client::nc_kept,
    &client::crl_fresh,
    &client::ku_key_agreement_only,
    &client::ca_no_basic_constraints,
    &client::ca_no_key_usage,
    &client::missing_intermediate,
    &client::reversed,
    &client::shuffled,
    &client::duplicated,
    &client::duplicated_leaf,
    &client::unrelated_extra,
    &client::wrong_key,
    &client::partial_chain,
    &client::self_signed,
    &client::untrusted_root,
    &client::untrusted_root_included,
    &client::server_authority,
    &client::same_name_other_key,
    &client::same_name_other_key_included,
    &client::same_name_other_key_unidentified,
    &client::same_name_intermediate,
    &client::expired,
    &client::expired_intermediate,
    &client::expired_root,
    &client::not_yet_valid,
    &client::not_yet_valid_intermediate,
    &client::eku_server_auth_only,
    &client::any_eku,
    &client::ca_eku_server_auth_only,
    &client::ku_no_digital_signature,
    &client::ca_ku_no_key_cert_sign,
    &client::ca_false,
    &client::leaf_as_ca,
    &client::ca_no_extensions,
    &client::ca_version_1,
    &client::path_length_exceeded,
    &client::nc_dns_permitted,
    &client::nc_dns_excluded,
    &client::nc_ip_permitted,
    &client::nc_ip_excluded,
    &client::nc_email_permitted,
    &client::nc_email_excluded,
    &client::nc_directory_permitted,
    &client::nc_directory_excluded,
    &client::nc_mixed,
    &client::nc_common_name,
    &client::unknown_critical_extension,
    &client::ca_unknown_critical_extension,
    &client::sha1,
    &client::ca_sha1,
    &client::rsa_1024,
    &client::ca_rsa_1024,
    &client::bad_signature,
    &client::ca_bad_signature,
    &client::algorithm_mismatch,
    &client::revoked,
    &client::revoked_intermediate,
    &client::crl_expired,
    &client::crl_expired_intermediate,
    &client::crl_not_yet_valid,
    &client::crl_another_issuer,
    &client::crl_intermediate_only,
    &client::crl_forged,
};
constexpr std::array all_crls = {
    &crl::clients_root,         &crl::clients_intermediate,         &crl::clients_revoked_intermediate,
    &crl::clients_root_expired, &crl::clients_intermediate_expired, &crl::clients_intermediate_not_yet_valid,
    &crl::other_root,           &crl::clients_intermediate_forged,  &crl::server_root,
    &crl::server_intermediate,  &crl::clients_intermediate_earlier,
};
constexpr std::array all_crl_sets = {
    &crl::fresh,         &crl::expired,        &crl::expired_intermediate,
    &crl::not_yet_valid, &crl::another_issuer, &crl::intermediate_only,
    &crl::forged,        &crl::server_fresh,   &crl::earlier,
};

}  // namespace

std::span<const Certificate* const> authorities() {
    return all_authorities;
}

std::span<const Credentials* const> credentials() {
    return all_credentials;
}

const Credentials* find_credentials(std::string_view name) {
    const auto* found = std::ranges::find(all_credentials, name, &Credentials::name);
    return found == all_credentials.end() ? nullptr : *found;
}

std::span<const Crl* const> crls() {
    return all_crls;
}

std::span<const CrlSet* const> crl_sets() {
    return all_crl_sets;
}

}  // namespace gauntlet::recipe
