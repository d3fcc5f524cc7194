// What servers present. Every leaf serves localhost, 127.0.0.1 and ::1 where its deviation is not the name.
#pragma once

#include "gauntlet/recipe/catalogue/revocation.hpp"
#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::recipe::server {

namespace certificate {

constexpr Certificate leaf(std::string_view name, const Certificate& issuer = server_intermediate) {
    return server_leaf(name, issuer);
}

// An RSA key also serves the RSA key exchange of TLS 1.2, which needs keyEncipherment (RFC 5246 7.4.2).
constexpr Certificate rsa_leaf(std::string_view name, KeyType key, const Certificate& issuer = server_intermediate) {
    Certificate c = leaf(name, issuer);
    c.key = key;
    c.key_usage = digital_signature | key_encipherment;
    return c;
}

// Good leaves.
inline constexpr Certificate good = leaf("server/good");
inline constexpr Certificate another = leaf("server/another");
inline constexpr Certificate rsa_2048 = rsa_leaf("server/rsa-2048", KeyType::rsa_2048);
inline constexpr Certificate rsa_3072 = rsa_leaf("server/rsa-3072", KeyType::rsa_3072);
inline constexpr Certificate ecdsa_p384 = but(leaf("server/ecdsa-p384"), deviation::ecdsa_p384);
inline constexpr Certificate ed25519 = but(leaf("server/ed25519"), deviation::ed25519);
inline constexpr Certificate rsa_chain = rsa_leaf("server/rsa-chain", KeyType::rsa_2048, server_rsa_intermediate);
inline constexpr Certificate rsa_no_key_encipherment = but(leaf("server/rsa-no-key-encipherment"), deviation::rsa_2048);
inline constexpr Certificate direct = leaf("server/direct", server_root);
inline constexpr Certificate three_intermediates = leaf("server/three-intermediates", server_intermediate_3);
inline constexpr Certificate trusted_self_signed = but(leaf("server/trusted-self-signed"), deviation::self_signed);
inline constexpr Certificate trusted_self_signed_rsa =
    but(rsa_leaf("server/trusted-self-signed-rsa", KeyType::rsa_2048), deviation::self_signed);

// Names (RFC 6125).
inline constexpr Certificate wildcard = but(leaf("server/wildcard"), [](Certificate& c) {
    c.common_name = "*.gauntlet.test";
    c.alternative_names = {{NameKind::dns, "*.gauntlet.test"}};
});
inline constexpr Certificate several_names = but(leaf("server/several-names"), [](Certificate& c) {
    c.alternative_names = {{NameKind::dns, "broker.gauntlet.test"},
                           {NameKind::dns, "mqtt.gauntlet.test"},
                           {NameKind::dns, "localhost"},
                           {NameKind::ip, "127.0.0.1"}};
});
inline constexpr Certificate ip_only = but(leaf("server/ip-only"), [](Certificate& c) {
    c.alternative_names = {{NameKind::ip, "127.0.0.1"}};
});
inline constexpr Certificate cn_only = but(leaf("server/cn-only"), [](Certificate& c) { c.alternative_names = {}; });
inline constexpr Certificate no_san = but(leaf("server/no-san"), [](Certificate& c) {
    c.common_name = "Gauntlet broker";
    c.alternative_names = {};
});
inline constexpr Certificate wrong_san = but(leaf("server/wrong-san"), [](Certificate& c) {
    c.alternative_names = {{NameKind::dns, "elsewhere.test"}, {NameKind::ip, "192.0.2.7"}};
});

// Wrong or lenient leaves.
inline constexpr Certificate expired = but(leaf("server/expired"), deviation::expired);
inline constexpr Certificate not_yet_valid = but(leaf("server/not-yet-valid"), deviation::not_yet_valid);
inline constexpr Certificate no_eku = but(leaf("server/no-eku"), deviation::no_extended_usage);
inline constexpr Certificate eku_client_auth_only =
    but(leaf("server/eku-client-auth-only"), deviation::client_auth_only);
inline constexpr Certificate no_key_usage = but(leaf("server/no-key-usage"), deviation::no_key_usage);
inline constexpr Certificate ku_no_digital_signature =
    but(leaf("server/ku-no-digital-signature"), deviation::no_digital_signature);
inline constexpr Certificate ku_key_agreement_only =
    but(leaf("server/ku-key-agreement-only"), deviation::key_agreement_only);
inline constexpr Certificate unknown_critical_extension =
    but(leaf("server/unknown-critical-extension"), deviation::unknown_critical_extension);
inline constexpr Certificate sha1 = but(leaf("server/sha1"), deviation::sha1);
inline constexpr Certificate rsa_1024 = rsa_leaf("server/rsa-1024", KeyType::rsa_1024);
inline constexpr Certificate version_1 = but(leaf("server/version-1"), deviation::version_1);
inline constexpr Certificate bad_signature = but(leaf("server/bad-signature"), deviation::bad_signature);
inline constexpr Certificate algorithm_mismatch = but(leaf("server/algorithm-mismatch"), deviation::algorithm_mismatch);
inline constexpr Certificate self_signed = but(leaf("server/self-signed"), deviation::self_signed);

// Leaves of others.
inline constexpr Certificate untrusted_root = leaf("server/untrusted-root", other_intermediate);
inline constexpr Certificate same_name_other_key = leaf("server/same-name-other-key", server_root_impostor);
inline constexpr Certificate same_name_other_key_unidentified =
    but(leaf("server/same-name-other-key-unidentified", server_root_impostor), deviation::no_key_identifiers);
inline constexpr Certificate leaf_as_ca = leaf("server/leaf-as-ca", good);

// Authorities with a deviation, each with a good leaf.
constexpr Certificate ca(std::string_view name, std::string_view common_name, const Certificate& issuer = server_root) {
    return intermediate(name, common_name, issuer);
}

inline constexpr Certificate expired_intermediate_ca =
    but(ca("server/expired-intermediate/ca", "Gauntlet Server Expired Intermediate"), deviation::expired);
inline constexpr Certificate expired_intermediate = leaf("server/expired-intermediate", expired_intermediate_ca);
inline constexpr Certificate expired_root_ca =
    but(root("server/expired-root/root", "Gauntlet Server Expired Root"), deviation::expired);
inline constexpr Certificate expired_root = leaf("server/expired-root", expired_root_ca);
inline constexpr Certificate ca_eku_client_auth_only_ca =
    but(ca("server/ca-eku-client-auth-only/ca", "Gauntlet Server Wrong EKU Intermediate"), deviation::client_auth_only);
inline constexpr Certificate ca_eku_client_auth_only =
    leaf("server/ca-eku-client-auth-only", ca_eku_client_auth_only_ca);
inline constexpr Certificate ca_ku_no_key_cert_sign_ca =
    but(ca("server/ca-ku-no-key-cert-sign/ca", "Gauntlet Server Wrong KU Intermediate"), deviation::no_key_cert_sign);
inline constexpr Certificate ca_ku_no_key_cert_sign = leaf("server/ca-ku-no-key-cert-sign", ca_ku_no_key_cert_sign_ca);
inline constexpr Certificate ca_false_ca =
    but(ca("server/ca-false/ca", "Gauntlet Server CA FALSE Intermediate"), deviation::not_a_ca);
inline constexpr Certificate ca_false = leaf("server/ca-false", ca_false_ca);
inline constexpr Certificate ca_no_basic_constraints_ca =
    but(ca("server/ca-no-basic-constraints/ca", "Gauntlet Server No BC Intermediate"), deviation::no_basic_constraints);
inline constexpr Certificate ca_no_basic_constraints =
    leaf("server/ca-no-basic-constraints", ca_no_basic_constraints_ca);
inline constexpr Certificate ca_unknown_critical_extension_ca =
    but(ca("server/ca-unknown-critical-extension/ca", "Gauntlet Server Unknown Extension Intermediate"),
        deviation::unknown_critical_extension);
inline constexpr Certificate ca_unknown_critical_extension =
    leaf("server/ca-unknown-critical-extension", ca_unknown_critical_extension_ca);
inline constexpr Certificate ca_version_1_ca =
    but(ca("server/ca-version-1/ca", "Gauntlet Server Version 1 Intermediate"), deviation::version_1);
inline constexpr Certificate ca_version_1 = leaf("server/ca-version-1", ca_version_1_ca);
inline constexpr Certificate ca_bad_signature_ca =
    but(ca("server/ca-bad-signature/ca", "Gauntlet Server Bad Signature Intermediate"), deviation::bad_signature);
inline constexpr Certificate ca_bad_signature = leaf("server/ca-bad-signature", ca_bad_signature_ca);
inline constexpr Certificate path_length_zero_ca =
    but(ca("server/path-length-exceeded/zero", "Gauntlet Server Path Length Zero"), deviation::path_length_zero);
inline constexpr Certificate path_length_exceeded_ca =
    ca("server/path-length-exceeded/ca", "Gauntlet Server Below Path Length Zero", path_length_zero_ca);
inline constexpr Certificate path_length_exceeded = leaf("server/path-length-exceeded", path_length_exceeded_ca);

// Name constraints (RFC 5280 4.2.1.10) on the names that every server leaf has.
constexpr Certificate constrained(std::string_view name, std::string_view common_name,
                                  const NameConstraints& constraints) {
    Certificate c = ca(name, common_name);
    c.name_constraints = constraints;
    return c;
}

inline constexpr Certificate nc_kept_ca =
    constrained("server/nc-kept/ca", "Gauntlet Server NC Kept",
                {.permitted = {{NameKind::dns, "localhost"}, {NameKind::ip, "127.0.0.0/8"}, {NameKind::ip, "::1/128"}},
                 .excluded = {{NameKind::dns, "elsewhere.test"}}});
inline constexpr Certificate nc_kept = leaf("server/nc-kept", nc_kept_ca);
inline constexpr Certificate nc_dns_permitted_ca =
    constrained("server/nc-dns-permitted/ca", "Gauntlet Server NC DNS Permitted",
                {.permitted = {{NameKind::dns, "elsewhere.test"}}});
inline constexpr Certificate nc_dns_permitted = leaf("server/nc-dns-permitted", nc_dns_permitted_ca);
inline constexpr Certificate nc_dns_excluded_ca = constrained(
    "server/nc-dns-excluded/ca", "Gauntlet Server NC DNS Excluded", {.excluded = {{NameKind::dns, "localhost"}}});
inline constexpr Certificate nc_dns_excluded = leaf("server/nc-dns-excluded", nc_dns_excluded_ca);
inline constexpr Certificate nc_ip_permitted_ca =
    constrained("server/nc-ip-permitted/ca", "Gauntlet Server NC IP Permitted",
                {.permitted = {{NameKind::ip, "192.0.2.0/24"}, {NameKind::ip, "::1/128"}}});
inline constexpr Certificate nc_ip_permitted = leaf("server/nc-ip-permitted", nc_ip_permitted_ca);

}  // namespace certificate

