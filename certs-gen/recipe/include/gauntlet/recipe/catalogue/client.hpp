// What clients present. The common name of every leaf is "device" where its deviation is not the name.
#pragma once

#include "gauntlet/recipe/catalogue/revocation.hpp"
#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::recipe::client {

namespace certificate {

constexpr Certificate leaf(std::string_view name, const Certificate& issuer = clients_intermediate) {
    return client_leaf(name, "device", issuer);
}

// Good leaves.
inline constexpr Certificate good = leaf("client/good");
inline constexpr Certificate another = client_leaf("client/another", "other-device", clients_intermediate);
inline constexpr Certificate rsa_2048 = but(leaf("client/rsa-2048"), deviation::rsa_2048);
inline constexpr Certificate rsa_3072 = but(leaf("client/rsa-3072"), deviation::rsa_3072);
inline constexpr Certificate ecdsa_p384 = but(leaf("client/ecdsa-p384"), deviation::ecdsa_p384);
inline constexpr Certificate ed25519 = but(leaf("client/ed25519"), deviation::ed25519);
inline constexpr Certificate direct = leaf("client/direct", clients_root);
inline constexpr Certificate three_intermediates = leaf("client/three-intermediates", clients_intermediate_3);
inline constexpr Certificate san_only = but(leaf("client/san-only"), [](Certificate& c) {
    c.common_name = "";
    c.organization = "";
    c.alternative_names = {{NameKind::dns, "device.gauntlet.test"}, {NameKind::uri, "urn:gauntlet:device"}};
});

// Wrong or lenient leaves.
inline constexpr Certificate expired = but(leaf("client/expired"), deviation::expired);
inline constexpr Certificate not_yet_valid = but(leaf("client/not-yet-valid"), deviation::not_yet_valid);
inline constexpr Certificate no_eku = but(leaf("client/no-eku"), deviation::no_extended_usage);
inline constexpr Certificate any_eku = but(leaf("client/any-eku"), deviation::any_extended_usage);
inline constexpr Certificate eku_server_auth_only =
    but(leaf("client/eku-server-auth-only"), deviation::server_auth_only);
inline constexpr Certificate no_key_usage = but(leaf("client/no-key-usage"), deviation::no_key_usage);
inline constexpr Certificate ku_no_digital_signature =
    but(leaf("client/ku-no-digital-signature"), deviation::no_digital_signature);
inline constexpr Certificate ku_key_agreement_only =
    but(leaf("client/ku-key-agreement-only"), deviation::key_agreement_only);
inline constexpr Certificate unknown_critical_extension =
    but(leaf("client/unknown-critical-extension"), deviation::unknown_critical_extension);
inline constexpr Certificate unknown_extension = but(leaf("client/unknown-extension"), deviation::unknown_extension);
inline constexpr Certificate sha1 = but(leaf("client/sha1"), deviation::sha1);
inline constexpr Certificate rsa_1024 = but(leaf("client/rsa-1024"), deviation::rsa_1024);
inline constexpr Certificate version_1 = but(leaf("client/version-1"), deviation::version_1);
inline constexpr Certificate bad_signature = but(leaf("client/bad-signature"), deviation::bad_signature);
inline constexpr Certificate algorithm_mismatch = but(leaf("client/algorithm-mismatch"), deviation::algorithm_mismatch);
inline constexpr Certificate self_signed = but(leaf("client/self-signed"), deviation::self_signed);
inline constexpr Certificate trusted_self_signed = but(leaf("client/trusted-self-signed"), [](Certificate& c) {
    c.common_name = "self-signed-device";
    c.issuer = nullptr;
});

// Leaves of others.
inline constexpr Certificate untrusted_root = leaf("client/untrusted-root", other_intermediate);
inline constexpr Certificate server_authority = leaf("client/server-authority", server_intermediate);
inline constexpr Certificate same_name_other_key = leaf("client/same-name-other-key", clients_root_impostor);
inline constexpr Certificate same_name_other_key_unidentified =
    but(leaf("client/same-name-other-key-unidentified", clients_root_impostor), deviation::no_key_identifiers);
inline constexpr Certificate same_name_intermediate =
    but(leaf("client/same-name-intermediate", clients_intermediate_impostor), deviation::no_key_identifiers);
inline constexpr Certificate leaf_as_ca = leaf("client/leaf-as-ca", good);

// Authorities with a deviation, each with a good leaf.
constexpr Certificate ca(std::string_view name, std::string_view common_name,
                         const Certificate& issuer = clients_root) {
    return intermediate(name, common_name, issuer);
}

inline constexpr Certificate expired_intermediate_ca =
    but(ca("client/expired-intermediate/ca", "Gauntlet Clients Expired Intermediate"), deviation::expired);
inline constexpr Certificate expired_intermediate = leaf("client/expired-intermediate", expired_intermediate_ca);
inline constexpr Certificate not_yet_valid_intermediate_ca =
    but(ca("client/not-yet-valid-intermediate/ca", "Gauntlet Clients Future Intermediate"), deviation::not_yet_valid);
inline constexpr Certificate not_yet_valid_intermediate =
    leaf("client/not-yet-valid-intermediate", not_yet_valid_intermediate_ca);
inline constexpr Certificate expired_root_ca =
    but(root("client/expired-root/root", "Gauntlet Clients Expired Root"), deviation::expired);
inline constexpr Certificate expired_root = leaf("client/expired-root", expired_root_ca);
inline constexpr Certificate ca_eku_server_auth_only_ca = but(
    ca("client/ca-eku-server-auth-only/ca", "Gauntlet Clients Wrong EKU Intermediate"), deviation::server_auth_only);
inline constexpr Certificate ca_eku_server_auth_only =
    leaf("client/ca-eku-server-auth-only", ca_eku_server_auth_only_ca);
inline constexpr Certificate ca_ku_no_key_cert_sign_ca =
    but(ca("client/ca-ku-no-key-cert-sign/ca", "Gauntlet Clients Wrong KU Intermediate"), deviation::no_key_cert_sign);
inline constexpr Certificate ca_ku_no_key_cert_sign = leaf("client/ca-ku-no-key-cert-sign", ca_ku_no_key_cert_sign_ca);
inline constexpr Certificate ca_no_key_usage_ca =
    but(ca("client/ca-no-key-usage/ca", "Gauntlet Clients No KU Intermediate"), deviation::no_key_usage);
inline constexpr Certificate ca_no_key_usage = leaf("client/ca-no-key-usage", ca_no_key_usage_ca);
inline constexpr Certificate ca_false_ca =
    but(ca("client/ca-false/ca", "Gauntlet Clients CA FALSE Intermediate"), deviation::not_a_ca);
inline constexpr Certificate ca_false = leaf("client/ca-false", ca_false_ca);
inline constexpr Certificate ca_no_basic_constraints_ca = but(
    ca("client/ca-no-basic-constraints/ca", "Gauntlet Clients No BC Intermediate"), deviation::no_basic_constraints);
inline constexpr Certificate ca_no_basic_constraints =
    leaf("client/ca-no-basic-constraints", ca_no_basic_constraints_ca);
inline constexpr Certificate ca_no_extensions_ca =
    but(ca("client/ca-no-extensions/ca", "Gauntlet Clients No BC No KU Intermediate"), deviation::no_ca_extensions);
inline constexpr Certificate ca_no_extensions = leaf("client/ca-no-extensions", ca_no_extensions_ca);
inline constexpr Certificate ca_unknown_critical_extension_ca =
    but(ca("client/ca-unknown-critical-extension/ca", "Gauntlet Clients Unknown Extension Intermediate"),
        deviation::unknown_critical_extension);
inline constexpr Certificate ca_unknown_critical_extension =
    leaf("client/ca-unknown-critical-extension", ca_unknown_critical_extension_ca);
inline constexpr Certificate ca_sha1_ca =
    but(ca("client/ca-sha1/ca", "Gauntlet Clients SHA-1 Intermediate"), deviation::sha1);
inline constexpr Certificate ca_sha1 = leaf("client/ca-sha1", ca_sha1_ca);
inline constexpr Certificate ca_rsa_1024_ca =
    but(ca("client/ca-rsa-1024/ca", "Gauntlet Clients RSA 1024 Intermediate"), deviation::rsa_1024);
inline constexpr Certificate ca_rsa_1024 = leaf("client/ca-rsa-1024", ca_rsa_1024_ca);
inline constexpr Certificate ca_version_1_ca =
    but(ca("client/ca-version-1/ca", "Gauntlet Clients Version 1 Intermediate"), deviation::version_1);
inline constexpr Certificate ca_version_1 = leaf("client/ca-version-1", ca_version_1_ca);
inline constexpr Certificate ca_bad_signature_ca =
    but(ca("client/ca-bad-signature/ca", "Gauntlet Clients Bad Signature Intermediate"), deviation::bad_signature);
inline constexpr Certificate ca_bad_signature = leaf("client/ca-bad-signature", ca_bad_signature_ca);

// Path length (RFC 5280 4.2.1.9): an intermediate that may have no other intermediate below it.
inline constexpr Certificate path_length_zero_ca =
    but(ca("client/path-length-zero/ca", "Gauntlet Clients Path Length Zero"), deviation::path_length_zero);
inline constexpr Certificate path_length_zero = leaf("client/path-length-zero", path_length_zero_ca);
inline constexpr Certificate path_length_exceeded_ca =
    ca("client/path-length-exceeded/ca", "Gauntlet Clients Below Path Length Zero", path_length_zero_ca);
inline constexpr Certificate path_length_exceeded = leaf("client/path-length-exceeded", path_length_exceeded_ca);
inline constexpr Certificate path_length_self_issued_ca =
    but(ca("client/path-length-self-issued/ca", "Gauntlet Clients Path Length Zero", path_length_zero_ca),
        [](Certificate& c) { c.impersonates = &path_length_zero_ca; });
inline constexpr Certificate path_length_self_issued =
    leaf("client/path-length-self-issued", path_length_self_issued_ca);

// Name constraints (RFC 5280 4.2.1.10): every leaf has one name of each kind; what the authority permits or excludes
// decides.
constexpr Certificate named_leaf(std::string_view name, const Certificate& issuer) {
    return but(leaf(name, issuer), [](Certificate& c) {
        c.alternative_names = {{NameKind::dns, "device.gauntlet.test"},
                               {NameKind::ip, "192.0.2.7"},
                               {NameKind::email, "device@gauntlet.test"}};
    });
}
constexpr Certificate constrained(std::string_view name, std::string_view common_name,
                                  const NameConstraints& constraints) {
    Certificate c = ca(name, common_name);
    c.name_constraints = constraints;
    return c;
}

inline constexpr Certificate nc_kept_ca = constrained("client/nc-kept/ca", "Gauntlet Clients NC Kept",
                                                      {.permitted = {{NameKind::dns, "gauntlet.test"},
                                                                     {NameKind::ip, "192.0.2.0/24"},
                                                                     {NameKind::email, "gauntlet.test"},
                                                                     {NameKind::directory, "Gauntlet"}},
                                                       .excluded = {{NameKind::dns, "other.gauntlet.test"},
                                                                    {NameKind::ip, "192.0.2.128/25"},
                                                                    {NameKind::email, "elsewhere.test"},
                                                                    {NameKind::directory, "Elsewhere"}}});
inline constexpr Certificate nc_kept = named_leaf("client/nc-kept", nc_kept_ca);
inline constexpr Certificate nc_dns_permitted_ca =
    constrained("client/nc-dns-permitted/ca", "Gauntlet Clients NC DNS Permitted",
                {.permitted = {{NameKind::dns, "elsewhere.test"}}});
inline constexpr Certificate nc_dns_permitted = named_leaf("client/nc-dns-permitted", nc_dns_permitted_ca);
inline constexpr Certificate nc_dns_excluded_ca = constrained(
    "client/nc-dns-excluded/ca", "Gauntlet Clients NC DNS Excluded", {.excluded = {{NameKind::dns, "gauntlet.test"}}});
inline constexpr Certificate nc_dns_excluded = named_leaf("client/nc-dns-excluded", nc_dns_excluded_ca);
inline constexpr Certificate nc_ip_permitted_ca =
    constrained("client/nc-ip-permitted/ca", "Gauntlet Clients NC IP Permitted",
                {.permitted = {{NameKind::ip, "198.51.100.0/24"}}});
inline constexpr Certificate nc_ip_permitted = named_leaf("client/nc-ip-permitted", nc_ip_permitted_ca);
inline constexpr Certificate nc_ip_excluded_ca = constrained(
    "client/nc-ip-excluded/ca", "Gauntlet Clients NC IP Excluded", {.excluded = {{NameKind::ip, "192.0.2.0/24"}}});
inline constexpr Certificate nc_ip_excluded = named_leaf("client/nc-ip-excluded", nc_ip_excluded_ca);
inline constexpr Certificate nc_email_permitted_ca =
    constrained("client/nc-email-permitted/ca", "Gauntlet Clients NC Email Permitted",
                {.permitted = {{NameKind::email, "elsewhere.test"}}});
inline constexpr Certificate nc_email_permitted = named_leaf("client/nc-email-permitted", nc_email_permitted_ca);
inline constexpr Certificate nc_email_excluded_ca =
    constrained("client/nc-email-excluded/ca", "Gauntlet Clients NC Email Excluded",
                {.excluded = {{NameKind::email, "gauntlet.test"}}});
inline constexpr Certificate nc_email_excluded = named_leaf("client/nc-email-excluded", nc_email_excluded_ca);
inline constexpr Certificate nc_directory_permitted_ca =
    constrained("client/nc-directory-permitted/ca", "Gauntlet Clients NC Directory Permitted",
                {.permitted = {{NameKind::directory, "Elsewhere"}}});
inline constexpr Certificate nc_directory_permitted =
    named_leaf("client/nc-directory-permitted", nc_directory_permitted_ca);
inline constexpr Certificate nc_directory_excluded_ca =
    constrained("client/nc-directory-excluded/ca", "Gauntlet Clients NC Directory Excluded",
                {.excluded = {{NameKind::directory, "Gauntlet"}}});
inline constexpr Certificate nc_directory_excluded =
    named_leaf("client/nc-directory-excluded", nc_directory_excluded_ca);
inline constexpr Certificate nc_mixed_ca = constrained(
    "client/nc-mixed/ca", "Gauntlet Clients NC Mixed",
    {.permitted = {{NameKind::dns, "gauntlet.test"}}, .excluded = {{NameKind::dns, "device.gauntlet.test"}}});
inline constexpr Certificate nc_mixed = named_leaf("client/nc-mixed", nc_mixed_ca);
inline constexpr Certificate nc_common_name = but(leaf("client/nc-common-name", nc_dns_permitted_ca),
                                                  [](Certificate& c) { c.common_name = "device.gauntlet.test"; });

}  // namespace certificate

