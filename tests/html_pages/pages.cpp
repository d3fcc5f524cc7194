#include "pages.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <random>

#include "sample_run.hpp"

namespace gauntlet::tests {

namespace {

using core::Verdict;

constexpr std::array<std::string_view, 8> attacks{
    "<script>document.documentElement.dataset.ran='script'</script>",
    "\"><img src=x onerror=\"document.documentElement.dataset.ran='image'\"/>",
    "' onmouseover='document.documentElement.dataset.ran=1' autofocus='' "
    "onfocus='document.documentElement.dataset.ran=1",
    "--><svg onload=\"document.documentElement.dataset.ran='svg'\"></svg><!--",
    "]]><iframe srcdoc=\"&lt;script&gt;parent.document.documentElement.dataset.ran='frame'&lt;/script&gt;\"></iframe>",
    "</pre></section></article></main></style></title><script>document.documentElement.dataset.ran='end'</script>",
    "javascript:document.documentElement.dataset.ran='link'",
    "{{7*7}} ${7*7} &#60;script&#62; &lt;script&gt;"};

std::string attack() {
    static std::size_t next = 0;
    return std::string(attacks[next++ % attacks.size()]) + hostile_text() + invalid_utf8();
}

void poison(record::ScenarioText& scenario) {
    for (std::string* text : {&scenario.title, &scenario.why, &scenario.mend, &scenario.profile})
        *text = attack();
    for (std::vector<std::string>* texts : {&scenario.clauses, &scenario.catalogue, &scenario.statements,
                                            &scenario.needs, &scenario.flaws, &scenario.steps, &scenario.control_steps})
        *texts = {attack(), attack()};
    scenario.expectation.rules.push_back(
        core::expect(attack(), core::with(core::Pattern{}, attack(), {attack(), attack()})));
}

void poison(core::Evidence& evidence) {
    for (core::Observation& observation : evidence.observed) {
        observation.text = attack();
        observation.at = attack();
        observation.facts = {{attack(), attack()}};
    }
    if (evidence.control_before)
        evidence.control_before->text = attack();
    evidence.aftermath = {core::Aftermath::State::unclean, attack()};
    evidence.harness_fault = attack();
}

void poison(record::Cell& cell) {
    poison(cell.evidence);
    cell.earlier = {cell.evidence};
    cell.reason = attack();
    cell.known = record::Known{attack(), 3, attack()};
    cell.transcript = attack();
    cell.log = "javascript:document.documentElement.dataset.ran='log'";
    cell.reproduce = attack();
    cell.conversation = sample_conversation(attack());
    cell.conversation->sections[0].title = attack();
    for (record::Event& event : cell.conversation->sections[0].events) {
        event.text = attack();
        event.channel = attack();
        event.hex = attack();
    }
    for (std::size_t i = 0; i < attacks.size(); ++i)
        cell.conversation->log_lines.push_back(attack());
    cell.conversation->log_lines.push_back(std::string(1 << 20, '<') + attack());
}

std::string sentence(std::size_t size) {
    constexpr std::string_view words =
        "a certificate that has expired proves nothing and its key may have been given away since then so that whoever "
        "holds it goes on logging in as somebody else until the listener is told about it by a list or a restart ";
    std::string text;
    while (text.size() < size)
        text += words.substr(0, std::min(words.size(), size - text.size()));
    return text;
}

// As they came out of 881 cells of a real broker, in thousandths.
Verdict verdict_of(unsigned draw) {
    constexpr std::array<std::pair<unsigned, Verdict>, 6> parts{{{830, Verdict::pass},
                                                                 {866, Verdict::weak},
                                                                 {904, Verdict::fail},
                                                                 {971, Verdict::info},
                                                                 {997, Verdict::unsupported},
                                                                 {1000, Verdict::inconclusive}}};
    for (const auto& [limit, verdict] : parts)
        if (draw < limit)
            return verdict;
    return Verdict::pass;
}

record::Conversation long_conversation() {
    record::Conversation conversation;
    record::Section section{.title = "stimulus", .events = {}, .dropped = 0};
    for (std::uint64_t i = 0; i < 22; ++i)
        section.events.push_back({i * 1733, "a", i % 3 == 0 ? record::Direction::sent : record::Direction::received,
                                  i % 2 == 0 ? core::Layer::tcp : core::Layer::tls,
                                  i % 2 == 0 ? "" : "CertificateVerify, 79 bytes", std::string(128, 'a'), 956});
    section.events.push_back({73133, "a", record::Direction::sent, core::Layer::mqtt,
                              "10 r24 s4 'MQTT' 04 02 k60 s12 'geka4ryexxxa'", std::string(52, '1'), 26});
    section.events.push_back(
        {88610, "a", record::Direction::received, core::Layer::mqtt, "20 r2 00 00", "20020000", 4});
    conversation.sections = {section};
    conversation.log_lines.assign(4, "1700000000: New client connected from 127.0.0.1:50000 as geka4ryexxxa (p2, c1)");
    return conversation;
}

record::Proof proof(const std::string& flaw, std::string wrong) {
    return {.flaw = flaw, .intended = true, .expected = "fail with tls accepted at connack", .wrong = std::move(wrong)};
}

record::Finding finding(const std::string& id) {
    return {.id = id,
            .plane = "packets",
            .oracle = "log",
            .signature = "heap-use-after-free in packet__queue < handle__publish",
            .reproduced = "3/3",
            .control = "served",
            .broker = "mosquitto",
            .version = "2.0.11",
            .seed = 7,
            .executions = 48211,
            .statements = {"MQTT-3.3.1-4"}};
}

}  // namespace

record::Run every_verdict_run() {
    record::Run run = rich_run();
    run.selftest.reset();
    for (record::Cell& cell : run.cells)
        cell.proof.reset();
    return run;
}

record::Run hostile_run() {
    record::Run run = every_verdict_run();
    for (record::ScenarioText& scenario : run.scenarios)
        poison(scenario);
    for (record::Cell& cell : run.cells)
        poison(cell);
    for (record::BrokerInfo& broker : run.brokers) {
        broker.path = attack();
        broker.remedies = {{{"*"}, attack()}};
    }
    run.brokers[0].version = attack();
    for (record::Cell& cell : run.cells)
        if (cell.broker == run.brokers[0].name)
            cell.broker_version = run.brokers[0].version;
    run.tool = {attack(), attack()};
    run.faults = {attack(), std::string(1 << 20, '&')};
    run.stale = {{attack(), 1, attack()}};
    for (record::Finding& each : run.findings) {
        for (std::string* text : {&each.id, &each.plane, &each.oracle, &each.signature, &each.reproduced, &each.control,
                                  &each.broker, &each.version})
            *text = attack();
        each.statements = {attack()};
    }
    return run;
}

record::Run large_run() {
    record::Run run = empty_run();
    run.brokers.clear();
    for (int i = 0; i < 16; ++i)
        run.brokers.push_back(
            {.name = fmt::format("broker-{}", i + 1), .version = "2.0.11", .path = "/usr/sbin/broker"});
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        const std::string id = fmt::format("family-{}/check-number-{}/tls-1-{}", i / 2 % 8, i / 4, i / 2 % 2 + 2);
        record::ScenarioText scenario = expired_scenario(id);
        scenario.title = sentence(70);
        scenario.why = sentence(230);
        scenario.mend = sentence(110);
        if (i % 2 == 0)
            run.scenarios.push_back(scenario);
        for (const record::BrokerInfo& broker : run.brokers) {
            record::Cell cell = cell_of(id, verdict_of(static_cast<unsigned>(random() % 1000)));
            cell.broker = broker.name;
            cell.broker_version = broker.version;
            cell.transport = i % 2 == 0 ? core::Transport::mqtts : core::Transport::wss;
            cell.reason =
                cell.verdict == Verdict::pass ? "" : "connack: expected tls alert 45, observed mqtt accepted 0";
            cell.reproduce =
                fmt::format("gauntlet run --broker {} --select {} --seed 4711471147114711 --now 2026-01-01T00:00:00Z",
                            broker.name, cell.id());
            if (cell.tries > 0) {
                cell.transcript = "transcripts/" + cell.id() + ".txt";
                cell.log = "logs/" + broker.name + "-1.log";
            }
            if (cell.tries > 0 && cell.verdict != Verdict::pass)
                cell.conversation = long_conversation();
            run.cells.push_back(std::move(cell));
        }
    }
    return run;
}