constexpr Credentials presents(std::string_view name, std::string_view about, Few<const Certificate*, 12> chain,
                               std::string_view fault = "") {
    Credentials c;
    c.name = name;
    c.about = about;
    c.role = Role::server;
    c.chain = chain;
    c.anchors = {&server_root};
    c.host = "localhost";
    c.fault = fault;
    return c;
}

// Valid.
inline constexpr Credentials good =
    presents("server/good", "The good server: a P-256 leaf and the intermediate that issued it.",
             {&certificate::good, &server_intermediate});
inline constexpr Credentials another = presents("server/another", "A second good server with a key of its own.",
                                                {&certificate::another, &server_intermediate});
inline constexpr Credentials rsa_2048 =
    presents("server/rsa-2048", "The key is RSA with 2048 bits.", {&certificate::rsa_2048, &server_intermediate});
inline constexpr Credentials rsa_3072 =
    presents("server/rsa-3072", "The key is RSA with 3072 bits.", {&certificate::rsa_3072, &server_intermediate});
inline constexpr Credentials ecdsa_p384 =
    presents("server/ecdsa-p384", "The key is on P-384.", {&certificate::ecdsa_p384, &server_intermediate});
inline constexpr Credentials ed25519 =
    presents("server/ed25519", "The key is Ed25519.", {&certificate::ed25519, &server_intermediate});