constexpr Credentials presents(std::string_view name, std::string_view about, Few<const Certificate*, 12> chain,
                               std::string_view fault = "") {
    Credentials c;
    c.name = name;
    c.about = about;
    c.role = Role::client;
    c.chain = chain;
    c.anchors = {&clients_root};
    c.fault = fault;
    return c;
}

// Valid.
inline constexpr Credentials good =
    presents("client/good", "The good client: a P-256 leaf and the intermediate that issued it.",
             {&certificate::good, &clients_intermediate});
inline constexpr Credentials another =
    presents("client/another", "Another good client, with the common name other-device.",
             {&certificate::another, &clients_intermediate});
inline constexpr Credentials rsa_2048 =
    presents("client/rsa-2048", "The key is RSA with 2048 bits.", {&certificate::rsa_2048, &clients_intermediate});
inline constexpr Credentials rsa_3072 =
    presents("client/rsa-3072", "The key is RSA with 3072 bits.", {&certificate::rsa_3072, &clients_intermediate});
inline constexpr Credentials ecdsa_p384 =
    presents("client/ecdsa-p384", "The key is on P-384.", {&certificate::ecdsa_p384, &clients_intermediate});
inline constexpr Credentials ed25519 =
    presents("client/ed25519", "The key is Ed25519.", {&certificate::ed25519, &clients_intermediate});
