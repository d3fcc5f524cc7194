#include <chrono>

#include "gauntlet/fuzz/mutate/packet.hpp"
#include "gauntlet/fuzz/properties/context.hpp"
#include "gauntlet/fuzz/seeds/seeds.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/tls/hello.hpp"
#include "gauntlet/wire/tls/record.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"
#include "gauntlet/wire/websocket/handshake.hpp"

namespace gauntlet::fuzz::seeds {
namespace {

constexpr std::uint64_t seed = 1;
constexpr std::chrono::sys_seconds now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

void add(std::vector<Seed>& out, const char* property, std::string bytes) {
    out.push_back({property, std::move(bytes)});
}

void add_packet(std::vector<Seed>& out, std::size_t choice, const wire::Bytes& packet) {
    add(out, "mqtt_packet", static_cast<char>('0' + choice) + std::string(wire::text(packet)));
}

// Which packet can break the rule is found by trying all of them, a few times.
std::optional<wire::Bytes> broken(wire::mqtt::Rule rule, const std::vector<wire::Bytes>& good,
                                  wire::mqtt::Context context, mutate::Random& random) {
    constexpr int rounds = 8;
    for (int round = 0; round < rounds; ++round)
        for (const wire::Bytes& packet : good)
            if (auto bad = mutate::break_rule(packet, context, rule, random))
                return bad;
    return std::nullopt;
}

// A good packet of each type, and for each rule the first one that can be made to break it.
void add_packets(std::vector<Seed>& out) {
    mutate::Random random(seed);
    for (std::size_t choice = 0; choice < properties::contexts.size(); ++choice) {
        const auto context = properties::contexts[choice];
        std::vector<wire::Bytes> good;
        for (int type = 1; type < 16; ++type)
            if (auto packet = mutate::new_packet(static_cast<wire::mqtt::PacketType>(type), context, random))
                good.push_back(*std::move(packet));
        for (const wire::Bytes& packet : good)
            add_packet(out, choice, packet);
        for (const wire::mqtt::RuleRow& row : wire::mqtt::rules())
            if (const auto bad = broken(row.rule, good, context, random))
                add_packet(out, choice, *bad);
    }
}

void add_stream_of_server(std::vector<Seed>& out) {
    const auto stream = wire::notation::bytes_of("20 r{ 00 00 v{ 21 k9 } } 90 r{ i1 v{} 00 } 30 r{ s't' v{} 'p' }");
    add(out, "mqtt_stream", "5" + std::string(wire::text(stream)));
}

void add_frames(std::vector<Seed>& out) {
    for (const char* notation : {"1 82 u{ c0 r0 }", "1 89 u{ 'ping' } 8a u{ } 88 u{ 03e8 'bye' }",
                                 "0 02 m{ c0 } 80 m{ r0 }", "0 82 m0/3 82 m1/9 00", "0 88 m{ 03 } ff m{ 'x' }"}) {
        const std::string_view text(notation);
        const wire::Bytes frames = wire::notation::bytes_of(text.substr(2));
        add(out, "websocket_frames", text[0] + std::string(wire::text(frames)));
    }
}

void add_heads(std::vector<Seed>& out) {
    using namespace wire::websocket;
    const std::string key = key_value(wire::Bytes(16));
    Request request{.target = "/mqtt",
                    .fields = {{"Host", "localhost"},
                               {"Upgrade", "websocket"},
                               {"Connection", "Upgrade"},
                               {"Sec-WebSocket-Key", key},
                               {"Sec-WebSocket-Version", "13"},
                               {"Sec-WebSocket-Protocol", "mqtt"}}};
    add(out, "websocket_head", encode(request));
    Response response{.fields = {{"Upgrade", "websocket"},
                                 {"Connection", "keep-alive, Upgrade"},
                                 {"Sec-WebSocket-Accept", accept_value(key)},
                                 {"Sec-WebSocket-Protocol", "mqtt"}}};
    add(out, "websocket_head", encode(response));
    response.fields.push_back({"Sec-WebSocket-Extensions", "permessage-deflate"});
    add(out, "websocket_head", encode(response) + "\x82\x02\xc0");
    add(out, "websocket_head", encode(Response{.status = 404, .reason = "Not Found", .fields = {}}));
}

void add_hellos(std::vector<Seed>& out) {
    using namespace wire::tls;
    ClientHello client;
    client.suites = {0x1301, 0xc02b};
    client.extensions = {
        {ExtensionType::server_name, wire::notation::bytes_of("000c 00 s'localhost'")},
        {ExtensionType::supported_versions, wire::notation::bytes_of("04 0304 0303")},
        {ExtensionType::supported_groups, wire::notation::bytes_of("0004 001d 0017")},
        {ExtensionType::signature_algorithms, wire::notation::bytes_of("0002 0403")},
        {ExtensionType::application_layer_protocol_negotiation, wire::notation::bytes_of("0005 04 'mqtt'")},
        {ExtensionType::key_share, wire::notation::bytes_of("0006 001d 0002 0102")}};
    ServerHello server;
    server.suite = 0x1301;
    server.extensions = {selected_version(0x0304), selected_key_share({0x001d, wire::Bytes(32)})};
    const wire::Bytes both[] = {encode(client), encode(server)};
    for (const wire::Bytes& body : both)
        add(out, "tls_hello", std::string(wire::text(body)));
    const wire::Bytes records = in_records(encode(Handshake{.type = HandshakeType::client_hello, .body = both[0]}));
    add(out, "tls_hello", std::string(wire::text(records)));
}

void add_certificates(std::vector<Seed>& out) {
    issue::Issuer issuer(seed, now);
    for (const char* name : {"client/good", "client/ed25519", "client/version-1", "client/unknown-critical-extension",
                             "client/algorithm-mismatch", "client/no-eku"}) {
        const auto material = issuer.material(*recipe::find_credentials(name));
        add(out, "certificate", material.chain_der.front());
    }
    const auto good = issuer.material(*recipe::find_credentials("client/good"));
    add(out, "certificate", good.chain_pem + good.key_pem);
}

void add_record(std::vector<Seed>& out, const std::vector<core::Scenario>& scenarios) {
    record::Run run;
    run.now = run.started = run.ended = now;
    run.brokers = {{.name = "b", .version = "1.0", .path = "/b", .instances = 1, .ready_ms = {}, .stop_ms = {}}};
    run.scenarios = {record::text_of(scenarios.front())};
    record::Cell cell;
    cell.scenario = run.scenarios[0].id;
    cell.broker = "b";
    cell.reason = "the control failed";
    cell.evidence.observed = {{.at = "connack", .layer = core::Layer::mqtt, .kind = core::Kind::connack, .code = 5}};
    run.cells = {cell};
    add(out, "run_record", record::to_json(run));
    add(out, "run_record", record::to_json(record::Run{}));
}

}  // namespace

std::vector<Seed> of_rooms(const std::vector<core::Scenario>& scenarios) {
    std::vector<Seed> out;
    add_packets(out);
    add_stream_of_server(out);
    add_frames(out);
    add_heads(out);
    add_hellos(out);
    add_certificates(out);
    add_record(out, scenarios);
    return out;
}

}  // namespace gauntlet::fuzz::seeds