inline constexpr Credentials rsa_chain =
    anchored(presents("server/rsa-chain", "Leaf, intermediate and root are all RSA with 2048 bits.",
                      {&certificate::rsa_chain, &server_rsa_intermediate}),
             server_rsa_root);
inline constexpr Credentials rsa_no_key_encipherment =
    presents("server/rsa-no-key-encipherment",
             "An RSA key that may sign and not encipher: no RSA key exchange with it (RFC 5246 7.4.2).",
             {&certificate::rsa_no_key_encipherment, &server_intermediate});
inline constexpr Credentials direct =
    presents("server/direct", "The root issued the leaf itself: no intermediate.", {&certificate::direct});
inline constexpr Credentials three_intermediates =
    presents("server/three-intermediates", "Three intermediates stand between the leaf and the root.",
             {&certificate::three_intermediates, &server_intermediate_3, &server_intermediate_2, &server_intermediate});
inline constexpr Credentials trusted_self_signed =
    anchored(presents("server/trusted-self-signed", "A self-signed P-256 leaf that is itself the trusted certificate.",
                      {&certificate::trusted_self_signed}),
             certificate::trusted_self_signed);
inline constexpr Credentials trusted_self_signed_rsa = anchored(
    presents("server/trusted-self-signed-rsa", "A self-signed RSA 2048 leaf that is itself the trusted certificate.",
             {&certificate::trusted_self_signed_rsa}),
    certificate::trusted_self_signed_rsa);