inline constexpr Credentials direct =
    presents("client/direct", "The root issued the leaf itself: no intermediate.", {&certificate::direct});
inline constexpr Credentials three_intermediates = presents(
    "client/three-intermediates", "Three intermediates stand between the leaf and the root.",
    {&certificate::three_intermediates, &clients_intermediate_3, &clients_intermediate_2, &clients_intermediate});
inline constexpr Credentials root_included =
    presents("client/root-included", "The chain goes on to the root, which is allowed and superfluous.",
             {&certificate::good, &clients_intermediate, &clients_root});
inline constexpr Credentials trusted_self_signed =
    anchored(presents("client/trusted-self-signed", "A self-signed leaf that is itself the trusted certificate.",
                      {&certificate::trusted_self_signed}),
             certificate::trusted_self_signed);
inline constexpr Credentials san_only =
    presents("client/san-only", "The subject is empty; the names stand in a critical subjectAltName.",
             {&certificate::san_only, &clients_intermediate});
inline constexpr Credentials no_eku =
    presents("client/no-eku", "The leaf has no extendedKeyUsage, which limits nothing.",
             {&certificate::no_eku, &clients_intermediate});
inline constexpr Credentials no_key_usage =
    presents("client/no-key-usage", "The leaf has no keyUsage, which limits nothing.",
             {&certificate::no_key_usage, &clients_intermediate});
