// Chains of certificates that are broken: presented by a client, or given to the broker to serve.
#include <span>

#include "alert_flaws.hpp"
#include "credential_rows.hpp"
#include "families.hpp"
#include "gauntlet/core/lint.hpp"
#include "profiles.hpp"
#include "served.hpp"

namespace gauntlet::scenarios {

namespace {

using core::Flaw;
using core::Level;
namespace client = recipe::client;
namespace server = recipe::server;

// --- Chains of the client that are good, however unusual.

constexpr void good_chains(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    const auto good = [&](const char* check, const char* title, const char* why, const recipe::Credentials& presents,
                          const char* clause, const char* row, Flaw flaw) {
        add(table,
            taken({.check = check,
                   .title = title,
                   .why = why,
                   .mend = validate_the_path,
                   .client = core::presenting(presents),
                   .clauses = {clause},
                   .catalogue = {row},
                   .flaws = {flaw}}),
            profile);
    };
    good("broken-chain/direct", "A leaf that the root issued itself is accepted", "Small fleets have no intermediate.",
         client::direct, "RFC 5280 6.1", "chain.good-direct", Flaw::demands_an_intermediate);
    good("broken-chain/three-intermediates", "A path over three intermediates is accepted",
         "Larger organisations stack their authorities; a depth limit of one or two shuts their devices out.",
         client::three_intermediates, "RFC 5280 6.1", "chain.good-direct", Flaw::limits_depth_to_two);
    good("broken-chain/root-included", "A chain that goes on to the trusted root is accepted",
         "Many clients send their whole bundle; the root may be there and need not be.", client::root_included,
         "RFC 8446 4.4.2", "chain.root-included", Flaw::refuses_a_root_in_the_message);
    good("broken-chain/path-length-zero", "A leaf below an intermediate with path length 0 is accepted",
         "Path length counts intermediates, not leaves; issuing authorities usually have 0.", client::path_length_zero,
         "RFC 5280 4.2.1.9", "chain.pathlen-0", Flaw::counts_the_leaf_in_path_length);
    good("broken-chain/path-length-self-issued", "A self-issued intermediate does not count against the path length",
         "Authorities that roll their key over issue such certificates.", client::path_length_self_issued,
         "RFC 5280 6.1.4", "chain.pathlen-0", Flaw::counts_self_issued_in_path_length);
    for (core::Scenario& s : std::span(table).last(2))  // of either TLS version
        s.flaws.push_back({Flaw::counts_the_leaf_in_path_length, "connack", core::alert()});
    good("broken-chain/name-constraints-kept", "A leaf whose names keep the intermediate's constraints is accepted",
         "Constrained intermediates are how a vendor delegates issuing; their good leaves must work.", client::nc_kept,
         "RFC 5280 4.2.1.10", "chain.nc-dns", Flaw::refuses_name_constraints);
    good("broken-chain/ca-without-key-usage", "An intermediate without keyUsage is accepted",
         "A verifier checks keyCertSign only where the extension is present.", client::ca_no_key_usage,
         "RFC 5280 6.1.4", "chain.ku-no-keyCertSign", Flaw::demands_key_usage_of_authorities);
}

// --- Orders that RFC 8446 4.4.2 asks an endpoint to be prepared for; TLS 1.2 asks for none of it.

constexpr void unusual_orders(std::vector<core::Scenario>& table) {
    const auto order = [&](const char* check, const char* title, const recipe::Credentials& presents) {
        const std::size_t first = table.size();
        add(table,
            taken({.check = check,
                   .title = title,
                   .why = "Client libraries send what their files contain; a path can be found in any order.",
                   .mend = "Treat what follows the leaf as a bag of certificates and build the path from it.",
                   .client = core::presenting(presents),
                   .level = Level::should,
                   .clauses = {"RFC 8446 4.4.2"},
                   .catalogue = {"chain.reversed"},
                   .flaws = {Flaw::expects_the_chain_in_order}}),
            profile::mutual());
        core::Scenario& tls_1_2 = table[first];
        tls_1_2.level = Level::observe;
        tls_1_2.clauses.clear();
        tls_1_2.flaws.clear();
    };
    order("broken-chain/shuffled", "The leaf first, its intermediates in another order: accepted", client::shuffled);
    table.back().flaws.push_back({Flaw::limits_depth_to_two, "connack", core::alert({48})});
    order("broken-chain/duplicated", "An intermediate sent twice: accepted", client::duplicated);
    order("broken-chain/duplicated-leaf", "The leaf sent twice: accepted", client::duplicated_leaf);
    order("broken-chain/unrelated-extra", "An unrelated certificate in between: accepted", client::unrelated_extra);
}

// --- Paths that lead nowhere.

constexpr void no_path(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    add(table,
        refused_with({48}, {.check = "broken-chain/missing-intermediate",
                            .title = "A leaf without the intermediate that links it to the root is refused",
                            .why = "A broker that accepts it compares names or trusts leaves without a path.",
                            .mend = validate_the_path,
                            .client = core::presenting(client::missing_intermediate),
                            .clauses = {"RFC 8446 4.4.2", "RFC 8446 6.2"},
                            .catalogue = {"chain.missing-intermediate"},
                            .flaws = {Flaw::accepts_any_issuer}}),
        profile);
    add(table,
        refused_with({48, 42},
                     {.check = "broken-chain/same-name-intermediate",
                      .title = "A leaf of an impostor of the intermediate, sent with the true one, is refused",
                      .why = "The true intermediate is public; anyone can send it beside a forged leaf.",
                      .mend = "Verify every signature of the path.",
                      .client = core::presenting(client::same_name_intermediate),
                      .clauses = {"RFC 5280 6.1.3"},
                      .catalogue = {"chain.self-signed"},
                      .flaws = {Flaw::compares_issuer_names_alone}}),
        profile);
    add(table,
        refused_with({48}, {.check = "broken-chain/impostor-root-included",
                            .title = "A chain that brings an impostor of the trusted root along is refused",
                            .why = "The root's name is public; only its key is not.",
                            .mend = "Compare trust anchors by key, and take none from the message.",
                            .client = core::presenting(client::same_name_other_key_included),
                            .clauses = {"RFC 5280 6.1.1"},
                            .catalogue = {"chain.self-signed"},
                            .flaws = {Flaw::finds_anchors_by_name, Flaw::trusts_a_root_in_the_message,
                                      Flaw::compares_issuer_names_alone}}),
        profile);
    add(table,
        refused_with({42, 48}, {.check = "broken-chain/bad-signature",
                                .title = "A leaf whose signature is wrong in one bit is refused",
                                .why = "Without the signature every field of the certificate is the sender's choice.",
                                .mend = validate_the_path,
                                .client = core::presenting(client::bad_signature),
                                .clauses = {"RFC 5280 6.1.3", "RFC 8446 6.2"},
                                .catalogue = {"chain.bad-signature"},
                                .flaws = {Flaw::compares_issuer_names_alone}}),
        profile);
    add(table,
        refused_with({42, 48}, {.check = "broken-chain/ca-bad-signature",
                                .title = "An intermediate whose signature is wrong in one bit is refused",
                                .why = "A forged intermediate issues whatever its owner likes.",
                                .mend = validate_the_path,
                                .client = core::presenting(client::ca_bad_signature),
                                .clauses = {"RFC 5280 6.1.3", "RFC 8446 6.2"},
                                .catalogue = {"chain.bad-signature"},
                                .flaws = {Flaw::verifies_signature_of_leaf_alone}}),
        profile);
    add(table,
        refused_anyhow({.check = "broken-chain/algorithm-mismatch",
                        .title = "A leaf that names two different signature algorithms is refused",
                        .why = "The two fields must agree so that the algorithm is itself signed.",
                        .mend = "Compare signatureAlgorithm with tbsCertificate.signature before verifying.",
                        .client = core::presenting(client::algorithm_mismatch),
                        .clauses = {"RFC 5280 4.1.1.2"},
                        .catalogue = {"chain.bad-signature"},
                        .flaws = {Flaw::takes_the_outer_signature_algorithm}}),
        profile);
}

// --- Authorities that are none, or no longer, or not for this.

constexpr void wrong_authorities(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    add(table,
        refused_with({45}, {.check = "broken-chain/expired-intermediate",
                            .title = "A good leaf below an intermediate that expired yesterday is refused",
                            .why = "An authority's end must end what it issued.",
                            .mend = "Check the dates of every certificate of the path.",
                            .client = core::presenting(client::expired_intermediate),
                            .clauses = {"RFC 5280 6.1.3", "RFC 8446 6.2"},
                            .catalogue = {"chain.expired-leaf"},
                            .flaws = {Flaw::checks_dates_of_leaf_alone}}),
        profile);
    add(table,
        refused_with({45, 42}, {.check = "broken-chain/not-yet-valid-intermediate",
                                .title = "A good leaf below an intermediate that is not valid yet is refused",
                                .why = "The authority was not meant to issue anything yet.",
                                .mend = "Check the dates of every certificate of the path.",
                                .client = core::presenting(client::not_yet_valid_intermediate),
                                .clauses = {"RFC 5280 6.1.3"},
                                .catalogue = {"chain.not-yet-valid"},
                                .flaws = {Flaw::checks_dates_of_leaf_alone}}),
        profile);
    core::Profile expired_root = profile;
    expired_root.name = "mutual-expired-root";
    expired_root.client_anchors.push_back(&client::certificate::expired_root_ca);
    add(table,
        refused_with({45},
                     {.check = "broken-chain/expired-root",
                      .title = "A good leaf below a trusted root that expired yesterday is refused",
                      .why = "RFC 5280 leaves a trust anchor's dates to the verifier; an authority that its owner "
                             "limited in time should not live on in a forgotten file.",
                      .mend = "Check the dates of trust anchors too, and remove expired ones.",
                      .client = core::presenting(client::expired_root),
                      .level = Level::policy,
                      .clauses = {"RFC 5280 6.1.1"},
                      .catalogue = {"chain.expired-leaf"},
                      .flaws = {Flaw::ignores_dates_of_anchors}}),
        expired_root);
    const auto no_authority = [&](const char* check, const char* title, const recipe::Credentials& presents,
                                  std::vector<int> alerts, const char* clause, const char* row, Flaw flaw) {
        CredentialRow entry = {.check = check,
                               .title = title,
                               .why = "Otherwise the owner of any certificate can issue further ones.",
                               .mend = validate_the_path,
                               .client = core::presenting(presents),
                               .clauses = {clause},
                               .catalogue = {row},
                               .flaws = {flaw}};
        if (alerts.empty())
            add(table, refused_anyhow(entry), profile);
        else
            add(table, refused_with(alerts, entry), profile);
    };
    no_authority("broken-chain/ca-false", "A leaf below an intermediate with cA FALSE is refused", client::ca_false,
                 {48, 42, 46}, "RFC 5280 6.1.4", "chain.ca-false", Flaw::ignores_basic_constraints);
    no_authority("broken-chain/leaf-as-ca", "A leaf that another client's leaf issued is refused", client::leaf_as_ca,
                 {48, 42, 46}, "RFC 5280 6.1.4", "chain.ca-false", Flaw::takes_leaves_for_authorities);
    no_authority("broken-chain/ca-no-basic-constraints",
                 "A leaf below a version 3 intermediate without basicConstraints is refused",
                 client::ca_no_basic_constraints, {48, 42, 46}, "RFC 5280 6.1.4", "chain.ca-false",
                 Flaw::demands_basic_constraints_only_if_present);
    no_authority("broken-chain/ca-no-extensions",
                 "A leaf below an intermediate without basicConstraints and keyUsage is refused",
                 client::ca_no_extensions, {48, 42, 46}, "RFC 5280 6.1.4", "chain.ca-false",
                 Flaw::demands_basic_constraints_only_if_present);
    no_authority("broken-chain/ca-version-1", "A leaf below a version 1 intermediate is refused", client::ca_version_1,
                 {48, 42, 46}, "RFC 5280 6.1.4", "chain.ca-false", Flaw::takes_version_1_for_authorities);
    no_authority("broken-chain/ca-ku-no-key-cert-sign",
                 "A leaf below an intermediate whose keyUsage lacks keyCertSign is refused",
                 client::ca_ku_no_key_cert_sign, {}, "RFC 5280 6.1.4", "chain.ku-no-keyCertSign",
                 Flaw::ignores_key_usage_of_authorities);
    no_authority("broken-chain/path-length-exceeded", "An intermediate below one with path length 0 is refused",
                 client::path_length_exceeded, {}, "RFC 5280 6.1.4", "chain.pathlen-0", Flaw::ignores_path_length);
    add(table,
        refused_anyhow({.check = "broken-chain/ca-eku-server-auth-only",
                        .title = "A leaf below an intermediate that may only issue for servers is refused",
                        .why = "Authorities for web servers are limited in this way; their operators did not agree to "
                               "issue devices.",
                        .mend = "Require clientAuth along the whole path where extendedKeyUsage is present.",
                        .client = core::presenting(client::ca_eku_server_auth_only),
                        .level = Level::policy,
                        .clauses = {"RFC 5280 4.2.1.12"},
                        .catalogue = {"chain.eku-serverAuth-only"},
                        .flaws = {Flaw::ignores_extended_key_usage_of_authorities}}),
        profile);
}

// --- Extensions.

constexpr void extensions(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    const auto critical = [&](const char* check, const char* title, const recipe::Credentials& presents, Flaw flaw) {
        add(table,
            refused_with({43, 46},
                         {.check = check,
                          .title = title,
                          .why = "Critical means: who does not understand it must not rely on the certificate.",
                          .mend = validate_the_path,
                          .client = core::presenting(presents),
                          .clauses = {"RFC 5280 4.2"},
                          .catalogue = {"chain.unknown-critical-ext"},
                          .flaws = {flaw}}),
            profile);
    };
    critical("broken-chain/unknown-critical-extension", "A leaf with an unknown critical extension is refused",
             client::unknown_critical_extension, Flaw::ignores_unknown_critical_extensions);
    critical("broken-chain/ca-unknown-critical-extension",
             "A leaf below an intermediate with an unknown critical extension is refused",
             client::ca_unknown_critical_extension, Flaw::ignores_unknown_critical_extensions);

    const auto constraint = [&](const char* check, const char* title, const recipe::Credentials& presents,
                                const char* row, const std::vector<Flaw>& flaws) {
        add(table,
            refused_anyhow({.check = check,
                            .title = title,
                            .why = "A constrained authority could otherwise issue devices of other customers.",
                            .mend = "Process name constraints of every kind of name (RFC 5280 6.1.3 (b), (c)).",
                            .client = core::presenting(presents),
                            .clauses = {"RFC 5280 4.2.1.10"},
                            .catalogue = {row},
                            .flaws = flaws}),
            profile);
    };
    constraint("broken-chain/name-constraints-dns-permitted", "A DNS name outside of the permitted subtree is refused",
               client::nc_dns_permitted, "chain.nc-dns", {Flaw::ignores_permitted_subtrees});
    constraint("broken-chain/name-constraints-dns-excluded", "A DNS name inside of the excluded subtree is refused",
               client::nc_dns_excluded, "chain.nc-dns", {Flaw::ignores_excluded_subtrees});
    constraint("broken-chain/name-constraints-ip-permitted", "An address outside of the permitted network is refused",
               client::nc_ip_permitted, "chain.nc-dns",
               {Flaw::constrains_dns_names_alone, Flaw::ignores_permitted_subtrees});
    constraint("broken-chain/name-constraints-ip-excluded", "An address inside of the excluded network is refused",
               client::nc_ip_excluded, "chain.nc-dns",
               {Flaw::constrains_dns_names_alone, Flaw::ignores_excluded_subtrees});
    constraint("broken-chain/name-constraints-email-permitted", "A mail address at another host is refused",
               client::nc_email_permitted, "chain.nc-dns",
               {Flaw::constrains_dns_names_alone, Flaw::ignores_permitted_subtrees});
    constraint("broken-chain/name-constraints-email-excluded", "A mail address at the excluded host is refused",
               client::nc_email_excluded, "chain.nc-dns",
               {Flaw::constrains_dns_names_alone, Flaw::ignores_excluded_subtrees});
    constraint("broken-chain/name-constraints-directory-permitted",
               "A subject outside of the permitted organization is refused", client::nc_directory_permitted,
               "chain.nc-dns", {Flaw::constrains_dns_names_alone, Flaw::ignores_permitted_subtrees});
    constraint("broken-chain/name-constraints-directory-excluded",
               "A subject inside of the excluded organization is refused", client::nc_directory_excluded,
               "chain.nc-dns", {Flaw::constrains_dns_names_alone, Flaw::ignores_excluded_subtrees});
    constraint("broken-chain/name-constraints-mixed",
               "A DNS name that one subtree permits and a narrower one excludes is refused", client::nc_mixed,
               "chain.nc-dns", {Flaw::ignores_excluded_subtrees});
}

// --- Algorithms that no longer protect.

constexpr void weak_algorithms(std::vector<core::Scenario>& table) {
    const auto weak = [&](const char* check, const char* title, const recipe::Credentials& presents, Flaw flaw) {
        add(table,
            refused_anyhow({.check = check,
                            .title = title,
                            .why =
                                "Collisions of SHA-1 and factors of RSA 1024 are within reach: such a certificate can "
                                "be forged.",
                            .mend = "Raise the TLS library's security level to 112 bits (OpenSSL: 2).",
                            .client = core::presenting(presents),
                            .level = Level::policy,
                            .clauses = {"RFC 9325 4.5"},
                            .catalogue = {"chain.md5"},
                            .flaws = {flaw}}),
            profile::mutual());
    };
    weak("broken-chain/sha1", "A leaf signed with SHA-1 is refused", client::sha1, Flaw::accepts_sha1_signatures);
    weak("broken-chain/ca-sha1", "A leaf below an intermediate signed with SHA-1 is refused", client::ca_sha1,
         Flaw::accepts_sha1_signatures);
    weak("broken-chain/rsa-1024", "A leaf with an RSA key of 1024 bits is refused", client::rsa_1024,
         Flaw::accepts_short_rsa_keys);
    weak("broken-chain/ca-rsa-1024", "A leaf below an intermediate with an RSA key of 1024 bits is refused",
         client::ca_rsa_1024, Flaw::accepts_short_rsa_keys);
}

// --- What is up to the broker, and should be known.

constexpr void observed(std::vector<core::Scenario>& table) {
    const auto observe = [&](const char* check, const char* title, const char* why, const recipe::Credentials& presents,
                             const char* row, const core::Profile& profile) {
        add(table,
            taken({.check = check,
                   .title = title,
                   .why = why,
                   .mend = "Document it.",
                   .client = core::presenting(presents),
                   .level = Level::observe,
                   .catalogue = {row}}),
            profile);
    };
    core::Profile intermediate_only = profile::mutual();
    intermediate_only.name = "mutual-intermediate-anchor";
    intermediate_only.client_anchors.push_back(&recipe::clients_intermediate);
    intermediate_only.client_anchors[0] = &recipe::other_root;
    intermediate_only.good_client = &client::trusted_self_signed;
    intermediate_only.client_anchors.push_back(&client::certificate::trusted_self_signed);
    observe("broken-chain/partial-chain", "What becomes of a leaf whose intermediate is trusted and whose root is not",
            "Some libraries end a path at any trusted certificate, others only at a self-signed one.",
            client::partial_chain, "chain.ee-as-ca-in-truststore", intermediate_only);
    observe("broken-chain/any-extended-key-usage", "What becomes of a leaf with anyExtendedKeyUsage alone",
            "RFC 5280 lets a verifier refuse it where it asks for a particular purpose.", client::any_eku,
            "chain.eku-serverAuth-only", profile::mutual());
    observe("broken-chain/name-constraints-common-name",
            "What becomes of a host in the common name outside of the permitted subtree",
            "RFC 5280 constrains subjectAltName; some libraries constrain a host in the common name too.",
            client::nc_common_name, "chain.nc-dns", profile::mutual());
}

// --- Chains that the broker is given to serve.

struct ServerRow {
    const char* check;
    const char* title;
    const recipe::Credentials* serves;
};

constexpr core::Profile serving(const recipe::Credentials& credentials) {
    core::Profile profile;
    profile.name = "given-" + std::string(credentials.name.substr(7));
    profile.server = &credentials;
    return profile;
}

constexpr core::Scenario given(const char* check, const char* title, const recipe::Credentials& credentials) {
    core::Scenario s;
    s.check = check;
    s.title = title;
    s.profile = serving(credentials);
    s.stimulus.steps = {core::Boot{}};
    for (const core::Step& step : core::connecting(s.profile))
        s.stimulus.steps.push_back(step);
    s.control = core::Control{.stimulus = {.steps = s.stimulus.steps}, .at = "connack", .profile = profile::one_way()};
    return s;
}

constexpr void served_as_given(std::vector<core::Scenario>& table) {
    constexpr auto rows = std::to_array<ServerRow>({
        {"broken-chain/given-expired", "an expired leaf", &server::expired},
        {"broken-chain/given-not-yet-valid", "a leaf that is not yet valid", &server::not_yet_valid},
        {"broken-chain/given-expired-intermediate", "an expired intermediate", &server::expired_intermediate},
        {"broken-chain/given-missing-intermediate", "a leaf without its intermediate", &server::missing_intermediate},
        {"broken-chain/given-leaf-root-intermediate", "the root before the intermediate",
         &server::leaf_root_intermediate},
        {"broken-chain/given-duplicated", "the intermediate twice", &server::duplicated},
        {"broken-chain/given-unrelated-extra", "an unrelated certificate in between", &server::unrelated_extra},
        {"broken-chain/given-self-signed", "a self-signed leaf", &server::self_signed},
        {"broken-chain/given-untrusted-root", "a chain of an unrelated authority", &server::untrusted_root},
        {"broken-chain/given-same-name-other-key", "a leaf of an impostor", &server::same_name_other_key},
        {"broken-chain/given-wrong-san", "a leaf for another host", &server::wrong_san},
        {"broken-chain/given-eku-client-auth-only", "a client's leaf", &server::eku_client_auth_only},
        {"broken-chain/given-ku-no-digital-signature", "a leaf that may not sign", &server::ku_no_digital_signature},
        {"broken-chain/given-ca-false", "an intermediate that is no CA", &server::ca_false},
        {"broken-chain/given-path-length-exceeded", "a path that is too long", &server::path_length_exceeded},
        {"broken-chain/given-name-constraints-broken", "a name outside of the constraints", &server::nc_dns_permitted},
        {"broken-chain/given-unknown-critical-extension", "an unknown critical extension",
         &server::unknown_critical_extension},
        {"broken-chain/given-bad-signature", "a leaf with a bad signature", &server::bad_signature},
        {"broken-chain/given-ca-bad-signature", "an intermediate with a bad signature", &server::ca_bad_signature},
    });
    for (const ServerRow& row : rows) {
        core::Scenario s = given(row.check, row.title, *row.serves);
        s.title = std::string("Given ") + row.title + ", the broker says so and ends, or serves exactly that";
        s.why =
            "A broker that drops, reorders or adds certificates hides an operator's mistake until a stricter client "
            "meets it.";
        s.mend = "Serve the file's certificates as they stand, or refuse the file with a message that names it.";
        s.level = Level::policy;
        s.clauses = {"RFC 8446 4.4.2"};
        s.catalogue = {"one-way/serves-leaf"};
        s.expectation.rules = {core::expect("ready", {core::became_ready(), core::broker_exit()}),
                               core::if_reached(core::expect(
                                   "handshake", core::with(core::handshake_done(), "served", {served(*row.serves)})))};
        s.flaws = {{Flaw::serves_the_leaf_alone, "handshake",
                    core::with(core::handshake_done(), "served", {std::string(row.serves->leaf().name)})}};
        if (row.serves->chain.size() == 1)
            s.flaws = {{Flaw::adds_a_certificate_to_its_chain, "handshake", core::handshake_done()}};
        // No suite of TLS 1.2 that the client offers goes with a key that may not sign.
        if (s.check == "broken-chain/given-ku-no-digital-signature")
            for (const Flaw flaw : {Flaw::prefers_tls_1_2, Flaw::speaks_tls_1_2_alone})
                s.flaws.push_back({flaw, "handshake", core::alert({40})});
        table.push_back(s);
    }
}

constexpr void not_to_be_served(std::vector<core::Scenario>& table) {
    const auto refuse = [&](const char* check, const char* title, const char* why,
                            const recipe::Credentials& credentials, const char* clause, const char* row, Flaw flaw) {
        core::Scenario s = given(check, title, credentials);
        s.why = why;
        s.mend = "Check the certificate and its key when they are loaded, and end with a message that names the file.";
        s.level = Level::policy;
        s.clauses = {clause};
        s.catalogue = {row};
        s.expectation.rules = {core::expect("ready", core::broker_exit())};
        s.flaws = {{flaw, "ready", core::became_ready()}};
        table.push_back(s);
    };
    refuse("broken-chain/given-wrong-key", "Given a key that does not match the certificate, the broker does not start",
           "No client can complete a handshake; a broker that calls itself ready passes every deployment check.",
           server::wrong_key, "RFC 8446 4.4.3", "misconfiguration/key-mismatch", Flaw::starts_with_a_wrong_key);
    refuse("broken-chain/given-reversed", "Given the intermediate before the leaf, the broker does not start",
           "The first certificate of the message must be the broker's own, and this key is not its key.",
           server::reversed, "RFC 8446 4.4.2", "misconfiguration/key-mismatch", Flaw::starts_with_a_wrong_key);
    refuse("broken-chain/given-rsa-1024", "Given an RSA key of 1024 bits, the broker does not start",
           "Such a key can be factored, and the listener impersonated.", server::rsa_1024, "RFC 9325 4.5",
           "misconfiguration/weak-server-key", Flaw::serves_short_rsa_keys);
    refuse("broken-chain/given-sha1", "Given a leaf signed with SHA-1, the broker does not start",
           "No current client accepts it, and it can be forged.", server::sha1, "RFC 9325 4.5",
           "misconfiguration/weak-server-key", Flaw::serves_sha1_signatures);
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(128);
    good_chains(rows);
    unusual_orders(rows);
    no_path(rows);
    wrong_authorities(rows);
    extensions(rows);
    weak_algorithms(rows);
    observed(rows);
    served_as_given(rows);
    not_to_be_served(rows);
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> broken_chain() {
    return table();
}

}  // namespace gauntlet::scenarios