inline constexpr Credentials no_eku =
    presents("server/no-eku", "The leaf has no extendedKeyUsage, which limits nothing.",
             {&certificate::no_eku, &server_intermediate});
inline constexpr Credentials no_key_usage =
    presents("server/no-key-usage", "The leaf has no keyUsage, which limits nothing.",
             {&certificate::no_key_usage, &server_intermediate});
inline constexpr Credentials nc_kept =
    presents("server/nc-kept", "The leaf's names keep the permitted and excluded subtrees of the intermediate.",
             {&certificate::nc_kept, &certificate::nc_kept_ca});
inline constexpr Credentials crl_fresh =
    checked(presents("server/crl-fresh", "The good server against fresh CRLs that do not list it.",
                     {&certificate::good, &server_intermediate}),
            crl::server_fresh);

// Valid for OpenSSL, not for the letter of the standard.
inline constexpr Credentials ku_key_agreement_only =
    presents("server/ku-key-agreement-only",
             "The leaf's keyUsage is keyAgreement alone: it may not sign (RFC 8446 4.4.2.2); OpenSSL lets it.",
             {&certificate::ku_key_agreement_only, &server_intermediate});

// Names (RFC 6125; RFC 9525 forbids the common name).
inline constexpr Credentials wildcard = asked_for(
    "broker.gauntlet.test",
    presents("server/wildcard", "The only name is *.gauntlet.test.", {&certificate::wildcard, &server_intermediate}));
inline constexpr Credentials several_names =
    asked_for("mqtt.gauntlet.test", presents("server/several-names", "Three DNS names and an address.",
                                             {&certificate::several_names, &server_intermediate}));
inline constexpr Credentials ip_only =
    asked_for("127.0.0.1", presents("server/ip-only", "The only name is the address 127.0.0.1.",
                                    {&certificate::ip_only, &server_intermediate}));
inline constexpr Credentials cn_only = presents(
    "server/cn-only",
    "No subjectAltName; the common name is localhost, which RFC 9525 forbids to match; OpenSSL does by default.",
    {&certificate::cn_only, &server_intermediate});
inline constexpr Credentials no_san =
    presents("server/no-san", "No subjectAltName, and a common name that is no host.",
             {&certificate::no_san, &server_intermediate}, "X509_V_ERR_HOSTNAME_MISMATCH");
inline constexpr Credentials wrong_san =
    presents("server/wrong-san", "The subjectAltName has another host and another address.",
             {&certificate::wrong_san, &server_intermediate}, "X509_V_ERR_HOSTNAME_MISMATCH");
inline constexpr Credentials wrong_address =
    asked_for("127.0.0.1", presents("server/wrong-address", "The same, asked for by its address.",
                                    {&certificate::wrong_san, &server_intermediate}, "X509_V_ERR_IP_ADDRESS_MISMATCH"));

// The order and choice of what is sent.
inline constexpr Credentials leaf_intermediate_root =
    presents("server/leaf-intermediate-root", "The chain goes on to the root, which is allowed and superfluous.",
             {&certificate::good, &server_intermediate, &server_root});
inline constexpr Credentials leaf_root_intermediate =
    presents("server/leaf-root-intermediate", "The root stands before the intermediate.",
             {&certificate::good, &server_root, &server_intermediate});
inline constexpr Credentials reversed =
    keyed(asked_for("", presents("server/reversed", "The intermediate first, then the leaf whose key is used.",
                                 {&server_intermediate, &certificate::good}, "X509_V_ERR_INVALID_PURPOSE")),
          certificate::good);
