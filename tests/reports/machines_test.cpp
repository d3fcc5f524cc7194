// What the formats for machines say of each kind of cell.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/reports/github.hpp"
#include "gauntlet/reports/jsonl.hpp"
#include "gauntlet/reports/markdown.hpp"
#include "gauntlet/reports/sarif.hpp"
#include "gauntlet/reports/tap.hpp"
#include "sample_run.hpp"

namespace gauntlet::reports {
namespace {

namespace json = boost::json;
using core::Verdict;

template <class Write>
std::string text_of(Write write, const record::Run& run) {
    std::ostringstream out;
    write(out, run);
    return out.str();
}

std::string markdown_of(const record::Run& run) {
    std::ostringstream out;
    write_markdown(out, run, record::gate(run));
    return out.str();
}

void expect_contains(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what << "\nin\n" << text.substr(0, 4000);
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

record::Run run_of_every_verdict() {
    record::Run run = tests::empty_run();
    for (const std::string_view name : core::verdict_names)
        tests::add(run, "mutual/" + std::string(name), *core::from_name<Verdict>(name, core::verdict_names));
    tests::add(run, "mutual/known", Verdict::fail).known =
        record::Known{"known.toml", 7, "upstream has it", "https://example.org/7"};
    return run;
}

TEST(Tap, EachKindOfCell) {
    const std::string tap = text_of(write_tap, run_of_every_verdict());
    EXPECT_TRUE(tap.starts_with("TAP version 14\n1..8\n")) << tap;
    expect_contains(tap, "\nok 1 - mosquitto/mqtts/mutual/pass\nok 2 - mosquitto/mqtts/mutual/weak\n  ---\n");
    expect_contains(tap, "\nnot ok 3 - mosquitto/mqtts/mutual/fail\n  ---\n  message: \"fail: because\"\n");
    expect_contains(tap, "\nok 5 - mosquitto/mqtts/mutual/unsupported # SKIP unsupported: because\n");
    expect_contains(tap, "\nnot ok 7 - mosquitto/mqtts/mutual/inconclusive\n");
    expect_contains(tap,
                    "\nnot ok 8 - mosquitto/mqtts/mutual/known # TODO known failure: known.toml:7: upstream has it "
                    "(https://example.org/7)\n");
    expect_contains(tap, "  expected: |\n    connack: tls alert 45 certificate_expired");
    expect_contains(tap, "  repeat: \"gauntlet run --broker mosquitto --select mutual/fail --seed 7\"\n  ...\n");
}

TEST(Tap, AHashAndABackslashAreEscaped) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::skipped).reason = "a # TODO b \\";
    expect_contains(text_of(write_tap, run), " # SKIP skipped: a \\# TODO b \\\\\n");
}

TEST(Tap, NothingSelectedIsAnEmptyPlanWithAReason) {
    EXPECT_EQ(text_of(write_tap, tests::empty_run()), "TAP version 14\n1..0 # SKIP nothing was selected\n");
}

TEST(Tap, WhatClosesTheGateWithoutACellIsNotOk) {
    record::Run run = tests::empty_run();
    run.faults = {"no port"};
    run.stale = {{"known.toml", 3, "", record::StaleWhy::unused}};
    run.campaign = record::Campaign{};
    run.findings = tests::rich_run().findings;
    const std::string tap = text_of(write_tap, run);
    EXPECT_EQ(count(tap, "\nnot ok "), 3U) << tap;
    EXPECT_TRUE(tap.starts_with("TAP version 14\n1..3\n"));
}

TEST(Github, EachKindOfCell) {
    record::Run run = run_of_every_verdict();
    run.stale = {{"ci/known.toml", 3, run.cells[0].id()}};
    const std::string text = text_of(write_github, run);
    expect_contains(text, "::error title=mosquitto/mqtts/mutual/fail::fail: because%0Atitle: a client whose");
    expect_contains(text, "::error title=mosquitto/mqtts/mutual/inconclusive::inconclusive: because%0A");
    expect_contains(text, "::error title=known failure that must go,file=ci/known.toml,line=3::ci/known.toml:3: stale");
    expect_contains(text, "::warning title=mosquitto/mqtts/mutual/weak::weak: because%0A");
    expect_contains(text, "::notice title=mosquitto/mqtts/mutual/known,file=known.toml,line=7::known failure: ");
    EXPECT_EQ(count(text, "\n"), 5U) << text;
}

TEST(Github, TheTenthOfAKindCountsTheRest) {
    record::Run run = tests::empty_run();
    for (int i = 0; i < 14; ++i)
        tests::add(run, "mutual/" + std::to_string(i), Verdict::fail);
    const std::string text = text_of(write_github, run);
    EXPECT_EQ(count(text, "\n"), 10U);
    expect_contains(text, "::error title=Gauntlet::5 more;");
}

TEST(Github, AGreenRunSaysNothing) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::pass);
    EXPECT_EQ(text_of(write_github, run), "");
}