inline constexpr Credentials unknown_extension =
    presents("client/unknown-extension", "The leaf has an unknown extension that is not critical.",
             {&certificate::unknown_extension, &clients_intermediate});
inline constexpr Credentials version_1 =
    presents("client/version-1", "The leaf is X.509 version 1, as the tutorials' commands make it: no extensions.",
             {&certificate::version_1, &clients_intermediate});
inline constexpr Credentials path_length_zero =
    presents("client/path-length-zero", "The intermediate has path length 0 and issued the leaf, which is allowed.",
             {&certificate::path_length_zero, &certificate::path_length_zero_ca});
inline constexpr Credentials path_length_self_issued =
    presents("client/path-length-self-issued",
             "Below an intermediate with path length 0 stands a self-issued one, which does not count.",
             {&certificate::path_length_self_issued, &certificate::path_length_self_issued_ca,
              &certificate::path_length_zero_ca});
inline constexpr Credentials nc_kept =
    presents("client/nc-kept", "The leaf's names keep the permitted and excluded subtrees of the intermediate.",
             {&certificate::nc_kept, &certificate::nc_kept_ca});
inline constexpr Credentials crl_fresh =
    checked(presents("client/crl-fresh", "The good client against fresh CRLs that do not list it.",
                     {&certificate::good, &clients_intermediate}),
            crl::fresh);

