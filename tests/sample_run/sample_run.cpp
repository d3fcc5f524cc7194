#include "sample_run.hpp"

namespace gauntlet::tests {

namespace {

core::Observation seen(std::string at, core::Layer layer, core::Kind kind, std::optional<int> code, std::string text) {
    return {.at = std::move(at), .layer = layer, .kind = kind, .code = code, .text = std::move(text), .facts = {}};
}

core::Evidence good_evidence() {
    return {.control_before = seen("connack", core::Layer::mqtt, core::Kind::accepted, 0, "CONNACK 0"),
            .control_after = seen("connack", core::Layer::mqtt, core::Kind::accepted, 0, "CONNACK 0"),
            .observed = {seen("connack", core::Layer::tls, core::Kind::alert, 45, "alert 45 certificate_expired")},
            .aftermath = {core::Aftermath::State::alive, "alive"},
            .harness_fault = {}};
}

// One observation of each layer and kind.
std::vector<core::Observation> every_observation() {
    std::vector<core::Observation> all;
    for (std::size_t i = 0; i < core::kind_names.size(); ++i) {
        core::Observation one =
            seen("step-" + std::to_string(i), static_cast<core::Layer>(i % core::layer_names.size()),
                 static_cast<core::Kind>(i), static_cast<int>(i) - 1, hostile_text());
        if (i % 2 == 0)
            one.code.reset();
        one.facts = {{"suite", "TLS_AES_128_GCM_SHA256"}, {"payload", hostile_text()}};
        all.push_back(std::move(one));
    }
    return all;
}

record::ScenarioText rich_scenario() {
    record::ScenarioText scenario = expired_scenario("mutual/rich");
    scenario.title = hostile_text();
    scenario.catalogue = {"C-1"};
    scenario.statements = {"3.1.1/3.1.4-4"};
    scenario.transports = {core::Transport::mqtt, core::Transport::mqtts, core::Transport::ws, core::Transport::wss};
    scenario.exclusive = true;
    core::Rule weak = core::expect_alert("handshake", {40, 42});
    weak.if_reached = true;
    scenario.expectation.rules.push_back(weak);
    scenario.expectation.rules.push_back(
        core::expect("search", core::with(core::Pattern{}, "in-clear", {"none", hostile_text()})));
    scenario.expectation.negative = true;
    scenario.expectation.control = core::connack({5});
    return scenario;
}

void add_every_verdict(record::Run& run) {
    for (std::size_t i = 0; i < core::verdict_names.size(); ++i) {
        const auto verdict = static_cast<core::Verdict>(i);
        const std::string id = "cipher/verdict-" + std::string(core::verdict_names[i]);
        record::Cell& cell = add(run, id, verdict);
        cell.transport = static_cast<core::Transport>(i % core::transport_names.size());
        cell.evidence.aftermath.state = static_cast<core::Aftermath::State>(i % core::aftermath_names.size());
        run.scenarios.back().level = static_cast<core::Level>(i % core::level_names.size());
    }
}

}  // namespace

std::string hostile_text() {
    std::string text = "<b>&amp;\"'`</failure>]]>\\u0041 \xc2\x9b[31m \xe2\x80\xae \xf0\x9f\x92\xa5 \xef\xbf\xbe ";
    for (char c = 0; c < 0x20; ++c)
        text += c;
    return text + '\x7f';
}

std::string invalid_utf8() {
    return "a\x80z \xc0\xaf \xed\xa0\x80 \xf5 \xe2\x82";
}

record::Conversation sample_conversation(const std::string& text) {
    using record::Direction;
    return {.sections = {{"stimulus",
                          {{210, "a", Direction::sent, core::Layer::tls, "ClientHello, 306 bytes", "0100012e0303", 306},
                           {73133, "a", Direction::sent, core::Layer::mqtt, "10 r4 s4 'MQTT'", "100400044d515454", 8},
                           {88610, "a", Direction::received, core::Layer::mqtt, text, "20020000", 4},
                           {88651, "a", Direction::none, core::Layer::tcp, "FIN", "", 0}},
                          3}},
            .log_lines = {"1700000000: New client connected", text}};
}

record::ScenarioText expired_scenario(const std::string& id, core::Level level) {
    record::ScenarioText scenario;
    scenario.id = id;
    scenario.check = id;
    scenario.family = id.substr(0, id.find('/'));
    scenario.title = "a client whose certificate has expired is refused";
    scenario.why = "An expired certificate is no proof. Its key may have been given away since.";
    scenario.mend = "check notAfter of every certificate of the chain";
    scenario.level = level;
    scenario.clauses = {"RFC 5280 6.1.3"};
    scenario.profile = "mutual";
    scenario.transports = {core::Transport::mqtts};
    scenario.needs = {"client-authentication"};
    scenario.flaws = {"accepts-expired-client"};
    scenario.steps = {"client: presents client/expired", "a: open the listener  -> handshake"};
    scenario.control_steps = {"a: open the listener  -> handshake"};
    scenario.expectation.rules = {core::expect_alert("connack", {45})};
    return scenario;
}

record::Cell cell_of(const std::string& scenario, core::Verdict verdict) {
    record::Cell cell;
    cell.scenario = scenario;
    cell.broker = "mosquitto";
    cell.broker_version = "2.0.11";
    cell.verdict = verdict;
    cell.reason = "because";
    if (verdict == core::Verdict::unsupported || verdict == core::Verdict::skipped)
        return cell;
    cell.evidence = good_evidence();
    cell.tries = 1;
    cell.reproduce = "gauntlet run --broker mosquitto --select " + scenario + " --seed 7";
    cell.ms = std::chrono::milliseconds(12);
    return cell;
}

record::Cell& add(record::Run& run, const std::string& id, core::Verdict verdict) {
    run.scenarios.push_back(expired_scenario(id));
    return run.cells.emplace_back(cell_of(id, verdict));
}

record::Run empty_run() {
    record::Run run;
    run.tool = {"0.1.0", "0123abc"};
    run.seed = 7;
    run.now = std::chrono::sys_days(std::chrono::year(2024) / 2 / 29) + std::chrono::hours(12);
    run.started = run.now + std::chrono::seconds(1);
    run.ended = run.now + std::chrono::seconds(4);
    run.ms = std::chrono::milliseconds(2345);
    run.brokers = {{.name = "mosquitto",
                    .version = "2.0.11",
                    .path = "/usr/sbin/mosquitto",
                    .instances = 2,
                    .ready_ms = std::chrono::milliseconds(12),
                    .stop_ms = std::nullopt}};
    return run;
}

record::Run rich_run() {
    record::Run run = empty_run();
    run.seed = (1ULL << 53) - 1;
    run.signal = 2;
    run.exit = 130;
    run.fail_on = record::FailOn::weak;
    run.brokers.push_back({.name = "external",
                           .version = "",
                           .path = "mqtts://localhost:8883",
                           .instances = 0,
                           .ready_ms = std::nullopt,
                           .stop_ms = std::chrono::milliseconds(3),
                           .remedies = {{{"mutual/*"}, hostile_text()}}});
    run.scenarios.push_back(rich_scenario());
    record::Cell cell = cell_of("mutual/rich", core::Verdict::fail);
    cell.broker = "external";
    cell.reason = hostile_text();
    cell.evidence.observed = every_observation();
    cell.evidence.control_after.reset();
    cell.earlier = {good_evidence(), {}};
    cell.earlier[1].harness_fault = hostile_text();
    cell.conversation = sample_conversation(hostile_text());
    cell.known = record::Known{"known.toml", 12, "upstream issue 1", "https://example.org/1"};
    cell.proof = record::Proof{"ignores-crl", true, "fail", hostile_text()};
    cell.tries = 3;
    cell.transcript = "transcripts/1.txt";
    cell.capture = "captures/1.pcapng";
    cell.log = "logs/external-1.log";
    run.cells.push_back(cell);
    add_every_verdict(run);
    run.faults = {"no port could be had", hostile_text()};
    run.selection = record::Selection{{"mutual/*", "!" + hostile_text()}, core::Level::policy, 2, 3};
    run.stale = {{"known.toml", 3, run.cells.back().id()},
                 {"known.toml", 4, run.cells.front().id(), record::StaleWhy::expired},
                 {"known.toml", 5, run.cells.front().id(), record::StaleWhy::duplicate},
                 {"known.toml", 6, "", record::StaleWhy::unused}};
    run.selftest = record::SelfTest{11, 12};
    run.campaign = record::Campaign{123456789012, 17, 23, 1, {}};
    run.campaign->samples = {{std::chrono::milliseconds(1000), 900, 3, 9, 0, 0},
                             {std::chrono::milliseconds(2000), 123456789012, 17, 23, 1, 8192}};
    run.findings = {{.id = "f1",
                     .plane = "mqtt",
                     .oracle = "core",
                     .signature = "SIGSEGV",
                     .reproduced = "3/3",
                     .control = "good",
                     .broker = "mosquitto",
                     .version = "2.0.11",
                     .seed = 9,
                     .executions = 123456789012,
                     .statements = {"3.1.1/3.1.4-4"}}};
    return run;
}

}  // namespace gauntlet::tests
