// The listener requires a client certificate, and judges it.
#include "alert_flaws.hpp"
#include "credential_rows.hpp"
#include "crowded.hpp"
#include "families.hpp"
#include "gauntlet/core/lint.hpp"
#include "profiles.hpp"
#include "under.hpp"

namespace gauntlet::scenarios {

namespace {

using core::Flaw;
using core::Level;
using core::TlsVersion;
namespace client = recipe::client;

constexpr void who_is_trusted(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    add(table,
        taken({.check = "mutual/good",
               .title = "A client with a good certificate logs in",
               .why = "Devices that were issued proper certificates must be served; every refusal below is measured "
                      "against this.",
               .mend = "Check the clients' CA file and the versions and suites that the listener allows.",
               .client = {},
               .clauses = {"RFC 5280 6.1", "MQTT-3.1.4-4"},
               .catalogue = {"chain.good-direct"},
               .flaws = {Flaw::refuses_client_with_intermediate}}),
        profile);
    add(table,
        {.check = "mutual/no-certificate",
         .title = "A client that presents no certificate is refused",
         .why = "Otherwise mutual authentication is a decoration: anyone who reaches the port is served.",
         .mend = "Require the certificate (SSL_VERIFY_FAIL_IF_NO_PEER_CERT, need_client_auth, REQUIRED), not merely "
                 "request it.",
         .client = core::presenting_nothing(),
         .pass = {core::alert({116})},
         .weak = core::refused(),
         .pass_tls_1_2 = {core::alert({40})},
         .clauses = {"RFC 8446 4.4.2.4", "RFC 5246 7.4.6"},
         .catalogue = {"mtls.none-13", "mtls.none-12"},
         .flaws = {Flaw::requests_without_requiring, Flaw::executes_before_verification},
         .flaw_shows = core::accepted()},
        profile);
    add(table,
        refused_with({48}, {.check = "mutual/unknown-ca",
                            .title = "A certificate below an unknown root is refused",
                            .why = "Whoever can run a CA of their own could otherwise issue themselves any identity.",
                            .mend = validate_the_path,
                            .client = core::presenting(client::untrusted_root),
                            .clauses = {"RFC 5280 6.1", "RFC 8446 6.2"},
                            .catalogue = {"chain.self-signed"},
                            .flaws = {Flaw::accepts_any_issuer}}),
        profile);
    add(table,
        refused_with({48}, {.check = "mutual/unknown-ca-with-its-root",
                            .title = "A chain that brings its own, unknown root along is refused",
                            .why = "A broker that takes trust anchors from the peer's message trusts everybody.",
                            .mend = "Trust anchors come from the configuration alone (RFC 5280 6.1.1 (d)).",
                            .client = core::presenting(client::untrusted_root_included),
                            .clauses = {"RFC 5280 6.1.1", "RFC 8446 6.2"},
                            .catalogue = {"chain.self-signed"},
                            .flaws = {Flaw::trusts_a_root_in_the_message}}),
        profile);
    add(table,
        refused_with({48}, {.check = "mutual/self-signed",
                            .title = "A self-signed certificate is refused",
                            .why = "It proves nothing but that its owner can run one command.",
                            .mend = validate_the_path,
                            .client = core::presenting(client::self_signed),
                            .clauses = {"RFC 5280 6.1", "RFC 8446 6.2"},
                            .catalogue = {"chain.self-signed"},
                            .flaws = {Flaw::accepts_self_signed_leaf}}),
        profile);
    add(table,
        refused_with({48, 42},
                     {.check = "mutual/same-name-other-key",
                      .title = "A certificate of an impostor with the trusted root's name is refused",
                      .why = "Names are free; only the key tells the trusted authority from another of the same name.",
                      .mend = "Verify the signature with the anchor's key; never compare issuer names alone.",
                      .client = core::presenting(client::same_name_other_key),
                      .clauses = {"RFC 5280 6.1.3"},
                      .catalogue = {"chain.self-signed"},
                      .flaws = {Flaw::compares_issuer_names_alone, Flaw::accepts_any_issuer}}),
        profile);
    add(table,
        refused_with({42, 48},
                     {.check = "mutual/same-name-other-key-unidentified",
                      .title = "The same without an authorityKeyIdentifier that would give it away",
                      .why = "Without key identifiers the path is built by names, and the signature alone decides.",
                      .mend = "Verify the signature with the anchor's key; never compare issuer names alone.",
                      .client = core::presenting(client::same_name_other_key_unidentified),
                      .clauses = {"RFC 5280 6.1.3", "RFC 8446 6.2"},
                      .catalogue = {"chain.self-signed"},
                      .flaws = {Flaw::compares_issuer_names_alone}}),
        profile);
    add(table,
        refused_with({48},
                     {.check = "mutual/separate-cas",
                      .title = "A client certificate that the servers' own CA issued is refused",
                      .why = "With separate authorities for servers and clients, the servers' CA must not be able "
                             "to admit clients: a stolen server certificate is not a device.",
                      .mend = "Give the listener the clients' CA as its only trust anchor; do not add the "
                              "server's chain or the system's store to it.",
                      .client = core::presenting(client::server_authority),
                      .clauses = {"RFC 5280 6.1.1"},
                      .catalogue = {"mutual/separate-cas"},
                      .flaws = {Flaw::trusts_its_own_issuer_for_clients, Flaw::accepts_any_issuer}}),
        profile);
}

constexpr void what_it_may_be_used_for(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    add(table,
        refused_with({45}, {.check = "mutual/expired",
                            .title = "A certificate that expired yesterday is refused",
                            .why = "Expiry is how a lost device or a forgotten key ends; an ignored date never ends.",
                            .mend = validate_the_path,
                            .client = core::presenting(client::expired),
                            .clauses = {"RFC 5280 4.1.2.5", "RFC 5280 6.1.3", "RFC 8446 6.2"},
                            .catalogue = {"chain.expired-leaf"},
                            .flaws = {Flaw::ignores_not_after_of_leaf}}),
        profile);
    add(table,
        refused_with({45, 42}, {.check = "mutual/not-yet-valid",
                                .title = "A certificate that is not valid yet is refused",
                                .why = "It was issued for a later time, such as a device's change of owner.",
                                .mend = validate_the_path,
                                .client = core::presenting(client::not_yet_valid),
                                .clauses = {"RFC 5280 4.1.2.5", "RFC 5280 6.1.3"},
                                .catalogue = {"chain.not-yet-valid"},
                                .flaws = {Flaw::ignores_not_before_of_leaf}}),
        profile);
    add(table,
        refused_with({43}, {.check = "mutual/eku-server-auth-only",
                            .title = "A server's certificate is refused as a client's",
                            .why = "A certificate that may only identify a server must not log in as a device: every "
                                   "web server below the same CA would be a client.",
                            .mend = "Ask the library for the purpose of a TLS client (clientAuth).",
                            .client = core::presenting(client::eku_server_auth_only),
                            .clauses = {"RFC 5280 4.2.1.12", "RFC 8446 6.2"},
                            .catalogue = {"chain.eku-serverAuth-only"},
                            .flaws = {Flaw::ignores_extended_key_usage_of_leaf}}),
        profile);
    add(table,
        refused_with({43}, {.check = "mutual/ku-no-digital-signature",
                            .title = "A certificate whose keyUsage forbids signing is refused",
                            .why = "The client proves possession by a signature that this key was not issued for.",
                            .mend = "Check keyUsage: digitalSignature must be set where the extension is present.",
                            .client = core::presenting(client::ku_no_digital_signature),
                            .clauses = {"RFC 8446 4.4.2.2", "RFC 5280 4.2.1.3"},
                            .catalogue = {"chain.ku-no-digitalSignature"},
                            .flaws = {Flaw::ignores_key_usage_of_leaf}}),
        profile);
    add(table,
        refused_with({43}, {.check = "mutual/ku-key-agreement-only",
                            .title = "A certificate whose keyUsage is keyAgreement alone is refused",
                            .why = "The client proves possession by a signature that this key was not issued for.",
                            .mend = "Check that digitalSignature is set; keyAgreement is no substitute, for it served "
                                    "static Diffie-Hellman alone.",
                            .client = core::presenting(client::ku_key_agreement_only),
                            .clauses = {"RFC 8446 4.4.2.2", "RFC 5246 7.4.8", "RFC 5280 4.2.1.3"},
                            .catalogue = {"chain.ku-no-digitalSignature"},
                            .flaws = {Flaw::ignores_key_usage_of_leaf}}),
        profile);
    add(table,
        taken({.check = "mutual/no-eku",
               .title = "A certificate without extendedKeyUsage is accepted",
               .why = "The extension limits; its absence limits nothing. Many device CAs leave it out.",
               .mend = "Treat an absent extendedKeyUsage as no restriction.",
               .client = core::presenting(client::no_eku),
               .clauses = {"RFC 5280 4.2.1.12"},
               .catalogue = {"mutual/no-eku-client"},
               .flaws = {Flaw::demands_extended_key_usage}}),
        profile);
    add(table,
        taken({.check = "mutual/unknown-extension",
               .title = "A certificate with an unknown extension that is not critical is accepted",
               .why = "Vendors put extensions of their own into device certificates.",
               .mend = "Ignore unknown extensions that are not critical.",
               .client = core::presenting(client::unknown_extension),
               .clauses = {"RFC 5280 4.2"},
               .catalogue = {"chain.unknown-critical-ext"},
               .flaws = {Flaw::refuses_unknown_extensions}}),
        profile);
    add(table,
        taken({.check = "mutual/subject-in-san-only",
               .title = "A certificate with an empty subject and its names in subjectAltName is accepted",
               .why = "RFC 5280 allows it, and newer device profiles (IEEE 802.1AR) do it.",
               .mend = "Do not demand a subject; identity may come from subjectAltName.",
               .client = core::presenting(client::san_only),
               .clauses = {"RFC 5280 4.1.2.6"},
               .catalogue = {"identity/san"},
               .flaws = {Flaw::demands_a_subject}}),
        profile);
    add(table,
        taken({.check = "mutual/version-1-leaf",
               .title = "What becomes of an X.509 version 1 client certificate, as tutorials make it",
               .why = "Commands of many tutorials issue version 1 certificates, which no usage or constraint limits.",
               .mend = "Issue version 3 certificates with keyUsage and extendedKeyUsage.",
               .client = core::presenting(client::version_1),
               .level = Level::observe,
               .catalogue = {"mutual/v1-client"}}),
        profile);
}

constexpr void key_types(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual();
    const auto row = [](const char* check, const char* title, const recipe::Credentials& credentials) {
        return taken({.check = check,
                      .title = title,
                      .why = "Devices carry the keys that their secure elements can make.",
                      .mend = "Leave the TLS library's signature algorithms at their default.",
                      .client = core::presenting(credentials)});
    };
    CredentialRow rsa = row("mutual/client-key-rsa-2048", "A client whose key is RSA 2048 logs in", client::rsa_2048);
    rsa.clauses = {"RFC 8446 9.1"};  // rsa_pss_rsae_sha256 and rsa_pkcs1_sha256 are mandatory to implement
    rsa.flaws = {Flaw::refuses_rsa_keys};
    add(table, rsa, profile);
    CredentialRow p384 = row("mutual/client-key-p384", "A client whose key is on P-384 logs in", client::ecdsa_p384);
    p384.level = Level::observe;
    p384.catalogue = {"mtls.request-contents"};
    add(table, p384, profile);
    CredentialRow ed25519 = row("mutual/client-key-ed25519", "A client whose key is Ed25519 logs in", client::ed25519);
    ed25519.level = Level::observe;
    ed25519.catalogue = {"mtls.request-contents"};
    add(table, ed25519, profile);
}

constexpr void revocation(std::vector<core::Scenario>& table) {
    const core::Profile profile = profile::mutual_crl();
    add(table,
        refused_with({44}, {.check = "mutual/revoked-leaf",
                            .title = "A revoked certificate is refused",
                            .why = "Revocation is the only way to shut out one stolen device before its expiry.",
                            .mend = "Load the CRLs and switch checking on for the listener (CRL_CHECK).",
                            .client = core::presenting(client::revoked),
                            .clauses = {"RFC 5280 6.3.3", "RFC 8446 6.2"},
                            .catalogue = {"chain.revoked"},
                            .flaws = {Flaw::ignores_crl}}),
        profile);
    add(table,
        refused_with({44}, {.check = "mutual/revoked-intermediate",
                            .title = "A certificate below a revoked intermediate is refused",
                            .why = "When an issuing CA is compromised, everything below it must end at once.",
                            .mend = "Check revocation along the whole path (CRL_CHECK_ALL), not of the leaf alone.",
                            .client = core::presenting(client::revoked_intermediate),
                            .clauses = {"RFC 5280 6.1.3", "RFC 5280 6.3.3"},
                            .catalogue = {"chain.revoked"},
                            .flaws = {Flaw::checks_crl_of_leaf_alone, Flaw::ignores_crl}}),
        profile);
    add(table,
        taken({.check = "mutual/not-revoked",
               .title = "A certificate that fresh CRLs do not list is accepted",
               .why = "Switching revocation on must not shut out the good devices.",
               .mend = "Give the listener the CRL of every authority of the path.",
               .client = {},
               .clauses = {"RFC 5280 6.3.3"},
               .catalogue = {"chain.revoked"},
               .flaws = {Flaw::refuses_everyone_with_crl}}),
        profile);
}

// A listener that is given revocation lists which say nothing about the client now.
constexpr core::Scenario useless_crl(const char* check, const char* title, const recipe::CrlSet& set, Flaw flaw) {
    core::Scenario s;
    s.check = check;
    s.title = title;
    s.why =
        "Who can keep a fresh list from the broker would otherwise keep revoked devices alive: revocation must fail "
        "closed.";
    s.mend = "Treat an undetermined revocation status as revoked where a CRL is configured.";
    s.level = Level::policy;
    s.clauses = {"RFC 5280 6.3.3"};
    s.catalogue = {"chain.revoked"};
    s.profile = profile::mutual();
    s.profile.name = "mutual-" + std::string(set.name.substr(4));
    s.profile.name[6] = '-';
    for (const recipe::Crl* list : set.crls)
        s.profile.crls.push_back(list);
    s.stimulus.steps = {core::Boot{}};
    for (const core::Step& step : core::connecting(s.profile))
        s.stimulus.steps.push_back(step);
    s.control =
        core::Control{.stimulus = {.steps = s.stimulus.steps}, .at = "connack", .profile = profile::mutual_crl()};
    s.expectation.rules = {{.at = "ready", .pass = {core::became_ready(), core::broker_exit()}},
                           {.at = "connack", .pass = core::refused(), .if_reached = true}};
    s.flaws = {{flaw, "connack", core::accepted()}, {Flaw::ignores_crl, "connack", core::accepted()}};
    return s;
}

constexpr void useless_crls(std::vector<core::Scenario>& table) {
    table.push_back(useless_crl("mutual/crl-expired", "Against expired CRLs, even a good client is refused",
                                recipe::crl::expired, Flaw::ignores_next_update));
    table.push_back(useless_crl("mutual/crl-of-another-issuer",
                                "Against the CRL of an unrelated authority alone, even a good client is refused",
                                recipe::crl::another_issuer, Flaw::passes_without_crl));
    table.push_back(useless_crl("mutual/crl-of-root-missing",
                                "Where the root's CRL is missing, a client below an intermediate is refused",
                                recipe::crl::intermediate_only, Flaw::checks_crl_of_leaf_alone));
    table.back().flaws.push_back({Flaw::passes_without_crl, "connack", core::accepted()});
    table.push_back(useless_crl("mutual/crl-forged",
                                "Against a CRL that an impostor signed, even a good client is refused",
                                recipe::crl::forged, Flaw::ignores_crl_signature));
}

constexpr core::Profile identity() {
    core::Profile profile = profile::mutual();
    profile.name = "mutual-identity";
    profile.identity = core::Identity::common_name;
    profile.own_topics_only = true;
    return profile;
}

constexpr core::Pattern delivered(const char* payload) {
    return core::with(core::packet(3), "payload-text", {payload});
}

// The common name of every client leaf is "device"; other-device is another good client's.
constexpr const char* mine = "gauntlet/device/{run}/{id}";
constexpr const char* theirs = "gauntlet/other-device/{run}/{id}";

constexpr std::string subscribe(const std::string& first, const std::string& second) {
    return "82 r{ i1 s'" + first + "' 00 s'" + second + "' 00 }";
}
constexpr std::string publish(const std::string& topic, const std::string& payload) {
    return "30 r{ s'" + topic + "' '" + payload + "' }";
}

// Subscribes to its own and to the other's topic and publishes to both, the other's first: what comes back first tells
// who the broker takes the client for.
constexpr std::vector<core::Step> who_am_i(const std::string& connect) {
    return {core::Open{},
            core::Send{"a", connect},
            core::Read{"a", "connack"},
            core::Send{"a", subscribe(theirs, mine)},
            core::Read{"a", "suback"},
            core::Send{"a", publish(theirs, "theirs")},
            core::Send{"a", publish(mine, "mine")},
            core::Read{"a", "delivered"}};
}

constexpr void identities(std::vector<core::Scenario>& table) {
    core::Scenario own;
    own.check = "mutual/identity-common-name";
    own.title = "The certificate's common name is the user name, and the topics of that user are open";
    own.why = "Devices log in by certificate alone; what they may do follows from the name in it.";
    own.mend = "Set the user name from the verified leaf's subject before the access rules are asked.";
    own.level = Level::policy;
    own.catalogue = {"identity/cn-as-user", "identity/no-password-needed"};
    own.profile = identity();
    // What is forbidden comes last: MQTT-3.3.5-2 lets a broker close on it.
    own.stimulus.steps = {core::Open{},
                          core::Send{"a", core::connect_packet(own.profile, "a")},
                          core::Read{"a", "connack"},
                          core::Send{"a", subscribe(theirs, mine)},
                          core::Read{"a", "suback"},
                          core::Send{"a", publish(mine, "mine")},
                          core::Read{"a", "delivered"},
                          core::Send{"a", publish(theirs, "theirs")},
                          core::Send{"a", "c0 r0"},
                          core::Read{"a", "forbidden"}};
    std::vector<core::Pattern> ignored_or_closed = core::closed();
    ignored_or_closed.push_back(core::packet(13));
    own.expectation.rules = {core::expect("connack", core::accepted()),
                             core::expect("delivered", delivered("mine")),
                             {.at = "forbidden", .pass = ignored_or_closed}};
    own.flaws = {{Flaw::takes_no_identity_from_certificate, "delivered", core::fin()},
                 {Flaw::opens_all_topics_to_certified_clients, "forbidden", delivered("theirs")},
                 {Flaw::loses_the_last_byte_of_a_payload, "delivered", delivered("min")}};

    core::Scenario other;
    other.check = "mutual/identity-other-user-name";
    other.title = "A certified client that sends another device's user name does not become that device";
    other.why = "Any device could otherwise read and write another one's topics by naming it.";
    other.mend =
        "Where identity comes from the certificate, ignore or refuse a user name in CONNECT that differs from it.";
    other.level = Level::policy;
    other.catalogue = {"identity/certificate-and-other-user", "mtls.identity-binding"};
    other.profile = identity();
    other.stimulus.steps = who_am_i("10 r{ s'MQTT' 04 82 k60 s'{id}a' s'other-device' }");
    std::vector<core::Pattern> harmless = core::refused();
    harmless.push_back(core::accepted());
    std::vector<core::Pattern> own_only = core::closed();
    own_only.push_back(delivered("mine"));
    own_only.push_back(core::connack());
    other.expectation.rules = {{.at = "connack", .pass = harmless}, {.at = "delivered", .pass = own_only}};
    other.flaws = {{Flaw::prefers_user_name_to_certificate, "delivered", delivered("theirs")},
                   {Flaw::opens_all_topics_to_certified_clients, "delivered", delivered("theirs")},
                   {Flaw::loses_the_last_byte_of_a_payload, "delivered", delivered("min")}};

    for (const TlsVersion version : {TlsVersion::tls_1_2, TlsVersion::tls_1_3}) {
        table.push_back(under(version, own));
        table.push_back(under(version, other));
    }
}

constexpr core::Scenario every_listener() {
    core::Scenario s;
    s.check = "mutual/every-listener";
    s.title = "Every listener of the profile refuses a client without a certificate";
    s.why = "One forgotten door is enough.";
    s.mend = "Set the requirement on each listener; where settings are global, check what resets them.";
    s.level = Level::policy;
    s.catalogue = {"mtls.enforced-per-listener"};
    s.profile = profile::mutual();
    s.profile.name = "mutual-two-listeners";
    s.profile.second_listener = true;
    s.stimulus.client = core::presenting_nothing();
    s.stimulus.steps = core::connecting(s.profile);
    const std::vector<core::Step> second = {
        core::Open{.channel = "b", .door = core::Door::second_listener, .at = "second-handshake"},
        core::Send{"b", core::connect_packet(s.profile, "b")}, core::Read{"b", "second-connack"}};
    for (const core::Step& step : second)
        s.stimulus.steps.push_back(step);
    s.control = core::Control{.stimulus = {.steps = second}, .at = "second-connack", .profile = std::nullopt};
    s.expectation.rules = {core::expect_refusal("connack"), core::expect_refusal("second-connack")};
    s.flaws = {{Flaw::requires_certificate_on_first_listener_alone, "second-connack", core::accepted()},
               {Flaw::requests_without_requiring, "connack", core::accepted()},
               {Flaw::executes_before_verification, "connack", core::accepted()}};
    return s;
}

// The intermediate's list says nothing of client::revoked yet.
constexpr core::Profile not_revoked_yet() {
    core::Profile profile = profile::mutual();
    profile.name = "mutual-crl-earlier";
    for (const recipe::Crl* list : recipe::crl::earlier.crls)
        profile.crls.push_back(list);
    return profile;
}

constexpr core::Reload reading(const recipe::CrlSet& set, std::string_view at) {
    core::Reload reload;
    for (const recipe::Crl* list : set.crls)
        reload.crls.push_back(list);
    reload.at = at;
    return reload;
}

// client::revoked logs in and leaves, its issuer publishes that it is revoked, and it comes again. Before, the lists
// are read a few times without news, as a daily job does, and good clients are served each time: one that was there all
// the time, and a new one. The first reload is not the one that a broker gets wrong alone.
constexpr std::vector<core::Step> revoked_in_between(const core::Profile& profile) {
    std::vector<core::Step> steps = {core::Open{.channel = "w", .client = "good", .at = "witness-handshake"},
                                     core::Send{"w", core::connect_packet(profile, "w")},
                                     core::Read{"w", "witness-connack"}};
    for (const core::Step& step : core::connecting(profile))
        steps.push_back(step);
    steps.push_back(core::Close{"a", core::CloseHow::orderly});
    for (const std::string_view number : {"1", "2", "3"}) {
        std::string served = "served-";
        served.append(number);
        std::string read = "reload-";
        read.append(number);
        steps.push_back(reading(recipe::crl::earlier, read));
        steps.push_back(
            core::Crowd{.clients = 1, .bytes = core::connect_packet(profile, "c"), .client = "good", .at = served});
    }
    const std::vector<core::Step> rest = {reading(recipe::crl::fresh, "reload"),
                                          core::Send{"w", subscribe("{topic}/1", "{topic}/2")},
                                          core::Read{"w", "witness"},
                                          core::Open{.channel = "b", .at = "second-handshake"},
                                          core::Send{"b", core::connect_packet(profile, "b")},
                                          core::Read{"b", "second-connack"}};
    for (const core::Step& step : rest)
        steps.push_back(step);
    return steps;
}

constexpr core::Pattern reloaded() {
    return {.layer = core::Layer::process, .kind = core::Kind::accepted};
}

constexpr core::Scenario revoked_while_running(TlsVersion version) {
    core::Scenario s;
    s.check = "mutual/revoked-while-running";
    s.title = "Once the broker has read the list that revokes it, a client is refused";
    s.why = "A stolen device is revoked today, not at the next restart of the broker.";
    s.mend = "Read the CRLs again wherever the certificates are read again, and let the new ones replace the old ones.";
    s.level = Level::policy;
    s.clauses = {"RFC 5280 6.3.3"};
    s.catalogue = {"chain.reload", "rotation/crl"};
    s.profile = not_revoked_yet();
    s.exclusive = true;
    s.stimulus.client = core::presenting(client::revoked);
    s.stimulus.steps = revoked_in_between(s.profile);
    s.expectation.rules = {core::expect("connack", core::accepted()), core::expect("reload", reloaded()),
                           core::expect("served-3", core::accepted()), core::expect("witness", core::packet(9)),
                           core::expect_alert("second-connack", {44})};
    s.flaws = {{Flaw::keeps_the_old_crl_on_reload, "second-connack", core::accepted()},
               {Flaw::ignores_crl, "second-connack", core::accepted()}};
    return under(version, s);
}

constexpr core::Scenario no_resumption_after_revocation(TlsVersion version) {
    core::Scenario s;
    s.check = "mutual/no-resumption-after-revocation";
    s.title = "A client that was revoked since does not come in by the session that it had before";
    s.why =
        "A resumed handshake shows no certificate: a broker that keeps its ticket keys on a reload goes on "
        "admitting the stolen device for as long as its tickets live.";
    s.mend =
        "Draw new ticket keys and empty the session cache when trust anchors or CRLs change, or check the "
        "session's certificate again when it is resumed.";
    s.level = Level::policy;
    s.clauses = {"RFC 5246 F.1.4", "RFC 8446 4.6.1"};
    s.catalogue = {"res.after-revocation", "rotation/resumption", "chain.reload"};
    s.profile = not_revoked_yet();
    s.exclusive = true;
    s.stimulus.client = core::presenting(client::revoked);
    s.stimulus.client.tls.resume = true;
    s.stimulus.steps = revoked_in_between(s.profile);
    s.expectation.rules = {core::expect("connack", core::accepted()), core::expect("reload", reloaded()),
                           core::expect("served-3", core::accepted()), core::expect("witness", core::packet(9)),
                           core::expect_refusal("second-connack")};
    s.flaws = {{Flaw::resumes_without_reverifying, "second-connack", core::accepted()},
               {Flaw::keeps_the_old_crl_on_reload, "second-connack", core::accepted()},
               {Flaw::ignores_crl, "second-connack", core::accepted()}};
    return under(version, s);
}

constexpr core::Scenario session_of_the_one_way_listener(TlsVersion version) {
    core::Scenario s;
    s.check = "mutual/session-of-one-way-listener";
    s.title = "A session of the listener beside that asks for no certificate does not open the mutual one";
    s.why = "Who may log in at one door with nothing could otherwise walk through the other as if it had been checked.";
    s.mend = "Give each listener ticket keys and a session id context of its own.";
    s.clauses = {"RFC 8446 4.6.1", "RFC 5246 F.1.4"};
    s.catalogue = {"res.cross-listener-mtls"};
    s.profile = profile::mutual();
    s.profile.name = "mutual-and-one-way";
    s.profile.one_way_listener = true;
    s.stimulus.client = core::presenting_nothing();
    s.stimulus.client.tls.resume = true;
    s.stimulus.steps = {
        core::Open{.channel = "b", .door = core::Door::one_way_listener, .at = "one-way-handshake"},
        core::Send{"b", core::connect_packet(s.profile, "b")},
        core::Read{"b", "one-way-connack"},
        core::Close{"b", core::CloseHow::orderly},
    };
    for (const core::Step& step : core::connecting(s.profile))
        s.stimulus.steps.push_back(step);
    s.expectation.rules = {core::expect("one-way-connack", core::accepted()), core::expect_refusal("connack")};
    s.flaws = {{Flaw::resumes_sessions_of_other_listeners, "connack", core::accepted()},
               {Flaw::requests_without_requiring, "connack", core::accepted()},
               {Flaw::executes_before_verification, "connack", core::accepted()}};
    return under(version, s);
}

constexpr core::Scenario refused_clients_leave_nothing_behind() {
    core::Scenario s;
    s.check = "mutual/refused-clients-leave-nothing-behind";
    s.title = "Hundreds of refused clients leave no memory and no descriptor behind";
    s.why = "Whoever reaches the port may knock for as long as he likes, without any credential.";
    s.mend = "Free the connection, its TLS state and its socket on every way out of a failed handshake.";
    s.level = Level::policy;
    s.clauses = {"RFC 4732 2.1.2"};
    s.catalogue = {"dos.fd-leak"};
    s.profile = profile::mutual();
    s.exclusive = true;
    s.stimulus.client = core::presenting_nothing();
    s.stimulus.steps = crowded(s.profile, 400);
    s.expectation.rules = {core::expect_refusal("crowd"), core::expect("left", left_behind("no"))};
    s.flaws = {{Flaw::leaks_per_connection, "left", left_behind("yes")},
               {Flaw::requests_without_requiring, "crowd", core::accepted()},
               {Flaw::executes_before_verification, "crowd", core::accepted()}};
    return s;
}

constexpr core::Scenario certificate_is_not_enough() {
    core::Scenario s;
    s.check = "mutual/wrong-password-beside";
    s.title = "Where a password is asked for as well, a good certificate does not replace it";
    s.why = "Two factors that can stand in for each other are one.";
    s.mend = "Ask for the password after the handshake, whatever the certificate said.";
    s.clauses = {"MQTT-3.1.4-2"};
    s.catalogue = {"one-way/password"};
    s.level = Level::policy;
    s.profile = profile::mutual();
    s.profile.name = "mutual-password";
    s.profile.access = core::Access::password;
    s.stimulus.steps = {core::Open{}, core::Send{"a", "10 r{ s'MQTT' 04 c2 k60 s'{id}a' s'{user}' s'not-{password}' }"},
                        core::Read{"a", "connack"}};
    s.expectation.rules = {core::expect_connack("connack", {4, 5})};
    s.flaws = {{Flaw::certificate_replaces_password, "connack", core::accepted()},
               {Flaw::compares_the_password_by_prefix_of_nothing, "connack", core::accepted()}};
    return s;
}

constexpr core::Scenario nothing_before_the_refusal(TlsVersion version) {
    core::Scenario s;
    s.check = "mutual/nothing-executed-before-refusal";
    s.title = "What a refused client sent ahead is never executed";
    s.why =
        "Under TLS 1.3 the client may send before the broker has judged its certificate; a PUBLISH that is executed "
        "before the refusal is a command from a stranger.";
    s.mend = "Read application data only after the handshake, with the certificate's verdict, is complete.";
    s.clauses = {"RFC 8446 4.4.2.4", "RFC 8446 2"};
    s.catalogue = {"sm.appdata-before-finished"};
    s.profile = profile::mutual();
    s.stimulus.client = core::presenting_nothing();
    const std::string topic = "{topic}/door";
    s.stimulus.steps = {
        core::Open{.channel = "b", .client = "good", .at = "watcher-handshake"},
        core::Send{"b", core::connect_packet(s.profile, "b")},
        core::Read{"b", "watcher-connack"},
        core::Send{"b", "82 r{ i1 s'" + topic + "' 00 }"},
        core::Read{"b", "watcher-suback"},
        core::Open{},
        core::Send{"a", core::connect_packet(s.profile, "a") + " " + publish(topic, "stranger")},
        core::Read{.channel = "a", .at = "refusal", .until_end = true},
        core::Send{"b", publish(topic, "friend")},
        core::Read{"b", "delivered"},
    };
    s.expectation.rules = {core::expect("watcher-suback", core::packet(9)),
                           {.at = "refusal", .pass = core::closed()},
                           core::expect("delivered", delivered("friend"))};
    s.flaws = {{Flaw::executes_before_verification, "delivered", delivered("stranger")},
               {Flaw::requests_without_requiring, "delivered", delivered("stranger")},
               {Flaw::loses_the_last_byte_of_a_payload, "delivered", delivered("frien")}};
    return under(version, s);
}

constexpr core::Scenario request_contents(TlsVersion version) {
    core::Scenario s;
    s.check = "mutual/request-contents";
    s.title = "What the CertificateRequest says: which authorities it names";
    s.why = "Clients with several certificates choose by these names; a long list costs every handshake.";
    s.mend = "Name the clients' authorities, and no others.";
    s.level = Level::observe;
    s.catalogue = {"mtls.request-contents"};
    s.profile = profile::mutual();
    s.stimulus.steps = core::connecting(s.profile);
    s.expectation.rules = {
        core::expect("handshake", core::with(core::handshake_done(), "certificate-requested", {"yes"}))};
    return under(version, s);
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(128);
    who_is_trusted(rows);
    what_it_may_be_used_for(rows);
    key_types(rows);
    revocation(rows);
    useless_crls(rows);
    identities(rows);
    rows.push_back(every_listener());
    rows.push_back(certificate_is_not_enough());
    rows.push_back(refused_clients_leave_nothing_behind());
    for (const TlsVersion version : {TlsVersion::tls_1_2, TlsVersion::tls_1_3}) {
        rows.push_back(nothing_before_the_refusal(version));
        rows.push_back(request_contents(version));
        rows.push_back(revoked_while_running(version));
        rows.push_back(no_resumption_after_revocation(version));
        rows.push_back(session_of_the_one_way_listener(version));
    }
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> mutual() {
    return table();
}

}  // namespace gauntlet::scenarios