// Valid for OpenSSL, not for the letter of the standard.
inline constexpr Credentials ku_key_agreement_only =
    presents("client/ku-key-agreement-only",
             "The leaf's keyUsage is keyAgreement alone: it may not sign (RFC 8446 4.4.2.2); OpenSSL lets it.",
             {&certificate::ku_key_agreement_only, &clients_intermediate});
inline constexpr Credentials ca_no_key_usage =
    presents("client/ca-no-key-usage",
             "The intermediate has no keyUsage, which a conforming CA must have (RFC 5280 4.2.1.3) and a verifier need "
             "not ask for.",
             {&certificate::ca_no_key_usage, &certificate::ca_no_key_usage_ca});

// The order and choice of what is sent.
inline constexpr Credentials missing_intermediate =
    presents("client/missing-intermediate", "The leaf alone; the intermediate is not sent.", {&certificate::good},
             "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials reversed =
    keyed(presents("client/reversed", "The intermediate first, then the leaf whose key is used.",
                   {&clients_intermediate, &certificate::good}, "X509_V_ERR_INVALID_PURPOSE"),
          certificate::good);
inline constexpr Credentials shuffled = presents(
    "client/shuffled", "The leaf first, then its three intermediates in another order than they issued.",
    {&certificate::three_intermediates, &clients_intermediate, &clients_intermediate_3, &clients_intermediate_2});
inline constexpr Credentials duplicated = presents("client/duplicated", "The intermediate twice.",
                                                   {&certificate::good, &clients_intermediate, &clients_intermediate});
inline constexpr Credentials duplicated_leaf = presents(
    "client/duplicated-leaf", "The leaf twice.", {&certificate::good, &certificate::good, &clients_intermediate});
inline constexpr Credentials unrelated_extra =
    presents("client/unrelated-extra", "An unrelated authority stands between the leaf and its intermediate.",
             {&certificate::good, &other_intermediate, &clients_intermediate});
inline constexpr Credentials wrong_key =
    keyed(presents("client/wrong-key", "A good chain with the private key of another certificate.",
                   {&certificate::good, &clients_intermediate}),
          certificate::another);
inline constexpr Credentials partial_chain =
    anchored(presents("client/partial-chain", "The verifier trusts the intermediate and not its root.",
                      {&certificate::good}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT"),
             clients_intermediate);

// Nobody whom the verifier trusts.
inline constexpr Credentials self_signed =
    presents("client/self-signed", "A self-signed leaf that nobody trusts.", {&certificate::self_signed},
             "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT");
inline constexpr Credentials untrusted_root =
    presents("client/untrusted-root", "A whole chain below a root that is not trusted.",
             {&certificate::untrusted_root, &other_intermediate}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials untrusted_root_included =
    presents("client/untrusted-root-included", "A whole chain with its root, which is not trusted.",
             {&certificate::untrusted_root, &other_intermediate, &other_root}, "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN");
inline constexpr Credentials server_authority =
    presents("client/server-authority", "A client certificate that the servers' authority issued.",
             {&certificate::server_authority, &server_intermediate}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials same_name_other_key =
    presents("client/same-name-other-key", "Issued by an impostor: the trusted root's name, another key.",
             {&certificate::same_name_other_key}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials same_name_other_key_included =
    presents("client/same-name-other-key-included", "Issued by an impostor of the trusted root, who is sent along.",
             {&certificate::same_name_other_key, &clients_root_impostor}, "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN");
inline constexpr Credentials same_name_other_key_unidentified =
    presents("client/same-name-other-key-unidentified",
             "Issued by an impostor of the trusted root, without an authorityKeyIdentifier that would tell.",
             {&certificate::same_name_other_key_unidentified}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");
inline constexpr Credentials same_name_intermediate = presents(
    "client/same-name-intermediate", "Issued by an impostor of the intermediate, sent with the true intermediate.",
    {&certificate::same_name_intermediate, &clients_intermediate}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");

// Time (RFC 5280 4.1.2.5).
inline constexpr Credentials expired =
    presents("client/expired", "The leaf expired one day ago.", {&certificate::expired, &clients_intermediate},
             "X509_V_ERR_CERT_HAS_EXPIRED");
inline constexpr Credentials expired_intermediate = presents(
    "client/expired-intermediate", "The intermediate expired one day ago.",
    {&certificate::expired_intermediate, &certificate::expired_intermediate_ca}, "X509_V_ERR_CERT_HAS_EXPIRED");
inline constexpr Credentials expired_root =
    anchored(presents("client/expired-root", "The root, which is trusted, expired one day ago.",
                      {&certificate::expired_root}, "X509_V_ERR_CERT_HAS_EXPIRED"),
             certificate::expired_root_ca);
inline constexpr Credentials not_yet_valid =
    presents("client/not-yet-valid", "The leaf is not valid yet.", {&certificate::not_yet_valid, &clients_intermediate},
             "X509_V_ERR_CERT_NOT_YET_VALID");
inline constexpr Credentials not_yet_valid_intermediate =
    presents("client/not-yet-valid-intermediate", "The intermediate is not valid yet.",
             {&certificate::not_yet_valid_intermediate, &certificate::not_yet_valid_intermediate_ca},
             "X509_V_ERR_CERT_NOT_YET_VALID");

// Usages (RFC 5280 4.2.1.3, 4.2.1.12).
inline constexpr Credentials eku_server_auth_only =
    presents("client/eku-server-auth-only", "The leaf's extendedKeyUsage is serverAuth alone.",
             {&certificate::eku_server_auth_only, &clients_intermediate}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials any_eku =
    presents("client/any-eku",
             "The leaf's extendedKeyUsage is anyExtendedKeyUsage alone, which a verifier may refuse; OpenSSL does.",
             {&certificate::any_eku, &clients_intermediate}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ca_eku_server_auth_only = presents(
    "client/ca-eku-server-auth-only", "The intermediate's extendedKeyUsage is serverAuth alone.",
    {&certificate::ca_eku_server_auth_only, &certificate::ca_eku_server_auth_only_ca}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ku_no_digital_signature = presents(
    "client/ku-no-digital-signature", "The leaf's keyUsage is nonRepudiation alone: its key may not sign here.",
    {&certificate::ku_no_digital_signature, &clients_intermediate}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ca_ku_no_key_cert_sign =
    presents("client/ca-ku-no-key-cert-sign", "The intermediate's keyUsage lacks keyCertSign.",
             {&certificate::ca_ku_no_key_cert_sign, &certificate::ca_ku_no_key_cert_sign_ca}, "X509_V_ERR_INVALID_CA");

// Authorities that are none (RFC 5280 4.2.1.9).
inline constexpr Credentials ca_false =
    presents("client/ca-false", "The intermediate's basicConstraints say cA FALSE.",
             {&certificate::ca_false, &certificate::ca_false_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials ca_no_basic_constraints = presents(
    "client/ca-no-basic-constraints",
    "The intermediate has keyCertSign and no basicConstraints: not a CA (RFC 5280 6.1.4 (k)).",
    {&certificate::ca_no_basic_constraints, &certificate::ca_no_basic_constraints_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials leaf_as_ca =
    presents("client/leaf-as-ca", "A good client's leaf issued the leaf.",
             {&certificate::leaf_as_ca, &certificate::good, &clients_intermediate}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials ca_no_extensions =
    presents("client/ca-no-extensions", "The intermediate has neither basicConstraints nor keyUsage.",
             {&certificate::ca_no_extensions, &certificate::ca_no_extensions_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials ca_version_1 =
    presents("client/ca-version-1", "The intermediate is X.509 version 1.",
             {&certificate::ca_version_1, &certificate::ca_version_1_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials path_length_exceeded = presents(
    "client/path-length-exceeded", "Below an intermediate with path length 0 stands another intermediate.",
    {&certificate::path_length_exceeded, &certificate::path_length_exceeded_ca, &certificate::path_length_zero_ca},
    "X509_V_ERR_PATH_LENGTH_EXCEEDED");

// Name constraints (RFC 5280 4.2.1.10).
inline constexpr Credentials nc_dns_permitted =
    presents("client/nc-dns-permitted", "The leaf's DNS name is outside of the permitted subtree.",
             {&certificate::nc_dns_permitted, &certificate::nc_dns_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");
inline constexpr Credentials nc_dns_excluded =
    presents("client/nc-dns-excluded", "The leaf's DNS name is inside of the excluded subtree.",
             {&certificate::nc_dns_excluded, &certificate::nc_dns_excluded_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_ip_permitted =
    presents("client/nc-ip-permitted", "The leaf's IP address is outside of the permitted network.",
             {&certificate::nc_ip_permitted, &certificate::nc_ip_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");
inline constexpr Credentials nc_ip_excluded =
    presents("client/nc-ip-excluded", "The leaf's IP address is inside of the excluded network.",
             {&certificate::nc_ip_excluded, &certificate::nc_ip_excluded_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_email_permitted =
    presents("client/nc-email-permitted", "The leaf's mail address is at another host than the permitted one.",
             {&certificate::nc_email_permitted, &certificate::nc_email_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");
inline constexpr Credentials nc_email_excluded =
    presents("client/nc-email-excluded", "The leaf's mail address is at the excluded host.",
             {&certificate::nc_email_excluded, &certificate::nc_email_excluded_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_directory_permitted = presents(
    "client/nc-directory-permitted", "The leaf's subject is outside of the permitted organization.",
    {&certificate::nc_directory_permitted, &certificate::nc_directory_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");
inline constexpr Credentials nc_directory_excluded = presents(
    "client/nc-directory-excluded", "The leaf's subject is inside of the excluded organization.",
    {&certificate::nc_directory_excluded, &certificate::nc_directory_excluded_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_mixed =
    presents("client/nc-mixed", "The leaf's DNS name is permitted by one subtree and excluded by a narrower one.",
             {&certificate::nc_mixed, &certificate::nc_mixed_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_common_name =
    presents("client/nc-common-name", "No subjectAltName; the common name is a host outside of the permitted subtree.",
             {&certificate::nc_common_name, &certificate::nc_dns_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");

// Extensions that nobody knows (RFC 5280 4.2).
inline constexpr Credentials unknown_critical_extension = presents(
    "client/unknown-critical-extension", "The leaf has an unknown critical extension.",
    {&certificate::unknown_critical_extension, &clients_intermediate}, "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION");
inline constexpr Credentials ca_unknown_critical_extension =
    presents("client/ca-unknown-critical-extension", "The intermediate has an unknown critical extension.",
             {&certificate::ca_unknown_critical_extension, &certificate::ca_unknown_critical_extension_ca},
             "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION");

// Weak algorithms and broken signatures (RFC 9325 4.5, RFC 5280 4.1.1.2).
inline constexpr Credentials sha1 = presents("client/sha1", "The leaf is signed with SHA-1.",
                                             {&certificate::sha1, &clients_intermediate}, "X509_V_ERR_CA_MD_TOO_WEAK");
inline constexpr Credentials ca_sha1 =
    presents("client/ca-sha1", "The intermediate is signed with SHA-1.",
             {&certificate::ca_sha1, &certificate::ca_sha1_ca}, "X509_V_ERR_CA_MD_TOO_WEAK");
inline constexpr Credentials rsa_1024 =
    presents("client/rsa-1024", "The leaf's key is RSA with 1024 bits.",
             {&certificate::rsa_1024, &clients_intermediate}, "X509_V_ERR_EE_KEY_TOO_SMALL");
inline constexpr Credentials ca_rsa_1024 =
    presents("client/ca-rsa-1024", "The intermediate's key is RSA with 1024 bits.",
             {&certificate::ca_rsa_1024, &certificate::ca_rsa_1024_ca}, "X509_V_ERR_CA_KEY_TOO_SMALL");
inline constexpr Credentials bad_signature =
    presents("client/bad-signature", "One bit of the leaf's signature is wrong.",
             {&certificate::bad_signature, &clients_intermediate}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");
inline constexpr Credentials ca_bad_signature =
    presents("client/ca-bad-signature", "One bit of the intermediate's signature is wrong.",
             {&certificate::ca_bad_signature, &certificate::ca_bad_signature_ca}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");
inline constexpr Credentials algorithm_mismatch =
    presents("client/algorithm-mismatch",
             "The leaf names SHA-384 inside and SHA-256 outside of what is signed; the signature fits the outer one.",
             {&certificate::algorithm_mismatch, &clients_intermediate}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");

// Revocation (RFC 5280 5, 6.3).
inline constexpr Credentials revoked =
    checked(presents("client/revoked", "The intermediate's fresh CRL lists the leaf.",
                     {&certificate::revoked, &clients_intermediate}, "X509_V_ERR_CERT_REVOKED"),
            crl::fresh);
inline constexpr Credentials revoked_intermediate = checked(
    presents("client/revoked-intermediate", "The root's fresh CRL lists the intermediate.",
             {&certificate::revoked_intermediate, &certificate::revoked_intermediate_ca}, "X509_V_ERR_CERT_REVOKED"),
    crl::fresh);
inline constexpr Credentials crl_expired =
    checked(presents("client/crl-expired", "The good client against CRLs that have expired.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_CRL_HAS_EXPIRED"),
            crl::expired);
inline constexpr Credentials crl_expired_intermediate =
    checked(presents("client/crl-expired-intermediate", "The good client against an expired CRL of the intermediate.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_CRL_HAS_EXPIRED"),
            crl::expired_intermediate);
inline constexpr Credentials crl_not_yet_valid =
    checked(presents("client/crl-not-yet-valid", "The good client against a CRL that is not valid yet.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_CRL_NOT_YET_VALID"),
            crl::not_yet_valid);
inline constexpr Credentials crl_another_issuer =
    checked(presents("client/crl-another-issuer", "The good client against the CRL of an unrelated authority alone.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_UNABLE_TO_GET_CRL"),
            crl::another_issuer);
inline constexpr Credentials crl_intermediate_only =
    checked(presents("client/crl-intermediate-only", "The good client where the root's CRL is missing.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_UNABLE_TO_GET_CRL"),
            crl::intermediate_only);
inline constexpr Credentials crl_forged =
    checked(presents("client/crl-forged", "The good client against a CRL in the intermediate's name by another key.",
                     {&certificate::good, &clients_intermediate}, "X509_V_ERR_CRL_SIGNATURE_FAILURE"),
            crl::forged);

}  // namespace gauntlet::recipe::client