record::Run selftest_run() {
    record::Run run = empty_run();
    run.brokers.clear();
    run.selftest = record::SelfTest{1, 2};
    for (int i = 0; i < 3; ++i) {
        record::Cell& good = add(run, fmt::format("mutual/expired/case-{}", i), Verdict::pass);
        good.broker = "reference";
        good.proof = record::Proof{.flaw = "", .intended = false, .expected = "pass", .wrong = ""};
        record::Cell caught = cell_of(good.scenario, Verdict::fail);
        caught.broker = "reference+accepts-expired-client";
        caught.proof = proof("accepts-expired-client", "");
        run.cells.push_back(caught);
        record::Cell missed = cell_of(run.scenarios.back().id, i == 0 ? Verdict::pass : Verdict::fail);
        missed.broker = "reference+ignores-crl";
        missed.proof = proof("ignores-crl", i == 0 ? "pass" : "");
        run.cells.push_back(missed);
    }
    return run;
}

record::Run campaign_run() {
    record::Run run = empty_run();
    run.campaign = record::Campaign{1'480'000, 311, 402, 1, {}};
    for (std::uint64_t i = 1; i <= 400; ++i) {
        const double part = static_cast<double>(i) / 400;
        run.campaign->samples.push_back({.ms = std::chrono::seconds(i * 3),
                                         .executions = i * 3700,
                                         .corpus = static_cast<std::uint64_t>(311 * std::sqrt(part)),
                                         .behaviours = static_cast<std::uint64_t>(402 * std::sqrt(part)),
                                         .findings = i > 200 ? 2U : 0U,
                                         .memory_kib = 7200 + i * 11});
    }
    run.findings = {finding("log-1f3a"), finding("growth-77c2")};
    return run;
}

std::span<const Page> pages() {
    static constexpr std::array all{Page{"hostile", hostile_run}, Page{"large", large_run},
                                    Page{"verdicts", every_verdict_run}, Page{"selftest", selftest_run},
                                    Page{"campaign", campaign_run}};
    return all;
}

}  // namespace gauntlet::tests
