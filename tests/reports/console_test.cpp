#include "gauntlet/reports/console.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "sample_run.hpp"

namespace gauntlet::reports {
namespace {

using core::Verdict;

std::string console_of(const record::Run& run, ConsoleOptions options = {}) {
    options.gate = record::gate(run);
    std::ostringstream out;
    write_console(out, run, options);
    return out.str();
}

void expect_contains(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what << "\nin\n" << text;
}

// They stand in `text` in this order.
void expect_order(const std::string& text, const std::vector<std::string>& parts) {
    std::size_t at = 0;
    for (const std::string& part : parts) {
        const std::size_t found = text.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << "\nafter " << at << " in\n" << text;
        at = found + part.size();
    }
}

TEST(Console, AFailureIsWhole) {
    record::Run run = tests::empty_run();
    record::Cell& cell = tests::add(run, "mutual/expired", Verdict::fail);
    cell.reason = "at connack: CONNACK 0";
    cell.evidence.observed[0] = {
        .at = "connack", .layer = core::Layer::tls, .kind = core::Kind::alert, .code = 42, .text = "", .facts = {}};
    cell.known = record::Known{"ci/known/mosquitto.toml", 12, "it does not look"};
    cell.log = "logs/mosquitto-1.log";
    cell.transcript = "transcripts/mutual.txt";
    EXPECT_EQ(console_of(run, {.width = 400, .out = "gauntlet-out/x"}),
              "gauntlet 0.1.0 (0123abc)  seed 7  now 2024-02-29T12:00:00Z\n"
              "mosquitto 2.0.11  /usr/sbin/mosquitto  2 instances, ready within 12 ms\n"
              "\n"
              "fail (known)  mosquitto/mqtts/mutual/expired\n"
              "            a client whose certificate has expired is refused\n"
              "  expected  connack: tls alert 45 certificate_expired; weak: tls alert, or fin, or rst, or http status, "
              "or mqtt connack\n"
              "  observed  connack: tls alert 42 bad_certificate\n"
              "            control before: mqtt accepted 0 (CONNACK 0)\n"
              "            control after: mqtt accepted 0 (CONNACK 0)\n"
              "  reason    at connack: CONNACK 0\n"
              "  clause    RFC 5280 6.1.3 (must)\n"
              "  why       An expired certificate is no proof.\n"
              "  mend      check notAfter of every certificate of the chain\n"
              "  known     ci/known/mosquitto.toml:12: it does not look\n"
              "  log       logs/mosquitto-1.log\n"
              "  sent      transcripts/mutual.txt\n"
              "  repeat    gauntlet run --broker mosquitto --select mutual/expired --seed 7\n"
              "\n"
              "mosquitto 2.0.11: 1 cell, 1 fail (1 known)\n"
              "all: 1 cell, 1 fail (1 known)\n"
              "gate: open (exit 0), 2.345 s\n"
              "out: gauntlet-out/x\n");
}

TEST(Console, WhatAsksForAttentionComesFirst) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/weak", Verdict::weak);
    tests::add(run, "a/open", Verdict::inconclusive);
    tests::add(run, "a/known", Verdict::fail).known = record::Known{"known.toml", 1, "r"};
    tests::add(run, "a/skipped", Verdict::skipped);
    tests::add(run, "a/red-1", Verdict::fail);
    tests::add(run, "a/red-2", Verdict::fail);
    tests::add(run, "a/pass", Verdict::pass);
    const std::string text = console_of(run);
    expect_order(text, {"fail  mosquitto/mqtts/a/red-1\n", "fail  mosquitto/mqtts/a/red-2\n",
                        "fail (known)  mosquitto/mqtts/a/known\n", "inconclusive  mosquitto/mqtts/a/open\n",
                        "weak  mosquitto/mqtts/a/weak\n", "1 skipped on mosquitto: because\n",
                        "mosquitto 2.0.11: 7 cells, 1 pass, 1 weak, 3 fail (1 known), 1 skipped, 1 inconclusive\n",
                        "gate: closed (exit 3), 2.345 s\n", "  1 cell inconclusive\n", "  2 cells failed"});
    EXPECT_EQ(text.find("a/pass"), std::string::npos);
}

TEST(Console, WhatDidNotRunIsGroupedByReason) {
    record::Run run = tests::empty_run();
    for (int i = 0; i < 30; ++i)
        tests::add(run, "a/crl-" + std::to_string(i), Verdict::unsupported).reason = "crl: it has no option";
    tests::add(run, "a/other", Verdict::unsupported).reason = "legacy: the library cannot";
    tests::add(run, "a/skip", Verdict::skipped).reason = "crl: it has no option";
    const std::string text = console_of(run);
    expect_contains(text, "30 unsupported on mosquitto: crl: it has no option\n");
    expect_contains(text, "1 unsupported on mosquitto: legacy: the library cannot\n");
    expect_contains(text, "1 skipped on mosquitto: crl: it has no option\n");
    EXPECT_EQ(text.find("a/crl-7"), std::string::npos);
    expect_contains(console_of(run, {.verbose = true}), "    mosquitto/mqtts/a/crl-7\n");
}

TEST(Console, VerboseNamesEveryCell) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/pass", Verdict::pass);
    tests::add(run, "a/info", Verdict::info);
    const std::string text = console_of(run, {.verbose = true});
    expect_contains(text, "pass  mosquitto/mqtts/a/pass  12 ms\n");
    expect_contains(text, "info  mosquitto/mqtts/a/info  12 ms  because\n");
}

