// MQTT over WebSocket: the upgrade, and the frames.
#include "alert_flaws.hpp"
#include "families.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/lint.hpp"
#include "profiles.hpp"
#include "under.hpp"

namespace gauntlet::scenarios {

namespace {

using core::As;
using core::Flaw;
using core::Level;
using core::TlsVersion;

constexpr core::Scenario row(std::string_view check, std::string_view title, std::string_view why,
                             std::string_view mend) {
    core::Scenario s;
    s.check = check;
    s.title = title;
    s.why = why;
    s.mend = mend;
    s.transports = {core::Transport::wss};
    s.profile = profile::one_way();
    return s;
}

constexpr std::string connect() {
    return core::connect_packet(profile::one_way(), "a");
}

// Asks for the upgrade, and logs in.
constexpr std::vector<core::Step> upgrading() {
    return {core::Open{.upgrade = "upgrade"}, core::Send{"a", connect()}, core::Read{"a", "connack"}};
}

constexpr std::vector<core::Pattern> http_or(const std::vector<core::Pattern>& others) {
    std::vector<core::Pattern> patterns = others;
    patterns.push_back(core::http_status());
    return patterns;
}

constexpr core::Pattern with_subprotocol(std::string_view name) {
    std::vector<std::string> names;
    names.emplace_back(name);
    return core::with(core::upgraded(), "subprotocol", names);
}

// --- The subprotocol.

constexpr const char* why_subprotocol =
    "The subprotocol is how both sides agree that this WebSocket carries MQTT; browsers close one that is not answered "
    "as they asked.";
constexpr const char* mend_subprotocol =
    "Answer with Sec-WebSocket-Protocol: mqtt where the client offers it, and "
    "refuse the upgrade where it does not.";

constexpr void subprotocols(std::vector<core::Scenario>& table) {
    core::Scenario good = row("websocket/upgrade", "An upgrade that offers the subprotocol mqtt is accepted with mqtt",
                              why_subprotocol, mend_subprotocol);
    good.clauses = {"MQTT-6.0.0-4", "RFC 6455 4.2.2"};
    good.statements = {"3.1.1/6.0.0-4", "5.0/6.0.0-4"};
    good.stimulus.steps = upgrading();
    good.expectation.rules = {core::expect("upgrade", with_subprotocol("mqtt")),
                              core::expect("connack", core::accepted())};
    good.flaws = {{Flaw::selects_no_subprotocol, "upgrade", with_subprotocol("none")}};
    table.push_back(good);

    core::Scenario among = good;
    among.check = "websocket/subprotocol-among-others";
    among.title = "Of several subprotocols that a client offers, mqtt is selected";
    core::set_field(among.stimulus.client.websocket, "Sec-WebSocket-Protocol", "chat, mqtt");
    among.flaws = {{Flaw::takes_the_first_subprotocol, "upgrade", with_subprotocol("chat")},
                   {Flaw::selects_no_subprotocol, "upgrade", with_subprotocol("none")}};
    table.push_back(among);

    core::Scenario absent =
        row("websocket/subprotocol-absent", "An upgrade that offers no subprotocol is refused",
            "Pages of any site can make a browser open WebSockets to a broker in its network; the subprotocol tells a "
            "client that means MQTT from one that does not.",
            mend_subprotocol);
    absent.level = Level::policy;
    absent.clauses = {"MQTT-6.0.0-3"};
    absent.catalogue = {"websocket/subprotocol"};
    absent.stimulus.steps = {core::Open{.upgrade = "upgrade"}};
    core::leave_out(absent.stimulus.client.websocket, "Sec-WebSocket-Protocol");
    absent.expectation.rules = {core::expect("upgrade", http_or(core::closed()))};
    absent.flaws = {{Flaw::ignores_the_subprotocol, "upgrade", with_subprotocol("none")}};
    table.push_back(absent);

    core::Scenario unknown = absent;
    unknown.check = "websocket/subprotocol-unknown";
    unknown.title = "An upgrade that offers another subprotocol than mqtt is refused";
    unknown.clauses = {"MQTT-6.0.0-4"};
    unknown.stimulus.client.websocket.fields.clear();
    core::set_field(unknown.stimulus.client.websocket, "Sec-WebSocket-Protocol", "chat");
    unknown.flaws = {{Flaw::ignores_the_subprotocol, "upgrade", with_subprotocol("none")},
                     {Flaw::takes_the_first_subprotocol, "upgrade", with_subprotocol("chat")}};
    table.push_back(unknown);
}

// --- What else a request may have.

constexpr void requests(std::vector<core::Scenario>& table) {
    core::Scenario path = row("websocket/path-unknown", "A path that is not served is refused with 404",
                              "Proxies and firewalls decide by the path who may pass; a broker that answers on every "
                              "path undoes what they allow and forbid.",
                              "Compare the request's path with the configured one.");
    path.clauses = {"RFC 6455 4.2.2"};
    path.catalogue = {"websocket/path"};
    path.capabilities = {"websocket-path"};
    path.stimulus.client.websocket.path = "/gauntlet-unknown";
    path.stimulus.steps = upgrading();
    path.expectation.rules = {core::expect("upgrade", {core::http_status({404})}, http_or(core::closed()))};
    path.flaws = {{Flaw::answers_any_path, "upgrade", core::upgraded()}};
    table.push_back(path);

    core::Scenario list = row("websocket/connection-list",
                              "Connection: keep-alive, Upgrade and Upgrade: WebSocket ask for the upgrade too",
                              "Firefox sends the list, and proxies change the case of letters.",
                              "Look for the token in the list, and ignore case.");
    list.clauses = {"RFC 6455 4.2.1"};
    core::set_field(list.stimulus.client.websocket, "Connection", "keep-alive, Upgrade");
    core::set_field(list.stimulus.client.websocket, "Upgrade", "WebSocket");
    list.stimulus.steps = upgrading();
    list.expectation.rules = {core::expect("upgrade", core::upgraded()), core::expect("connack", core::accepted())};
    list.flaws = {{Flaw::compares_connection_as_a_whole, "upgrade", core::http_status()}};
    table.push_back(list);

    core::Scenario pieces =
        row("websocket/upgrade-byte-by-byte", "A request that comes in one TLS record per byte is a request",
            "TLS and TCP cut a request wherever they like; small devices send it line by line.",
            "Collect bytes until the empty line, whatever the reads return.");
    pieces.clauses = {"RFC 9112 2.2"};
    pieces.stimulus.client.websocket.byte_by_byte = true;
    pieces.stimulus.steps = upgrading();
    pieces.expectation.rules = {core::expect("upgrade", core::upgraded()), core::expect("connack", core::accepted())};
    pieces.flaws = {{Flaw::expects_the_upgrade_in_one_read, "upgrade", {.layer = core::Layer::http}}};
    table.push_back(pieces);

    core::Scenario origin = row("websocket/origin", "Whether an upgrade from a page of another site is accepted",
                                "A browser names the page's site in Origin; a broker that looks at it keeps other "
                                "people's pages out.",
                                "Where browsers are clients, list the sites that may connect.");
    origin.level = Level::observe;
    origin.catalogue = {"websocket/origin"};
    core::set_field(origin.stimulus.client.websocket, "Origin", "https://elsewhere.gauntlet.test");
    origin.stimulus.steps = upgrading();
    origin.expectation.rules = {core::expect("upgrade", core::upgraded())};
    table.push_back(origin);

    core::Scenario eager = row("websocket/packets-before-the-answer",
                               "What becomes of a CONNECT in the same flight as the upgrade's request",
                               "A client must wait (RFC 6455 4.1); one that does not should learn so, and one whose "
                               "bytes are lost waits for ever.",
                               "Keep what follows the request for the WebSocket, or close.");
    eager.level = Level::observe;
    eager.catalogue = {"websocket/pipelined"};
    eager.stimulus.client.websocket.waits = false;
    eager.stimulus.steps = {core::Open{}, core::Send{"a", connect()}, core::Read{"a", "connack"}};
    eager.expectation.rules = {core::expect("connack", core::accepted())};
    table.push_back(eager);

    core::Scenario alpn = row("websocket/alpn-http-1-1-among-others",
                              "Of ALPN h2 and http/1.1, http/1.1 is selected or the list is ignored",
                              "A server that selects h2 and does not speak it leaves the client without an answer.",
                              "Select http/1.1 on a listener for WebSockets, and nothing that is not spoken there.");
    alpn.clauses = {"RFC 7301 3.2"};
    alpn.catalogue = {"websocket/alpn"};
    alpn.stimulus.client.tls.alpn = {"h2", "http/1.1"};
    alpn.stimulus.steps = upgrading();
    alpn.expectation.rules = {core::expect("handshake", core::with(core::handshake_done(), "alpn", {"http/1.1", ""})),
                              core::expect("connack", core::accepted())};
    alpn.flaws = {
        {Flaw::selects_the_first_alpn_protocol, "handshake", core::with(core::handshake_done(), "alpn", {"h2"})}};
    table.push_back(alpn);
}

// --- Requests that are no upgrade. RFC 6455 4.2.1: an HTTP response with an error code.

constexpr core::Scenario no_upgrade(std::string_view check, std::string_view title) {
    core::Scenario s = row(check, title,
                           "A server that answers 101 to what asks for no WebSocket can be made to speak its protocol "
                           "by forms and images of any page; the handshake is there to prevent it (RFC 6455 1.3).",
                           "Check method, version and every field of the request before the upgrade.");
    s.clauses = {"RFC 6455 4.2.1"};
    s.stimulus.steps = upgrading();
    s.expectation.rules = {core::expect("upgrade", {core::http_status()}, core::closed())};
    s.flaws = {{Flaw::upgrades_any_request, "upgrade", core::upgraded()}};
    return s;
}

constexpr void no_upgrades(std::vector<core::Scenario>& table) {
    core::Scenario plain = no_upgrade("websocket/plain-get", "A plain GET is answered with an HTTP status");
    for (const char* field :
         {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol"})
        core::leave_out(plain.stimulus.client.websocket, field);
    table.push_back(plain);

    const auto without = [&table](std::string_view check, std::string_view title, std::string_view field) {
        core::Scenario s = no_upgrade(check, title);
        core::leave_out(s.stimulus.client.websocket, field);
        table.push_back(s);
    };
    without("websocket/upgrade-field-absent", "A request without Upgrade is refused with an HTTP status", "Upgrade");
    without("websocket/connection-field-absent", "A request without Connection is refused with an HTTP status",
            "Connection");
    without("websocket/key-absent", "A request without Sec-WebSocket-Key is refused with an HTTP status",
            "Sec-WebSocket-Key");

    core::Scenario post = no_upgrade("websocket/method-post", "An upgrade by POST is refused with an HTTP status");
    post.stimulus.client.websocket.method = "POST";
    table.push_back(post);

    core::Scenario old = no_upgrade("websocket/http-1-0", "An upgrade of HTTP/1.0 is refused with an HTTP status");
    old.stimulus.client.websocket.http_version = "HTTP/1.0";
    table.push_back(old);

    core::Scenario version =
        row("websocket/version-unknown",
            "A version of WebSocket that is not spoken is refused, and the answer names one that is",
            "Versions before 13 have other frames; a client that is told which ones are spoken can "
            "try again.",
            "Compare Sec-WebSocket-Version with 13; answer 426 with Sec-WebSocket-Version: 13.");
    version.clauses = {"RFC 6455 4.2.2", "RFC 6455 4.4"};
    core::set_field(version.stimulus.client.websocket, "Sec-WebSocket-Version", "12");
    version.stimulus.steps = upgrading();
    version.expectation.rules = {core::expect(
        "upgrade", {core::with(core::http_status({400, 426}), "websocket-version", {"13"})}, http_or(core::closed()))};
    version.flaws = {{Flaw::speaks_any_websocket_version, "upgrade", core::upgraded()}};
    table.push_back(version);
}

// --- What comes before WebSocket.

constexpr void below(std::vector<core::Scenario>& table) {
    core::Scenario plain = row("websocket/mqtt-without-upgrade", "MQTT without WebSocket frames is not answered",
                               "Whoever opens a port for web clients, behind a proxy that filters HTTP, does not mean "
                               "to open it for plain MQTT.",
                               "Never guess the protocol of a WebSocket port from its first byte.");
    plain.level = Level::policy;
    plain.catalogue = {"websocket/mqtt-without-upgrade"};
    plain.stimulus.steps = {core::Open{.engine = core::Engine::tls}, core::Send{"a", connect()},
                            core::Read{"a", "connack"}};
    std::vector<core::Pattern> no_mqtt = core::closed();
    no_mqtt.push_back({.layer = core::Layer::tcp, .kind = core::Kind::packet});  // an HTTP status
    plain.expectation.rules = {core::expect("connack", no_mqtt)};
    plain.flaws = {{Flaw::speaks_mqtt_without_an_upgrade, "connack", core::accepted()}};
    table.push_back(plain);

    core::Scenario certificate =
        row("websocket/no-upgrade-without-certificate",
            "Where client certificates are required, a client without one gets no answer to its upgrade",
            "A web server in front of the broker answers before anybody has asked who the client is; what it answers "
            "can be used against the broker.",
            "Require the certificate in the TLS handshake of the WebSocket listener too.");
    certificate.clauses = {"RFC 8446 4.4.2.4", "RFC 5246 7.4.6"};
    certificate.catalogue = {"mtls.enforced-per-listener"};
    certificate.profile = profile::mutual();
    certificate.stimulus.client = core::presenting_nothing();
    certificate.stimulus.steps = upgrading();
    certificate.flaws = {{Flaw::requests_without_requiring, "upgrade", core::upgraded()},
                         {Flaw::executes_before_verification, "upgrade", core::upgraded()}};
    certificate.expectation.rules = {core::expect("upgrade", {core::alert({40})}, http_or(core::closed()))};
    table.push_back(under(TlsVersion::tls_1_2, certificate));
    certificate.expectation.rules = {core::expect("upgrade", {core::alert({116})}, http_or(core::closed()))};
    table.push_back(under(TlsVersion::tls_1_3, certificate));
}

// --- Packets and frames.

constexpr core::Scenario framed(std::string_view check, std::string_view title) {
    core::Scenario s = row(check, title,
                           "MQTT is a stream, and WebSocket libraries cut it where they like: packets and frames have "
                           "nothing to do with each other.",
                           "Append the payload of every frame to one stream, and take packets from that.");
    s.clauses = {"MQTT-6.0.0-2"};
    s.statements = {"3.1.1/6.0.0-2", "5.0/6.0.0-2"};
    return s;
}

constexpr void packets(std::vector<core::Scenario>& table) {
    const core::Pattern unsuback = core::packet(11);

    core::Scenario bytes = framed("websocket/frame-per-byte", "Packets in frames of one byte each are packets");
    bytes.stimulus.steps = {core::Open{}, core::Send{"a", connect() + " a2 r{ i1 s'x' }", core::Split::bytes},
                            core::Read{"a", "connack"}, core::Read{"a", "unsuback"}};
    bytes.expectation.rules = {core::expect("connack", core::accepted()), core::expect("unsuback", unsuback)};
    bytes.flaws = {{Flaw::expects_a_packet_per_frame, "connack", core::fin()},
                   {Flaw::expects_a_packet_per_read, "connack", core::fin()}};
    table.push_back(bytes);

    core::Scenario one = framed("websocket/packets-in-a-frame", "Several packets in one frame are several packets");
    one.stimulus.steps = {core::Open{},
                          core::Send{"a", connect() + " 82 r{ i1 s'{topic}/t' 00 } 30 r{ s'{topic}/t' 'one' }"},
                          core::Read{"a", "connack"}, core::Read{"a", "suback"}, core::Read{"a", "delivered"}};
    one.expectation.rules = {core::expect("connack", core::accepted()), core::expect("suback", core::packet(9)),
                             core::expect("delivered", core::with(core::packet(3), "payload", {"as-sent"}))};
    one.flaws = {{Flaw::expects_a_packet_per_frame, "suback", {.kind = core::Kind::timeout}},
                 {Flaw::expects_a_packet_per_read, "connack", core::fin()},
                 {Flaw::loses_the_last_byte_of_a_payload, "delivered", core::packet(3)}};
    table.push_back(one);

    core::Scenario across = framed("websocket/packet-across-frames",
                                   "A packet that begins at the end of one frame and ends in the next is one packet");
    across.stimulus.steps = {core::Open{},
                             core::Send{.channel = "a",
                                        .bytes = "82 m{ " + connect() + " a2 r5 i1 } 82 m{ s'x' a2 r{ i2 s'x' } }",
                                        .as = As::frames},
                             core::Read{"a", "connack"}, core::Read{"a", "unsuback"},
                             core::Read{"a", "second-unsuback"}};
    across.expectation.rules = {core::expect("connack", core::accepted()), core::expect("unsuback", unsuback),
                                core::expect("second-unsuback", unsuback)};
    across.flaws = {{Flaw::expects_a_packet_per_frame, "unsuback", core::fin()},
                    {Flaw::expects_a_packet_per_read, "connack", core::fin()}};
    table.push_back(across);

    core::Scenario fragments = framed("websocket/fragmented-message", "A message in many fragments is one message");
    fragments.clauses = {"RFC 6455 5.4", "MQTT-6.0.0-2"};
    fragments.stimulus.steps = {core::Open{}, core::Send{"a", connect(), core::Split::fragments},
                                core::Read{"a", "connack"}};
    fragments.expectation.rules = {core::expect("connack", core::accepted())};
    fragments.flaws = {{Flaw::drops_fragmented_frames, "connack", {.kind = core::Kind::timeout}},
                       {Flaw::expects_a_packet_per_read, "connack", core::fin()}};
    table.push_back(fragments);

    core::Scenario binary = framed("websocket/binary-frames", "The broker sends MQTT in binary frames");
    binary.why = "Text frames are decoded as UTF-8 on their way, and browsers hand them to other code.";
    binary.mend = "Set the library's message type to binary before the first write.";
    binary.clauses = {"MQTT-6.0.0-1"};
    binary.statements = {"3.1.1/6.0.0-1", "5.0/6.0.0-1"};
    binary.stimulus.steps = upgrading();
    binary.stimulus.steps.push_back(core::Send{"a", "c0 r0"});
    binary.stimulus.steps.push_back(core::Read{"a", "pingresp"});
    binary.expectation.rules = {core::expect("connack", core::accepted()), core::expect("pingresp", core::packet(13))};
    binary.flaws = {{Flaw::answers_pings_in_text_frames,
                     "pingresp",
                     {.layer = core::Layer::ws, .kind = core::Kind::packet, .codes = {1}}}};
    table.push_back(binary);
}

// --- Frames that a server must not take.

constexpr core::Scenario refused_frame(std::string_view check, std::string_view title, std::string_view frame,
                                       std::string_view clause, Flaw flaw) {
    core::Scenario s = row(check, title,
                           "Proxies and brokers that understand one frame differently can be played off against each "
                           "other: what one lets pass the other takes for another message.",
                           "Let the library check every frame, and close with 1002 or 1003 on the first wrong one.");
    std::string bytes(frame);
    bytes.append("{ ").append(connect()).append(" }");
    s.stimulus.steps = {core::Open{}, core::Send{.channel = "a", .bytes = bytes, .as = As::frames},
                        core::Read{"a", "connack"}};
    s.clauses = {std::string(clause)};
    s.expectation.rules = {core::expect("connack", core::closed())};
    s.flaws = {{flaw, "connack", core::accepted()}};
    return s;
}

constexpr void wrong_frames(std::vector<core::Scenario>& table) {
    core::Scenario text = refused_frame("websocket/text-frame", "A CONNECT in a text frame ends the connection", "81 m",
                                        "MQTT-6.0.0-1", Flaw::accepts_text_frames);
    text.statements = {"3.1.1/6.0.0-1", "5.0/6.0.0-1"};
    text.catalogue = {"3.1.1/6.0.0-1", "5.0/6.0.0-1"};
    table.push_back(text);
    table.push_back(refused_frame("websocket/unmasked-frame", "A frame without a mask ends the connection", "82 u",
                                  "RFC 6455 5.1", Flaw::ignores_unmasked_frames));
    table.push_back(refused_frame("websocket/reserved-bits", "A frame with a reserved bit ends the connection", "c2 m",
                                  "RFC 6455 5.2", Flaw::ignores_reserved_bits));
    table.push_back(refused_frame("websocket/reserved-opcode", "A frame of a reserved type ends the connection", "83 m",
                                  "RFC 6455 5.2", Flaw::takes_unknown_opcodes_for_data));
    core::Scenario nothing = refused_frame("websocket/continuation-of-nothing",
                                           "A continuation frame that continues nothing ends the connection", "80 m",
                                           "RFC 6455 5.4", Flaw::takes_a_continuation_of_nothing);
    nothing.level = Level::should;
    table.push_back(nothing);

    core::Scenario large =
        refused_frame("websocket/oversized-frame", "A frame that claims 4 EiB is refused, whatever is in it", "82 m",
                      "RFC 6455 10.4", Flaw::takes_frames_of_any_size);
    large.why = "A server that waits for such a frame, or makes room for it, is held by one client for ever.";
    large.mend = "Limit frames and messages to a few packets, and close with 1009 on a longer one.";
    large.level = Level::should;
    std::string claim = "82 ff 4000000000000000 00000000 ";
    claim.append(connect());
    large.stimulus.steps[1] = core::Send{.channel = "a", .bytes = claim, .as = As::frames};
    table.push_back(large);

    const auto control = [&table](std::string_view check, std::string_view title, const char* frame) {
        core::Scenario s = refused_frame(check, title, "82 m", "RFC 6455 5.5", Flaw::takes_control_frames_of_any_shape);
        s.level = Level::should;
        s.stimulus.steps = upgrading();
        s.stimulus.steps.push_back(core::Send{.channel = "a", .bytes = frame, .as = As::frames});
        s.stimulus.steps.push_back(core::Read{"a", "end"});
        s.expectation.rules = {core::expect("connack", core::accepted()), core::expect("end", core::closed())};
        s.flaws = {{Flaw::takes_control_frames_of_any_shape,
                    "end",
                    {.layer = core::Layer::ws, .kind = core::Kind::packet, .codes = {10}}},
                   {Flaw::ignores_pings, "end", {.kind = core::Kind::timeout}}};
        table.push_back(s);
    };
    control("websocket/fragmented-ping", "A Ping that is to be continued ends the connection", "09 m{ 'ping' }");
    control("websocket/long-ping", "A Ping of more than 125 bytes ends the connection", "89 m{ 'p'*126 }");
}

// --- Ping, Pong and Close.

constexpr core::Pattern pong(std::string_view payload) {
    core::Pattern any;
    any.layer = core::Layer::ws;
    any.kind = core::Kind::packet;
    any.codes.push_back(10);
    std::vector<std::string> payloads;
    payloads.emplace_back(payload);
    return core::with(any, "payload-text", payloads);
}

constexpr void control_frames(std::vector<core::Scenario>& table) {
    const char* why = "Proxies and libraries keep connections alive by Pings, and drop those that do not answer.";
    const char* mend = "Answer a Ping with a Pong of the same payload as soon as it comes.";
    core::Scenario ping = row("websocket/ping", "A Ping is answered with a Pong of the same payload", why, mend);
    ping.clauses = {"RFC 6455 5.5.2", "RFC 6455 5.5.3"};
    ping.stimulus.steps = upgrading();
    ping.stimulus.steps.push_back(core::Send{.channel = "a", .bytes = "89 m{ 'gauntlet' }", .as = As::frames});
    ping.stimulus.steps.push_back(core::Read{"a", "pong"});
    ping.expectation.rules = {core::expect("connack", core::accepted()), core::expect("pong", pong("gauntlet"))};
    ping.flaws = {{Flaw::ignores_pings, "pong", {.kind = core::Kind::timeout}}};
    table.push_back(ping);

    core::Scenario within =
        row("websocket/ping-within-message", "A Ping between two fragments of a message is answered", why, mend);
    within.clauses = {"RFC 6455 5.4", "RFC 6455 5.5.2"};
    std::string bytes = "02 m{ 10 } 89 m{ 'within' } 80 m{ ";
    bytes.append(std::string_view(connect()).substr(3)).append(" }");  // what follows the first byte, `10`
    within.stimulus.steps = {core::Open{}, core::Send{.channel = "a", .bytes = bytes, .as = As::frames},
                             core::Read{"a", "pong"}, core::Read{"a", "connack"}};
    within.expectation.rules = {core::expect("pong", pong("within")), core::expect("connack", core::accepted())};
    within.flaws = {{Flaw::ignores_pings, "pong", core::accepted()},
                    {Flaw::drops_fragmented_frames, "connack", {.kind = core::Kind::timeout}},
                    {Flaw::expects_a_packet_per_read, "connack", core::fin()}};
    table.push_back(within);

    core::Scenario close = row("websocket/close-answered", "A Close is answered with a Close",
                               "A client that gets no answer cannot tell an orderly end from a broken connection.",
                               "Send a Close frame before closing the socket.");
    close.clauses = {"RFC 6455 5.5.1"};
    close.stimulus.steps = upgrading();
    close.stimulus.steps.push_back(core::Send{.channel = "a", .bytes = "88 m{ k1000 }", .as = As::frames});
    close.stimulus.steps.push_back(core::Read{"a", "close"});
    close.stimulus.steps.push_back(core::Read{.channel = "a", .at = "end", .until_end = true});
    close.expectation.rules = {core::expect("connack", core::accepted()),
                               core::expect("close", {.layer = core::Layer::ws, .kind = core::Kind::fin}),
                               core::expect("end", core::closed())};
    close.flaws = {{Flaw::ends_without_a_close_frame, "close", {.layer = core::Layer::tls, .kind = core::Kind::fin}}};
    table.push_back(close);

    core::Scenario will = row("websocket/close-is-no-disconnect",
                              "A client that ends with a Close frame and without DISCONNECT leaves its will",
                              "Browsers send a Close frame whenever a page is left; whoever watches the client must "
                              "learn that it is gone.",
                              "Discard the will on DISCONNECT alone.");
    will.clauses = {"MQTT-3.1.2-8"};
    will.statements = {"3.1.1/3.1.2-8"};
    will.stimulus.steps = {
        core::Open{.channel = "b", .at = "b-handshake"},
        core::Send{"b", core::connect_packet(will.profile, "b")},
        core::Read{"b", "b-connack"},
        core::Send{"b", "82 r{ i1 s'{topic}/will' 00 }"},
        core::Read{"b", "suback"},
        core::Open{},
        core::Send{"a", "10 r{ s'MQTT' 04 06 k60 s'{id}a' s'{topic}/will' s'gone' }"},
        core::Read{"a", "connack"},
        core::Send{.channel = "a", .bytes = "88 m{ k1000 }", .as = As::frames},
        core::Read{.channel = "a", .at = "end", .until_end = true},
        core::Close{"a", core::CloseHow::fin},
        core::Read{"b", "will"},
    };
    will.expectation.rules = {core::expect("suback", core::packet(9)), core::expect("connack", core::accepted()),
                              core::expect("will", core::with(core::packet(3), "payload-text", {"gone"}))};
    will.flaws = {{Flaw::takes_a_close_frame_for_disconnect, "will", {.kind = core::Kind::timeout}}};
    table.push_back(will);
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(64);
    subprotocols(rows);
    requests(rows);
    no_upgrades(rows);
    below(rows);
    packets(rows);
    wrong_frames(rows);
    control_frames(rows);
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> websocket() {
    return table();
}

}  // namespace gauntlet::scenarios
