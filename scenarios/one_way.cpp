// The listener presents a certificate and asks for none.
#include "alert_flaws.hpp"
#include "crowded.hpp"
#include "families.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/lint.hpp"
#include "profiles.hpp"
#include "served.hpp"
#include "under.hpp"

namespace gauntlet::scenarios {

namespace {

using core::Flaw;
using core::Level;
using core::TlsVersion;
namespace server = recipe::server;

constexpr core::Profile with_plain() {
    core::Profile profile = profile::one_way();
    profile.name = "one-way-plain-beside";
    profile.plain_listener = true;
    return profile;
}

constexpr core::Profile with_password() {
    core::Profile profile = profile::one_way();
    profile.name = "one-way-password";
    profile.access = core::Access::password;
    profile.plain_listener = true;
    return profile;
}

constexpr void add_both(std::vector<core::Scenario>& table, const core::Scenario& s) {
    table.push_back(under(TlsVersion::tls_1_2, s));
    table.push_back(under(TlsVersion::tls_1_3, s));
}

constexpr core::Scenario variant(const core::Scenario& s, std::string_view name) {
    core::Scenario row = s;
    row.variant = name;
    return row;
}

// --- Logging in.

constexpr void connecting(std::vector<core::Scenario>& table) {
    core::Scenario s;
    s.check = "one-way/connect";
    s.title = "A good client logs in";
    s.why = "Everything else is measured against this.";
    s.mend = "Check the listener's certificate, key, port and access rules.";
    s.clauses = {"MQTT-3.1.4-4"};
    s.statements = {"3.1.1/3.1.4-4", "3.1.1/3.2.0-1"};
    s.profile = profile::one_way();
    s.stimulus.steps = core::connecting(s.profile);
    s.expectation.rules = {core::expect("handshake", core::handshake_done()),
                           core::expect("connack", core::accepted())};
    s.flaws = {{Flaw::accepts_and_never_answers, "connack", {.kind = core::Kind::timeout}}};
    add_both(table, s);

    core::Scenario v5 = s;
    v5.stimulus.steps[1] = core::Send{"a", "10 r{ s'MQTT' 05 02 k60 v{} s'{id}a' }"};
    v5.clauses = {"MQTT-3.1.4-5"};
    v5.statements = {"5.0/3.1.4-5"};
    table.push_back(variant(v5, "mqtt-5-0"));

    core::Scenario split = s;
    split.check = "one-way/connect-byte-by-byte";
    split.title = "A CONNECT that comes in one TLS record per byte is a CONNECT";
    split.why = "MQTT is a stream: records and packets have nothing to do with each other.";
    split.mend = "Collect bytes until the packet is whole, whatever the reads return.";
    split.clauses = {"MQTT-4.2-1"};
    split.catalogue = {"rec.mqtt-split"};
    split.transports = {core::Transport::mqtts};  // websocket/frame-per-byte beside it
    split.statements = {};
    split.stimulus.steps[1] = core::Send{"a", core::connect_packet(s.profile, "a"), core::Split::bytes};
    split.flaws = {{Flaw::expects_a_packet_per_read, "connack", core::fin()}};
    add_both(table, split);
}

// --- What the listener presents.

constexpr core::Scenario serves(const recipe::Credentials& credentials, std::string_view name) {
    core::Scenario s;
    s.check = "one-way/serves-";
    s.check.append(name);
    s.why =
        "Clients that know the root alone need every intermediate; what the operator wrote into the file is what they "
        "must get.";
    s.mend = "Serve the file's certificates as they stand: none dropped, none reordered.";
    s.level = Level::policy;
    s.clauses = {"RFC 8446 4.4.2", "RFC 5246 7.4.2"};
    s.catalogue = {"one-way/serves-leaf"};
    s.profile = profile::one_way();
    s.profile.name = "serves-";
    s.profile.name.append(name);
    s.profile.server = &credentials;
    s.stimulus.steps = core::connecting(s.profile);
    s.expectation.rules = {
        core::expect("handshake", core::with(core::handshake_done(), "served", {served(credentials)})),
        core::expect("connack", core::accepted())};
    s.flaws = {{Flaw::serves_the_leaf_alone, "handshake",
                core::with(core::handshake_done(), "served", {std::string(credentials.leaf().name)})}};
    return s;
}

constexpr void presenting(std::vector<core::Scenario>& table) {
    core::Scenario leaf = serves(server::direct, "leaf");
    leaf.title = "A file with a leaf alone is served as a leaf alone";
    leaf.flaws = {{Flaw::adds_a_certificate_to_its_chain, "handshake", core::handshake_done()}};
    add_both(table, leaf);

    core::Scenario intermediate = serves(server::good, "leaf-intermediate");
    intermediate.title = "A file with leaf and intermediate is served whole and in order";
    intermediate.profile = profile::one_way();
    add_both(table, intermediate);

    core::Scenario three = serves(server::three_intermediates, "three-intermediates");
    three.title = "A file with three intermediates is served whole and in order";
    add_both(table, three);

    core::Scenario root = serves(server::leaf_intermediate_root, "leaf-intermediate-root");
    root.title = "A file that goes on to the root is served with the root";
    add_both(table, root);

    core::Scenario omitted;
    omitted.check = "one-way/root-omitted";
    omitted.title = "A client that knows the root alone verifies a chain without the root";
    omitted.why = "The root may be left out, for the client has it; the intermediate may not.";
    omitted.mend = "Put leaf and intermediates into the certificate file.";
    omitted.clauses = {"RFC 8446 4.4.2"};
    omitted.catalogue = {"one-way/root-omitted"};
    omitted.profile = profile::one_way();
    omitted.stimulus.steps = core::connecting(omitted.profile);
    omitted.expectation.rules = {
        core::expect("handshake", core::with(core::handshake_done(), "verify", {"X509_V_OK"}))};
    omitted.flaws = {
        {Flaw::serves_the_leaf_alone, "handshake",
         core::with(core::handshake_done(), "verify",
                    {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE"})}};
    add_both(table, omitted);

    core::Scenario in_ca_file;
    in_ca_file.check = "one-way/intermediate-in-ca-file-only";
    in_ca_file.title = "What is served where the intermediate stands in the CA file only";
    in_ca_file.why =
        "Some brokers complete their chain from their trust store, others do not: the wire decides whether a "
        "client that knows the root alone can verify.";
    in_ca_file.mend = "Put the intermediate into the certificate file.";
    in_ca_file.level = Level::observe;
    in_ca_file.catalogue = {"one-way/intermediate-in-ca-file-only"};
    in_ca_file.profile = profile::one_way();
    in_ca_file.profile.name = "one-way-intermediate-in-ca-file";
    in_ca_file.profile.server = &server::missing_intermediate;
    in_ca_file.profile.client_anchors = {&recipe::server_intermediate, &recipe::server_root};
    in_ca_file.stimulus.steps = core::connecting(in_ca_file.profile);
    in_ca_file.expectation.rules = {core::expect("handshake", core::handshake_done())};
    table.push_back(in_ca_file);

    core::Scenario self_signed;
    self_signed.check = "one-way/trusted-self-signed-server";
    self_signed.title = "A client that trusts the broker's self-signed certificate logs in";
    self_signed.why = "Guides for first steps make such a certificate and hand it to the clients.";
    self_signed.mend = "Serve the certificate as it is; it needs no issuer.";
    self_signed.level = Level::policy;
    self_signed.catalogue = {"one-way/trusted-self-signed-server"};
    for (const auto& [name, credentials] :
         {std::pair<const char*, const recipe::Credentials*>{"ecdsa", &server::trusted_self_signed},
          {"rsa", &server::trusted_self_signed_rsa}}) {
        core::Scenario row = variant(self_signed, name);
        row.profile = profile::one_way();
        row.profile.name = "one-way-self-signed-";
        row.profile.name.append(name);
        row.profile.server = credentials;
        row.stimulus.steps = core::connecting(row.profile);
        row.expectation.rules = {
            core::expect("handshake", core::with(core::with(core::handshake_done(), "verify", {"X509_V_OK"}), "served",
                                                 {served(*credentials)})),
            core::expect("connack", core::accepted())};
        row.flaws = {{Flaw::adds_a_certificate_to_its_chain, "handshake", core::handshake_done()}};
        table.push_back(row);
    }

    const auto named = [&table](std::string_view name, std::string_view title, const recipe::Credentials& credentials) {
        core::Scenario s = serves(credentials, name);
        s.check = "one-way/";
        s.check.append(name);
        s.title = title;
        s.why = "Brokers are reached by several names and addresses; the certificate with all of them must arrive.";
        s.mend = "Serve the configured certificate for every name that it is not configured otherwise for.";
        s.catalogue = {"one-way/san-dns"};
        s.stimulus.client.tls.server_name = std::string(credentials.host);
        if (credentials.host == "127.0.0.1")
            s.stimulus.client.tls.server_name = "";
        table.push_back(s);
    };
    named("san-wildcard", "A certificate for *.gauntlet.test is served to who asks for broker.gauntlet.test",
          server::wildcard);
    named("several-names", "A certificate with several names is served to who asks for the second of them",
          server::several_names);
    named("san-ip", "A certificate for an address alone is served to who asks for no name", server::ip_only);
    table.back().flaws.push_back({Flaw::demands_a_server_name, "handshake", core::alert({112})});

    core::Scenario usage;
    usage.check = "one-way/key-usage-against-exchange";
    usage.title = "With a certificate that may not encipher, the RSA key exchange is not negotiated";
    usage.why =
        "The key was issued for signatures; used to decrypt, it is open to padding oracles (ROBOT), and the "
        "handshake has no forward secrecy.";
    usage.mend = "Check keyEncipherment before offering TLS_RSA suites, or switch them off.";
    usage.clauses = {"RFC 5246 7.4.2"};
    usage.catalogue = {"one-way/key-usage-against-exchange"};
    usage.profile = profile::one_way();
    usage.profile.name = "one-way-rsa-no-key-encipherment";
    usage.profile.server = &server::rsa_no_key_encipherment;
    usage.stimulus.client.tls.max = TlsVersion::tls_1_2;
    usage.stimulus.client.tls.suites = {0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x003D};  // TLS_RSA_WITH_AES_…
    usage.stimulus.steps = core::connecting(usage.profile);
    usage.expectation.rules = {core::expect_alert("connack", {40})};
    usage.flaws = {{Flaw::ignores_key_usage_in_key_exchange, "connack", core::accepted()}};
    table.push_back(usage);
}

// --- In which form it was given the certificate.

constexpr core::Scenario given_as(core::KeyForm form, std::string_view name, std::string_view title) {
    core::Scenario s = serves(server::good, name);
    s.check = "one-way/given-as-";
    s.check.append(name);
    s.title = title;
    s.why =
        "Operators keep keys in the form that their tools write; a form that the broker reads by half leaves clients "
        "without the intermediate, or the listener without its key.";
    s.mend = "Read the key and the whole chain from that form, and serve them as they stand.";
    s.clauses = {"RFC 8446 4.4.2", "RFC 5246 7.4.2"};
    s.catalogue = {"defaults/key-inside-pem"};
    s.profile = profile::one_way();
    s.profile.name = "one-way-given-as-";
    s.profile.name.append(name);
    s.profile.key_form = form;
    return s;
}

constexpr void forms(std::vector<core::Scenario>& table) {
    using enum core::KeyForm;
    table.push_back(given_as(inside_pem, "key-inside-pem", "One PEM file with the chain and the key is enough"));
    table.push_back(given_as(encrypted, "encrypted-key", "An encrypted key whose password is configured is used"));
    const auto store = [&table](core::KeyForm form, std::string_view name, std::string_view title) {
        core::Scenario s = given_as(form, name, title);
        s.flaws.push_back({Flaw::drops_the_chain_of_a_store, "handshake",
                           core::with(core::handshake_done(), "served", {std::string(server::good.leaf().name)})});
        table.push_back(s);
    };
    store(pkcs12, "pkcs12", "A PKCS#12 store is served with its whole chain");
    store(jks, "jks", "A Java key store is served with its whole chain");
}

// --- What the listener asks for.

constexpr void asking(std::vector<core::Scenario>& table) {
    core::Scenario s;
    s.check = "one-way/no-client-certificate-asked";
    s.title = "A CA file without the requirement asks for no client certificate";
    s.why = "Some clients fail, and browsers ask their user, when a certificate is requested that they do not have.";
    s.mend = "Send CertificateRequest only where client certificates are wanted.";
    s.level = Level::policy;
    s.catalogue = {"one-way/no-client-certificate-asked"};
    s.profile = profile::one_way();
    s.profile.name = "one-way-ca-file";
    s.profile.client_anchors = {&recipe::clients_root};
    s.stimulus.steps = core::connecting(s.profile);
    s.expectation.rules = {
        core::expect("handshake", core::with(core::handshake_done(), "certificate-requested", {"no"})),
        core::expect("connack", core::accepted())};
    s.flaws = {{Flaw::requests_a_certificate_unasked, "handshake",
                core::with(core::handshake_done(), "certificate-requested", {"yes"})}};
    add_both(table, s);
}

constexpr std::string login(std::string_view user, std::string_view password) {
    std::string packet = "10 r{ s'MQTT' 04 c2 k60 s'{id}a' s'";
    packet.append(user).append("' s'").append(password).append("' }");
    return packet;
}

constexpr void passwords(std::vector<core::Scenario>& table) {
    core::Scenario right;
    right.check = "one-way/password-right";
    right.title = "The right user name and password log in";
    right.why = "Without client certificates the password is what tells a device from a stranger.";
    right.mend = "Check the password file and its format.";
    right.clauses = {"MQTT-3.1.4-4"};
    right.catalogue = {"one-way/password"};
    right.profile = with_password();
    right.stimulus.steps = core::connecting(right.profile);
    right.expectation.rules = {core::expect("connack", core::accepted())};
    right.flaws = {{Flaw::refuses_every_password, "connack", core::connack()}};
    table.push_back(right);

    const auto refused = [&](std::string_view check, std::string_view title, const std::string& packet, Flaw flaw) {
        core::Scenario s;
        s.check = check;
        s.title = title;
        s.why = "Without client certificates the password is what tells a device from a stranger.";
        s.mend = "Ask for user and password on the TLS listener, as on any other, and switch anonymous access off.";
        s.clauses = {"MQTT-3.1.4-2"};
        s.catalogue = {"one-way/password"};
        s.statements = {"3.1.1/x-connect-check-failed", "3.1.1/3.2.2-5"};
        s.profile = with_password();
        s.stimulus.steps = {core::Open{}, core::Send{"a", packet}, core::Read{"a", "connack"}};
        s.expectation.rules = {core::expect_connack("connack", {4, 5})};
        s.flaws = {{flaw, "connack", core::accepted()}};
        table.push_back(s);
    };
    refused("one-way/password-wrong", "A wrong password is refused", login("{user}", "not-{password}"),
            Flaw::compares_the_password_by_prefix_of_nothing);
    refused("one-way/password-of-unknown-user", "A user whom nobody knows is refused",
            login("nobody-{user}", "{password}"), Flaw::accepts_unknown_users);
    refused("one-way/password-empty", "An empty password is refused", login("{user}", ""),
            Flaw::takes_an_empty_password_for_none_needed);
    refused("one-way/password-absent", "A user name without a password is refused",
            "10 r{ s'MQTT' 04 82 k60 s'{id}a' s'{user}' }", Flaw::takes_an_empty_password_for_none_needed);
    refused("one-way/user-absent", "A client without user name and password is refused",
            "10 r{ s'MQTT' 04 02 k60 s'{id}a' }", Flaw::lets_anonymous_clients_in);
}

// --- What must not be on the wire.

// Logs in and publishes; what is searched for stands in what was sent.
constexpr std::vector<core::Step> secrets(core::Door door, const std::string& channel) {
    return {core::Open{.channel = channel, .door = door, .at = channel + "-handshake"},
            core::Send{channel, core::connect_packet(with_password(), channel)},
            core::Read{channel, channel + "-connack"},
            core::Send{channel, "32 r{ s'{topic}/secret' i1 'the-secret-{id}' }"},
            core::Read{channel, channel + "-puback"},
            core::Search{channel,
                         {"{id}" + channel, "{user}", "{password}", "{topic}/secret", "the-secret-{id}"},
                         channel + "-search"}};
}

constexpr core::Scenario nothing_in_clear() {
    core::Scenario s;
    s.check = "one-way/nothing-in-clear";
    s.title = "Client id, user, password, topic and payload do not appear on the wire in clear";
    s.why = "This is what TLS is for. The same search on the plain listener finds all five.";
    s.mend = "Check that the port really speaks TLS with a suite that encrypts.";
    s.clauses = {"RFC 8446 1"};
    s.catalogue = {"one-way/nothing-in-clear"};
    s.profile = with_password();
    s.stimulus.steps = secrets(core::Door::listener, "a");
    for (const core::Step& step : secrets(core::Door::plain_listener, "p"))
        s.stimulus.steps.push_back(step);
    s.control = core::Control{
        .stimulus = {.steps = secrets(core::Door::plain_listener, "p")}, .at = "p-puback", .profile = std::nullopt};
    s.expectation.negative = true;
    s.expectation.control = core::packet(4);
    s.expectation.rules = {
        core::expect("a-connack", core::accepted()), core::expect("a-puback", core::packet(4)),
        core::expect("a-search", core::with({}, "in-clear", {"none"})),
        core::expect("p-search",
                     core::with({}, "in-clear", {"{id}p,{user},{password},{topic}/secret,the-secret-{id}"}))};
    return s;
}

constexpr void nothing_in_clear(std::vector<core::Scenario>& table) {
    // The client offers suites that do not encrypt beside good ones: a broker must not want them.
    core::Scenario old = under(TlsVersion::tls_1_2, nothing_in_clear());
    old.stimulus.client.tls.suites = {0xC02B, 0xC02C, 0xC006};  // the last: TLS_ECDHE_ECDSA_WITH_NULL_SHA
    old.flaws = {{Flaw::negotiates_null_encryption, "a-search",
                  core::with({}, "in-clear", {"{id}a,{user},{password},{topic}/secret,the-secret-{id}"})},
                 {Flaw::lacks_the_recommended_suites, "a-connack", core::alert({40})}};
    table.push_back(old);

    // TLS 1.3 has no suite that does not encrypt (RFC 8446 B.4), hence no mistake that could show.
    core::Scenario now = under(TlsVersion::tls_1_3, nothing_in_clear());
    now.level = Level::observe;
    table.push_back(now);
}

// --- The wrong language on the right port.

constexpr void wrong_language(std::vector<core::Scenario>& table) {
    core::Scenario plain;
    plain.check = "one-way/plain-text-on-tls-port";
    plain.title = "MQTT in clear on the TLS port is not answered";
    plain.why = "A port that falls back to plain MQTT lets every client skip TLS, and nobody notices.";
    plain.mend = "Never guess the protocol of a TLS port from its first byte.";
    plain.level = Level::policy;
    plain.catalogue = {"ver.mqtt-plain-on-tls"};
    plain.profile = profile::one_way();
    plain.stimulus.steps = {core::Open{.engine = core::Engine::tcp},
                            core::Send{"a", core::connect_packet(plain.profile, "a")}, core::Read{"a", "connack"}};
    plain.expectation.rules = {core::expect("connack", core::closed())};
    plain.flaws = {{Flaw::falls_back_to_plain_mqtt, "connack", core::accepted()}};
    table.push_back(plain);

    core::Scenario hello;
    hello.check = "one-way/client-hello-on-plain-port";
    hello.title = "A ClientHello on the plain port ends the connection";
    hello.why = "A client that is pointed at the wrong port should learn so at once, and the broker must not stumble.";
    hello.mend = "Close on the first byte that is no CONNECT.";
    hello.clauses = {"MQTT-3.1.0-1"};
    hello.catalogue = {"ver.mqtt-plain-on-tls"};
    hello.statements = {"3.1.1/3.1.0-1"};
    hello.transports = {core::Transport::mqtts};  // the plain listener speaks MQTT whatever is beside it
    hello.profile = with_plain();
    hello.stimulus.steps = {core::Open{.door = core::Door::plain_listener, .engine = core::Engine::tls}};
    hello.expectation.rules = {core::expect("handshake", core::closed())};
    hello.flaws = {{Flaw::waits_for_more_after_a_wrong_first_byte, "handshake", {.kind = core::Kind::timeout}}};
    table.push_back(hello);
}

// --- Server Name Indication and ALPN.

constexpr void names(std::vector<core::Scenario>& table) {
    core::Scenario unknown;
    unknown.check = "one-way/sni-unknown-host";
    unknown.title = "A server name that the broker does not know is served, or refused with unrecognized_name";
    unknown.why =
        "Devices reach brokers by addresses, aliases and forwarded ports; a hang or a warning leaves them guessing.";
    unknown.mend = "Serve the default certificate, or send the fatal alert 112.";
    unknown.level = Level::should;
    unknown.clauses = {"RFC 6066 3"};
    unknown.catalogue = {"sni.unknown-host"};
    unknown.profile = profile::one_way();
    unknown.stimulus.client.tls.server_name = "elsewhere.gauntlet.test";
    unknown.stimulus.steps = core::connecting(unknown.profile);
    unknown.expectation.rules = {core::expect("connack", {core::accepted(), core::alert({112})})};
    unknown.flaws = {{Flaw::closes_on_unknown_server_name, "connack", core::fin()}};
    add_both(table, unknown);

    core::Scenario absent = unknown;
    absent.check = "one-way/sni-absent";
    absent.title = "A client that sends no server name is served";
    absent.why = "Many MQTT clients on microcontrollers, and all that are given an address, send none.";
    absent.mend = "Serve the default certificate.";
    absent.level = Level::policy;
    absent.stimulus.client.tls.server_name = "";
    absent.expectation.rules = {core::expect("connack", core::accepted())};
    absent.flaws = {{Flaw::demands_a_server_name, "connack", core::alert({112})}};
    add_both(table, absent);

    const auto alpn = [&](std::string_view check, std::string_view title, const std::vector<std::string>& offer,
                          const std::vector<std::string>& selected) {
        core::Scenario s;
        s.check = check;
        s.title = title;
        s.why =
            "A server that answers with a protocol that nobody offered, or insists on one, breaks clients that share "
            "port 443 with the web.";
        s.mend =
            "Select `mqtt` where it is offered, or do not answer the extension; refuse a list without it with alert "
            "120 or ignore it.";
        s.clauses = {"RFC 7301 3.2"};
        s.profile = profile::one_way();
        s.stimulus.client.tls.alpn = offer;
        s.stimulus.steps = core::connecting(s.profile);
        s.expectation.rules = {core::expect("handshake", core::with(core::handshake_done(), "alpn", selected)),
                               core::expect("connack", core::accepted())};
        return s;
    };
    core::Scenario mqtt = alpn("one-way/alpn-mqtt", "ALPN mqtt is selected or ignored", {"mqtt"}, {"mqtt", ""});
    mqtt.level = Level::observe;
    mqtt.transports = {core::Transport::mqtts};  // over WebSocket the protocol is http/1.1
    mqtt.catalogue = {"alpn.mqtt"};
    add_both(table, mqtt);

    core::Scenario choice =
        alpn("one-way/alpn-mqtt-among-others", "Of ALPN h2 and mqtt, mqtt is selected or the list is ignored",
             {"h2", "mqtt"}, {"mqtt", ""});
    choice.catalogue = {"alpn.mqtt"};
    choice.transports = {core::Transport::mqtts};
    choice.flaws = {
        {Flaw::selects_the_first_alpn_protocol, "handshake", core::with(core::handshake_done(), "alpn", {"h2"})}};
    add_both(table, choice);

    core::Scenario none =
        alpn("one-way/alpn-no-overlap", "An ALPN list without any known protocol is refused with alert 120 or ignored",
             {"gauntlet-unknown"}, {""});
    none.catalogue = {"alpn.no-overlap"};
    none.expectation.rules = {
        core::expect("handshake", {core::with(core::handshake_done(), "alpn", {""}), core::alert({120})},
                     core::closed()),
        core::expect("connack", {core::accepted(), core::alert({120})}, core::closed())};
    none.flaws = {{Flaw::selects_the_first_alpn_protocol, "handshake",
                   core::with(core::handshake_done(), "alpn", {"gauntlet-unknown"})},
                  {Flaw::closes_without_an_alert, "handshake", core::fin()}};
    add_both(table, none);
}

// --- Publishing over TLS.

constexpr std::string subscribe(std::string_view topic) {
    std::string packet = "82 r{ i1 s'";
    packet.append(topic).append("' 00 }");
    return packet;
}

// b subscribes, a publishes: what b gets must be what a sent.
constexpr core::Scenario publishing(std::string_view name, std::string_view title, const std::string& publish) {
    core::Scenario s;
    s.check = "one-way/publish";
    s.variant = name;
    s.title = title;
    s.why = "Messages that are lost, cut or changed under way are what brokers exist to prevent.";
    s.mend = "Compare how packets that span several TLS records are put together.";
    s.clauses = {"MQTT-3.3.4-1", "MQTT-4.3.1-1"};
    s.catalogue = {"rec.mqtt-split"};
    s.statements = {"3.1.1/3.3.4-1"};
    s.profile = profile::one_way();
    s.stimulus.steps = {core::Open{.channel = "b", .at = "subscriber-handshake"},
                        core::Send{"b", core::connect_packet(s.profile, "b")},
                        core::Read{"b", "subscriber-connack"},
                        core::Send{"b", subscribe("{topic}/t")},
                        core::Read{"b", "suback"},
                        core::Open{},
                        core::Send{"a", core::connect_packet(s.profile, "a")},
                        core::Read{"a", "connack"},
                        core::Send{"a", publish}};
    s.expectation.rules = {core::expect("suback", core::packet(9)), core::expect("connack", core::accepted())};
    return s;
}

constexpr core::Rule delivered_whole() {
    return core::expect("delivered",
                        core::with(core::with(core::packet(3), "topic", {"as-sent"}), "payload", {"as-sent"}));
}

constexpr void publishes(std::vector<core::Scenario>& table) {
    core::Scenario qos_0 =
        publishing("qos-0", "A QoS 0 message arrives whole", "30 r{ s'{topic}/t' 'gauntlet at QoS 0, {id}' }");
    qos_0.stimulus.steps.push_back(core::Read{"b", "delivered"});
    qos_0.expectation.rules.push_back(delivered_whole());
    qos_0.flaws = {{Flaw::loses_the_last_byte_of_a_payload, "delivered", core::packet(3)}};
    table.push_back(qos_0);

    core::Scenario qos_1 = publishing("qos-1", "A QoS 1 message is acknowledged and arrives whole",
                                      "32 r{ s'{topic}/t' i7 'gauntlet at QoS 1, {id}' }");
    qos_1.stimulus.steps.push_back(core::Read{"a", "puback"});
    qos_1.stimulus.steps.push_back(core::Read{"b", "delivered"});
    qos_1.expectation.rules.push_back(core::expect("puback", core::packet(4)));
    qos_1.expectation.rules.push_back(delivered_whole());
    qos_1.flaws = {{Flaw::loses_the_last_byte_of_a_payload, "delivered", core::packet(3)}};
    table.push_back(qos_1);

    core::Scenario qos_2 = publishing("qos-2", "A QoS 2 message goes through its four packets and arrives whole",
                                      "34 r{ s'{topic}/t' i9 'gauntlet at QoS 2, {id}' }");
    qos_2.stimulus.steps.push_back(core::Read{"a", "pubrec"});
    qos_2.stimulus.steps.push_back(core::Send{"a", "62 r{ i9 }"});
    qos_2.stimulus.steps.push_back(core::Read{"a", "pubcomp"});
    qos_2.stimulus.steps.push_back(core::Read{"b", "delivered"});
    qos_2.expectation.rules.push_back(core::expect("pubrec", core::packet(5)));
    qos_2.expectation.rules.push_back(core::expect("pubcomp", core::packet(7)));
    qos_2.expectation.rules.push_back(delivered_whole());
    qos_2.clauses = {"MQTT-4.3.3-2"};
    qos_2.statements = {"3.1.1/4.3.3-2"};
    qos_2.flaws = {{Flaw::loses_the_last_byte_of_a_payload, "delivered", core::packet(3)}};
    table.push_back(qos_2);

    core::Scenario large = publishing("256-kib", "A message of 256 KiB, over seventeen TLS records, arrives whole",
                                      "32 r{ s'{topic}/t' i7 'gauntlet'*32768 }");
    large.stimulus.steps.push_back(core::Read{"a", "puback"});
    large.stimulus.steps.push_back(core::Read{"b", "delivered"});
    large.expectation.rules.push_back(core::expect("puback", core::packet(4)));
    large.expectation.rules.push_back(delivered_whole());
    large.flaws = {{Flaw::loses_the_last_byte_of_a_payload, "delivered", core::packet(3)},
                   {Flaw::expects_a_packet_per_read, "puback", core::fin()}};
    large.transports = {core::Transport::mqtts};
    table.push_back(large);

    // Some WebSocket libraries pass a few KiB on ten times a second: no fault, and 256 KiB then outlast a step.
    core::Scenario in_frames = large;
    in_frames.variant = "64-kib";
    in_frames.title = "A message of 64 KiB, whose length takes the longest form of a frame, arrives whole";
    in_frames.transports = {core::Transport::wss};
    in_frames.stimulus.steps[8] = core::Send{"a", "32 r{ s'{topic}/t' i7 'gauntlet'*8192 }"};
    table.push_back(in_frames);
}

// --- Ends of connections.

// b waits for a's will, which proves that the broker has handled a's end; c waits for the message itself, and must get
// d's, which comes later.
constexpr core::Scenario half_packet(core::CloseHow how) {
    core::Scenario s;
    s.check = "one-way/half-packet-then-close";
    s.variant = how == core::CloseHow::fin ? "fin" : "close-notify";
    if (how != core::CloseHow::fin)
        s.transports = {
            core::Transport::mqtts};  // over WebSocket a Close comes first: websocket/close-is-no-disconnect
    s.title = "Half a PUBLISH followed by the end of the connection is never delivered, and the will is sent";
    s.why =
        "An attacker who can cut a connection must not be able to cut a message (truncation); a half command is "
        "another command.";
    s.mend = "Deliver a packet only when its Remaining Length has arrived.";
    s.clauses = {"MQTT-3.1.2-8"};
    s.catalogue = {"al.truncation-no-exec"};
    s.statements = {"3.1.1/3.1.2-8"};
    s.level = Level::policy;
    s.profile = profile::one_way();
    const auto subscriber = [&s](std::string_view channel, std::string_view topic) {
        std::string connack(channel);
        connack.append("-connack");
        std::string suback(channel);
        suback.append("-suback");
        std::string handshake(channel);
        handshake.append("-handshake");
        s.stimulus.steps.push_back(core::Open{.channel = std::string(channel), .at = handshake});
        s.stimulus.steps.push_back(
            core::Send{std::string(channel), core::connect_packet(s.profile, std::string(channel))});
        s.stimulus.steps.push_back(core::Read{std::string(channel), connack});
        s.stimulus.steps.push_back(core::Send{std::string(channel), subscribe(topic)});
        s.stimulus.steps.push_back(core::Read{std::string(channel), suback});
    };
    subscriber("b", "{topic}/will");
    subscriber("c", "{topic}/half");
    const std::vector<core::Step> rest = {
        core::Open{},
        core::Send{"a", "10 r{ s'MQTT' 04 06 k60 s'{id}a' s'{topic}/will' s'gone' }"},
        core::Read{"a", "connack"},
        core::Send{"a", "30 r60 s'{topic}/half' 'unlock'"},
        core::Close{"a", how},
        core::Read{"b", "will"},
        core::Open{.channel = "d", .at = "d-handshake"},
        core::Send{"d", core::connect_packet(s.profile, "d")},
        core::Read{"d", "d-connack"},
        core::Send{"d", "30 r{ s'{topic}/half' 'whole' }"},
        core::Read{"c", "delivered"},
    };
    for (const core::Step& step : rest)
        s.stimulus.steps.push_back(step);
    s.expectation.rules = {core::expect("connack", core::accepted()), core::expect("will", core::packet(3)),
                           core::expect("delivered", core::with(core::packet(3), "payload-text", {"whole"}))};
    s.expectation.negative = true;
    s.flaws = {
        {Flaw::delivers_what_has_come_so_far, "delivered", core::with(core::packet(3), "payload-text", {"unlock"})},
        {Flaw::loses_the_last_byte_of_a_payload, "delivered", core::with(core::packet(3), "payload-text", {"whol"})}};
    return s;
}

constexpr core::Scenario one_byte() {
    core::Scenario s;
    s.check = "one-way/one-byte-holds-nobody-up";
    s.title = "While one client has sent one byte of a packet, another one logs in";
    s.why = "A client that stalls, by accident or by design, must be alone with it.";
    s.mend = "Return to the event loop when a packet is not whole; never wait for the rest of it.";
    s.level = Level::policy;
    s.clauses = {"RFC 4732 2.1.1"};
    s.profile = profile::one_way();
    s.exclusive = true;
    s.stimulus.steps = {core::Open{.channel = "b", .at = "b-handshake"}, core::Send{"b", "10"}, core::Open{},
                        core::Send{"a", core::connect_packet(s.profile, "a")}, core::Read{"a", "connack"}};
    s.expectation.rules = {core::expect("b-handshake", core::handshake_done()),
                           core::expect("connack", core::accepted())};
    s.flaws = {{Flaw::hangs_on_one_byte, "connack", {.kind = core::Kind::timeout}}};
    return s;
}

constexpr core::Pattern idle(std::string_view busy) {
    return core::with({.layer = core::Layer::process, .kind = core::Kind::accepted}, "busy", {std::string(busy)});
}

// Silent after TCP, after TLS and its upgrade, and after logging in.
constexpr core::Scenario silence_costs_nothing() {
    core::Scenario s;
    s.check = "one-way/silent-clients-cost-no-time";
    s.title = "While its clients are silent the broker uses no processor time";
    s.why =
        "A broker that asks its sockets again and again takes a whole core as soon as one client stays connected, "
        "and batteries and other services pay for it.";
    s.mend = "Wait for the socket to become readable; where the TLS library wants to write, wait for that alone.";
    s.level = Level::policy;
    s.clauses = {"RFC 4732 2.1.2"};
    s.profile = profile::one_way();
    s.exclusive = true;
    s.stimulus.steps = {
        core::Open{.channel = "b", .engine = core::Engine::tcp, .at = "tcp"},
        core::Open{.channel = "c", .at = "c-handshake"},
        core::Open{},
        core::Send{"a", core::connect_packet(s.profile, "a")},
        core::Read{"a", "connack"},
        core::Measure{.at = "before"},
        core::Pause{std::chrono::milliseconds(2000)},
        core::Measure{.at = "after", .since = "before", .cpu = std::chrono::milliseconds(200)},
    };
    s.expectation.rules = {core::expect("c-handshake", core::handshake_done()),
                           core::expect("connack", core::accepted()), core::expect("after", idle("no"))};
    s.flaws = {{Flaw::spins, "after", idle("yes")}};
    return s;
}

constexpr core::Scenario clients_leave_nothing_behind() {
    core::Scenario s;
    s.check = "one-way/clients-leave-nothing-behind";
    s.title = "Hundreds of clients that have come and gone leave no memory and no descriptor behind";
    s.why =
        "Sensors connect, report and disconnect all day: what each of them leaves behind ends the broker in a week.";
    s.mend = "Free the connection, its TLS state, its buffers and its socket when it ends.";
    s.level = Level::policy;
    s.clauses = {"RFC 4732 2.1.2"};
    s.profile = profile::one_way();
    s.exclusive = true;
    s.stimulus.steps = crowded(s.profile, 200);
    s.expectation.rules = {core::expect("crowd", core::accepted()), core::expect("left", left_behind("no"))};
    s.flaws = {{Flaw::leaks_per_connection, "left", left_behind("yes")}};
    return s;
}

constexpr void endings(std::vector<core::Scenario>& table) {
    table.push_back(half_packet(core::CloseHow::fin));
    table.push_back(half_packet(core::CloseHow::orderly));
    table.push_back(one_byte());
    table.push_back(silence_costs_nothing());
    table.push_back(clients_leave_nothing_behind());

    core::Scenario reply;
    reply.check = "one-way/close-notify-answered";
    reply.title = "After the client's close_notify the broker sends its own before it closes";
    reply.why = "A FIN without close_notify cannot be told from an attacker's who cuts the connection.";
    reply.mend = "Call the TLS library's shutdown before closing the socket.";
    reply.clauses = {"RFC 8446 6.1", "RFC 5246 7.2.1"};
    reply.catalogue = {"al.close-notify-reply"};
    reply.profile = profile::one_way();
    reply.stimulus.steps = core::connecting(reply.profile);
    reply.stimulus.steps.push_back(core::Close{"a", core::CloseHow::notify});
    reply.stimulus.steps.push_back(core::Read{.channel = "a", .at = "end", .until_end = true});
    reply.expectation.rules = {core::expect("connack", core::accepted()),
                               core::expect("end", {.layer = core::Layer::tls, .kind = core::Kind::fin})};
    reply.flaws = {{Flaw::closes_without_close_notify, "end", {.layer = core::Layer::tcp, .kind = core::Kind::fin}}};
    add_both(table, reply);

    core::Scenario disconnect = reply;
    disconnect.check = "one-way/close-notify-after-disconnect";
    disconnect.title = "After DISCONNECT the broker sends close_notify before it closes";
    disconnect.catalogue = {"al.server-close-notify"};
    disconnect.stimulus.steps[3] = core::Send{"a", "e0 r0"};
    add_both(table, disconnect);

    core::Scenario malformed = reply;
    malformed.check = "one-way/close-notify-after-protocol-error";
    malformed.title = "A broker that closes on a malformed packet sends close_notify before it closes";
    malformed.clauses = {"RFC 8446 6.1", "MQTT-4.8.0-1"};
    malformed.catalogue = {"al.server-close-notify"};
    malformed.statements = {"3.1.1/3.8.1-1"};
    malformed.stimulus.steps[3] = core::Send{"a", "80 r{ i1 s'{topic}/t' 00 }"};
    add_both(table, malformed);
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(128);
    connecting(rows);
    presenting(rows);
    forms(rows);
    asking(rows);
    passwords(rows);
    nothing_in_clear(rows);
    wrong_language(rows);
    names(rows);
    publishes(rows);
    endings(rows);
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> one_way() {
    return table();
}

}  // namespace gauntlet::scenarios