TEST(Console, TriesControlsAndAftermathAreShown) {
    record::Run run = tests::empty_run();
    record::Cell& cell = tests::add(run, "a/died", Verdict::fail);
    cell.evidence.control_after.reset();
    cell.evidence.aftermath = {core::Aftermath::State::died, "ended by signal 11"};
    cell.earlier = {cell.evidence};
    cell.evidence.harness_fault = "no port";
    const std::string text = console_of(run);
    expect_order(text, {"control after: not run\n", "aftermath: died (ended by signal 11)\n", "harness: no port\n",
                        "an earlier try: died (ended by signal 11)\n"});
}

TEST(Console, ASelfTestIsATableOfWhatCameOutOtherwiseAndASum) {
    record::Run run = tests::empty_run();
    EXPECT_EQ(console_of(run).find("flaws"), std::string::npos);
    run.selftest = record::SelfTest{11, 12};
    tests::add(run, "a/caught", Verdict::fail).proof = record::Proof{"ignores-crl", true, "fail", ""};
    tests::add(run, "a/missed", Verdict::pass).proof = record::Proof{"ignores-crl", true, "fail", "pass: as expected"};
    tests::add(run, "a/red", Verdict::fail).proof = record::Proof{"ignores-crl", false, "pass", "fail: at connack"};
    tests::add(run, "a/good", Verdict::pass).proof = record::Proof{"", false, "pass", ""};
    run.cells[1].log = "logs/1.log";
    const std::string text = console_of(run, {.out = "gauntlet-out/x"});
    expect_order(text, {"flaw         cell            expected  |  observed\n",
                        "ignores-crl  mqtts/a/missed  fail  |  pass: as expected\n",
                        "ignores-crl  mqtts/a/red     pass  |  fail: at connack\n",
                        "4 cells: 1 without a flaw, 2 that a flaw must turn red or a law speaks of, 1 others\n",
                        "flaws caught 11/12\n", "not caught: ignores-crl\n", "unintended red cells: 1\n",
                        "gate: closed (exit 1), 2.345 s\n", "  2 cells not as the flaws and the laws say\n",
                        "  1 of 12 flaws were not caught\n", "out: gauntlet-out/x\n"});
    EXPECT_EQ(text.find("a/caught"), std::string::npos);
    EXPECT_EQ(text.find("logs/1.log"), std::string::npos);
    expect_contains(console_of(run, {.verbose = true}), "    log     logs/1.log\n");
}