inline constexpr Credentials missing_intermediate =
    presents("server/missing-intermediate", "The leaf alone; the intermediate is not sent.", {&certificate::good},
             "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials duplicated = presents("server/duplicated", "The intermediate twice.",
                                                   {&certificate::good, &server_intermediate, &server_intermediate});
inline constexpr Credentials unrelated_extra =
    presents("server/unrelated-extra", "An unrelated authority stands between the leaf and its intermediate.",
             {&certificate::good, &other_intermediate, &server_intermediate});
inline constexpr Credentials wrong_key =
    keyed(presents("server/wrong-key", "A good chain with the private key of another certificate.",
                   {&certificate::good, &server_intermediate}),
          certificate::another);
inline constexpr Credentials partial_chain =
    anchored(presents("server/partial-chain", "The verifier trusts the intermediate and not its root.",
                      {&certificate::good}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT"),
             server_intermediate);

// Nobody whom the verifier trusts.
inline constexpr Credentials self_signed =
    presents("server/self-signed", "A self-signed leaf that nobody trusts.", {&certificate::self_signed},
             "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT");
inline constexpr Credentials untrusted_root =
    presents("server/untrusted-root", "A whole chain below a root that is not trusted.",
             {&certificate::untrusted_root, &other_intermediate}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials same_name_other_key =
    presents("server/same-name-other-key", "Issued by an impostor: the trusted root's name, another key.",
             {&certificate::same_name_other_key}, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
inline constexpr Credentials same_name_other_key_unidentified =
    presents("server/same-name-other-key-unidentified",
             "Issued by an impostor of the trusted root, without an authorityKeyIdentifier that would tell.",
             {&certificate::same_name_other_key_unidentified}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");

// Time (RFC 5280 4.1.2.5).
inline constexpr Credentials expired =
    presents("server/expired", "The leaf expired one day ago.", {&certificate::expired, &server_intermediate},
             "X509_V_ERR_CERT_HAS_EXPIRED");
inline constexpr Credentials expired_intermediate = presents(
    "server/expired-intermediate", "The intermediate expired one day ago.",
    {&certificate::expired_intermediate, &certificate::expired_intermediate_ca}, "X509_V_ERR_CERT_HAS_EXPIRED");
inline constexpr Credentials expired_root =
    anchored(presents("server/expired-root", "The root, which is trusted, expired one day ago.",
                      {&certificate::expired_root}, "X509_V_ERR_CERT_HAS_EXPIRED"),
             certificate::expired_root_ca);
inline constexpr Credentials not_yet_valid =
    presents("server/not-yet-valid", "The leaf is not valid yet.", {&certificate::not_yet_valid, &server_intermediate},
             "X509_V_ERR_CERT_NOT_YET_VALID");

// Usages (RFC 5280 4.2.1.3, 4.2.1.12).
inline constexpr Credentials eku_client_auth_only =
    presents("server/eku-client-auth-only", "The leaf's extendedKeyUsage is clientAuth alone.",
             {&certificate::eku_client_auth_only, &server_intermediate}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ca_eku_client_auth_only = presents(
    "server/ca-eku-client-auth-only", "The intermediate's extendedKeyUsage is clientAuth alone.",
    {&certificate::ca_eku_client_auth_only, &certificate::ca_eku_client_auth_only_ca}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ku_no_digital_signature = presents(
    "server/ku-no-digital-signature", "The leaf's keyUsage is nonRepudiation alone: its key may not sign here.",
    {&certificate::ku_no_digital_signature, &server_intermediate}, "X509_V_ERR_INVALID_PURPOSE");
inline constexpr Credentials ca_ku_no_key_cert_sign =
    presents("server/ca-ku-no-key-cert-sign", "The intermediate's keyUsage lacks keyCertSign.",
             {&certificate::ca_ku_no_key_cert_sign, &certificate::ca_ku_no_key_cert_sign_ca}, "X509_V_ERR_INVALID_CA");

// Authorities that are none (RFC 5280 4.2.1.9), and what they may not issue (4.2.1.10).
inline constexpr Credentials ca_false =
    presents("server/ca-false", "The intermediate's basicConstraints say cA FALSE.",
             {&certificate::ca_false, &certificate::ca_false_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials ca_no_basic_constraints = presents(
    "server/ca-no-basic-constraints",
    "The intermediate has keyCertSign and no basicConstraints: not a CA (RFC 5280 6.1.4 (k)).",
    {&certificate::ca_no_basic_constraints, &certificate::ca_no_basic_constraints_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials leaf_as_ca =
    presents("server/leaf-as-ca", "A good server's leaf issued the leaf.",
             {&certificate::leaf_as_ca, &certificate::good, &server_intermediate}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials ca_version_1 =
    presents("server/ca-version-1", "The intermediate is X.509 version 1.",
             {&certificate::ca_version_1, &certificate::ca_version_1_ca}, "X509_V_ERR_INVALID_CA");
inline constexpr Credentials path_length_exceeded = presents(
    "server/path-length-exceeded", "Below an intermediate with path length 0 stands another intermediate.",
    {&certificate::path_length_exceeded, &certificate::path_length_exceeded_ca, &certificate::path_length_zero_ca},
    "X509_V_ERR_PATH_LENGTH_EXCEEDED");
inline constexpr Credentials nc_dns_permitted =
    presents("server/nc-dns-permitted", "The leaf's DNS name is outside of the permitted subtree.",
             {&certificate::nc_dns_permitted, &certificate::nc_dns_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");
inline constexpr Credentials nc_dns_excluded =
    presents("server/nc-dns-excluded", "The leaf's DNS name is inside of the excluded subtree.",
             {&certificate::nc_dns_excluded, &certificate::nc_dns_excluded_ca}, "X509_V_ERR_EXCLUDED_VIOLATION");
inline constexpr Credentials nc_ip_permitted =
    presents("server/nc-ip-permitted", "The leaf's IP address is outside of the permitted networks.",
             {&certificate::nc_ip_permitted, &certificate::nc_ip_permitted_ca}, "X509_V_ERR_PERMITTED_VIOLATION");

// Extensions that nobody knows (RFC 5280 4.2).
inline constexpr Credentials unknown_critical_extension = presents(
    "server/unknown-critical-extension", "The leaf has an unknown critical extension.",
    {&certificate::unknown_critical_extension, &server_intermediate}, "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION");
inline constexpr Credentials ca_unknown_critical_extension =
    presents("server/ca-unknown-critical-extension", "The intermediate has an unknown critical extension.",
             {&certificate::ca_unknown_critical_extension, &certificate::ca_unknown_critical_extension_ca},
             "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION");

// Weak algorithms and broken signatures (RFC 9325 4.5, RFC 5280 4.1.1.2).
inline constexpr Credentials sha1 = presents("server/sha1", "The leaf is signed with SHA-1.",
                                             {&certificate::sha1, &server_intermediate}, "X509_V_ERR_CA_MD_TOO_WEAK");
inline constexpr Credentials rsa_1024 =
    presents("server/rsa-1024", "The leaf's key is RSA with 1024 bits.", {&certificate::rsa_1024, &server_intermediate},
             "X509_V_ERR_EE_KEY_TOO_SMALL");
inline constexpr Credentials version_1 =
    presents("server/version-1", "The leaf is X.509 version 1: no extensions, and only a common name.",
             {&certificate::version_1, &server_intermediate});
inline constexpr Credentials bad_signature =
    presents("server/bad-signature", "One bit of the leaf's signature is wrong.",
             {&certificate::bad_signature, &server_intermediate}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");
inline constexpr Credentials ca_bad_signature =
    presents("server/ca-bad-signature", "One bit of the intermediate's signature is wrong.",
             {&certificate::ca_bad_signature, &certificate::ca_bad_signature_ca}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");
inline constexpr Credentials algorithm_mismatch =
    presents("server/algorithm-mismatch",
             "The leaf names SHA-384 inside and SHA-256 outside of what is signed; the signature fits the outer one.",
             {&certificate::algorithm_mismatch, &server_intermediate}, "X509_V_ERR_CERT_SIGNATURE_FAILURE");

// Revocation (RFC 5280 5, 6.3).
inline constexpr Credentials revoked =
    checked(presents("server/revoked", "The intermediate's fresh CRL lists the leaf.",
                     {&certificate::revoked, &server_intermediate}, "X509_V_ERR_CERT_REVOKED"),
            crl::server_fresh);

}  // namespace gauntlet::recipe::server