TEST(Markdown, SaysWhatIsRedWhyAndHowToRepeatIt) {
    const std::string text = markdown_of(run_of_every_verdict());
    EXPECT_TRUE(text.starts_with("# Gauntlet: the gate is closed\n\n")) << text;
    expect_contains(text, "- reason: 1 cell inconclusive\n- reason: 1 cell failed, and no known failure excuses it\n");
    expect_contains(text, "| mosquitto | 2.0.11 | 8 | 1 | 1 | 2 | 1 | 1 | 1 | 1 | 1 |\n");
    expect_contains(text, "## Red (2)\n\n### fail ` mosquitto/mqtts/mutual/fail `\n\n");
    expect_contains(text, "- expected: ` connack: tls alert 45 certificate_expired");
    expect_contains(text, "```\ngauntlet run --broker mosquitto --select mutual/fail --seed 7\n```\n");
    expect_contains(text,
                    "## Known failures (1)\n\n- ` mosquitto/mqtts/mutual/known `: ` known.toml:7: upstream has it "
                    "(https://example.org/7) `\n");
    expect_contains(text, "## Weak (1)\n");
    expect_contains(text, "- 1 unsupported on mosquitto: ` because `\n");
}

TEST(Markdown, WhatDoesNotFitIsCounted) {
    record::Run run = tests::empty_run();
    for (int i = 0; i < 3000; ++i)
        tests::add(run, "mutual/" + std::to_string(i), Verdict::fail);
    const std::string text = markdown_of(run);
    EXPECT_LT(text.size(), 600'000U);
    expect_contains(text, " more are in the record.\n");
}

json::object sarif_of(const record::Run& run) {
    return json::parse(text_of(write_sarif, run)).at("runs").at(0).as_object();
}

const json::object& result_of(const json::object& run, const std::string& fingerprint) {
    for (const json::value& result : run.at("results").as_array())
        if (result.at("partialFingerprints").at("gauntletCell/v1").as_string() == fingerprint)
            return result.as_object();
    throw std::runtime_error("no result " + fingerprint);
}

TEST(Sarif, HasAResultForWhatIsNotAsItMustBe) {
    const json::object run = sarif_of(run_of_every_verdict());
    EXPECT_EQ(run.at("results").as_array().size(), 4U);
    const auto kind_of = [&run](const std::string& name) {
        const json::object& result = result_of(run, "mosquitto/mqtts/mutual/" + name);
        return std::string(result.at("kind").as_string()) + " " + std::string(result.at("level").as_string());
    };
    EXPECT_EQ(kind_of("fail"), "fail error");
    EXPECT_EQ(kind_of("weak"), "fail warning");
    EXPECT_EQ(kind_of("inconclusive"), "open none");
    EXPECT_EQ(kind_of("known"), "fail error");
}

TEST(Sarif, AKnownFailureIsASuppressionWithItsReason) {
    const json::object run = sarif_of(run_of_every_verdict());
    EXPECT_TRUE(result_of(run, "mosquitto/mqtts/mutual/fail").at("suppressions").as_array().empty());
    const json::value& suppression = result_of(run, "mosquitto/mqtts/mutual/known").at("suppressions").at(0);
    EXPECT_EQ(suppression.at("kind").as_string(), "external");
    EXPECT_EQ(suppression.at("status").as_string(), "accepted");
    EXPECT_EQ(suppression.at("justification").as_string(), "known.toml:7: upstream has it (https://example.org/7)");
    EXPECT_EQ(suppression.at("location").at("physicalLocation").at("region").at("startLine").as_int64(), 7);
}

TEST(Sarif, FingerprintsAreTheSameInTheNextRun) {
    record::Run run = run_of_every_verdict();
    const json::object first = sarif_of(run);
    run.seed = 8;
    run.started += std::chrono::hours(1);
    std::ranges::reverse(run.cells);
    for (record::Cell& cell : run.cells) {
        cell.broker_version = "2.0.12";
        cell.reason = "in other words";
        cell.evidence.observed.clear();
    }
    const json::object second = sarif_of(run);
    for (const json::value& result : first.at("results").as_array()) {
        const json::object& other =
            result_of(second, std::string(result.at("partialFingerprints").at("gauntletCell/v1").as_string()));
        for (const char* same : {"ruleId", "partialFingerprints"})
            EXPECT_EQ(result.at(same), other.at(same));
        EXPECT_EQ(result.at("locations").at(0).at("physicalLocation").at("artifactLocation"),
                  other.at("locations").at(0).at("physicalLocation").at("artifactLocation"));
    }
}

TEST(Sarif, EachResultNamesItsRule) {
    record::Run run = run_of_every_verdict();
    run.stale = {{"known.toml", 3, "", record::StaleWhy::unused}};
    run.findings = tests::rich_run().findings;
    const json::object log = sarif_of(run);
    const json::array& rules = log.at("tool").at("driver").at("rules").as_array();
    EXPECT_EQ(log.at("results").as_array().size(), 6U);
    for (const json::value& result : log.at("results").as_array())
        EXPECT_EQ(rules.at(static_cast<std::size_t>(result.at("ruleIndex").to_number<int>())).at("id"),
                  result.at("ruleId"));
}

TEST(Sarif, AnInterruptedRunDidNotSucceed) {
    record::Run run = tests::empty_run();
    EXPECT_TRUE(sarif_of(run).at("invocations").at(0).at("executionSuccessful").as_bool());
    run.signal = 2;
    EXPECT_FALSE(sarif_of(run).at("invocations").at(0).at("executionSuccessful").as_bool());
}

TEST(Jsonl, EachCellIsOneLineInTheOrderOfTheRecord) {
    const record::Run run = run_of_every_verdict();
    std::istringstream lines(text_of(write_jsonl, run));
    std::size_t i = 0;
    for (std::string line; std::getline(lines, line); ++i)
        EXPECT_EQ(json::parse(line).at("id").as_string(), run.cells.at(i).id());
    EXPECT_EQ(i, run.cells.size());
}

}  // namespace
}  // namespace gauntlet::reports