TEST(Console, NothingOfABrokerSteersTheTerminalInASelfTestEither) {
    record::Run run = tests::empty_run();
    run.selftest = record::SelfTest{0, 1};
    record::Cell& cell = tests::add(run, "a/red", Verdict::fail);
    cell.proof = record::Proof{tests::hostile_text(), true, tests::hostile_text(), tests::hostile_text()};
    cell.reproduce = tests::hostile_text();
    for (const char c : console_of(run, {.verbose = true, .out = tests::hostile_text()}))
        ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << int{c};
}

TEST(Console, AFindingSaysWhatWasSeenAndHowToRepeatIt) {
    record::Run run = tests::empty_run();
    run.campaign = record::Campaign{1000, 20, 30, 2};
    EXPECT_EQ(record::gate(run).exit, record::exit_as_expected);
    expect_contains(console_of(run), "campaign: 1000 sessions, 20 kept, 30 behaviours, 0 findings");
    run.findings = tests::rich_run().findings;
    ConsoleOptions options;
    options.out = "out";
    const std::string text = console_of(run, options);
    expect_order(text, {"finding  f1", "core: SIGSEGV", "mosquitto 2.0.11, plane mqtt, after 123456789012 sessions",
                        "3/3 on fresh brokers", "3.1.1/3.1.4-4", "gauntlet replay out/findings/f1", "1 findings",
                        "gate: closed (exit 5)"});
}

TEST(Console, AStaleEntryIsNamed) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/pass", Verdict::pass);
    run.stale = {{"known.toml", 3, "mosquitto/mqtts/a/pass"}};
    expect_contains(console_of(run),
                    "gate: closed (exit 1), 2.345 s\n  known.toml:3: stale known failure: "
                    "mosquitto/mqtts/a/pass passed; remove the entry or narrow it\n");
}

TEST(Console, ColourOnlyWhereItIsAskedFor) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/red", Verdict::fail);
    EXPECT_EQ(console_of(run).find('\x1b'), std::string::npos);
    expect_contains(console_of(run, {.colour = true}), "\x1b[1;31mfail\x1b[0m  mosquitto/mqtts/a/red\n");
}

TEST(Console, NothingOfABrokerSteersTheTerminal) {
    record::Run run = tests::rich_run();
    run.selftest.reset();
    record::Cell& cell = tests::add(run, "a/bytes", Verdict::fail);
    cell.reason = tests::invalid_utf8() + tests::hostile_text();
    cell.broker_version = tests::hostile_text();
    run.brokers[0].version = tests::hostile_text();
    cell.known = record::Known{tests::hostile_text(), 1, tests::hostile_text()};
    cell.reproduce = tests::hostile_text();
    run.cells.back().evidence.observed[0].text = tests::hostile_text();
    tests::add(run, "a/skipped", Verdict::skipped).reason = tests::hostile_text();
    const std::string text = console_of(run, {.verbose = true, .out = tests::hostile_text()});
    for (const char c : text)
        ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << int{c};
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
    expect_contains(text, "\\x1b");
}

TEST(Console, ProseStaysWithinTheWidth) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/red", Verdict::fail).reason = "";
    for (int i = 0; i < 100; ++i)
        run.cells[0].reason += "some words ";
    run.cells[0].reproduce = std::string(300, 'x');
    std::istringstream text(console_of(run, {.width = 60}));
    std::size_t long_lines = 0;
    for (std::string line; std::getline(text, line);)
        if (line.starts_with("  ") && line.size() > 60)
            ++long_lines;
    EXPECT_EQ(long_lines, 1U);  // the command that repeats it
}

TEST(Console, AMegabyteIsCut) {
    record::Run run = tests::empty_run();
    tests::add(run, "a/red", Verdict::fail).evidence.observed[0].text = std::string(1 << 20, 'x');
    const std::string text = console_of(run);
    EXPECT_LT(text.size(), 5000U);
    expect_contains(text, "more bytes in the record)");
}

}  // namespace
}  // namespace gauntlet::reports
