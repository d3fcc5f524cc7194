#include "gauntlet/reports/html.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "escape.hpp"
#include "model.hpp"
#include "pages.hpp"
#include "sample_run.hpp"

namespace gauntlet::reports {
namespace {

using core::Verdict;

std::string page_of(const record::Run& run) {
    std::ostringstream out;
    write_html(out, run);
    return out.str();
}

void expect_contains(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what;
}

void expect_lacks(const std::string& text, const std::string& what) {
    EXPECT_EQ(text.find(what), std::string::npos) << what;
}

// What stands between two texts of the page.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const std::size_t from = text.find(begin);
    EXPECT_NE(from, std::string::npos) << begin;
    const std::size_t to = text.find(end, from);
    return from == std::string::npos ? "" : text.substr(from, to - from);
}

record::Run run_with(Verdict verdict) {
    record::Run run = tests::empty_run();
    record::Cell& cell = tests::add(run, "mutual/expired/tls-1-3", verdict);
    cell.reason = "at connack: accepted";
    cell.transcript = "transcripts/mosquitto/mqtts/mutual/expired/tls-1-3.txt";
    cell.log = "logs/mosquitto-1.log";
    if (verdict != Verdict::pass)
        cell.conversation = tests::sample_conversation("20 r2 00 00");
    run.brokers[0].remedies = {{{"wss/*"}, "not this one"}, {{"mutual/*"}, "set crlfile"}};
    return run;
}

TEST(Html, ARedCellTellsEverything) {
    const std::string cell = between(page_of(run_with(Verdict::fail)), "<article", "</article>");
    for (const char* what :
         {"mutual/expired/tls-1-3", "a client whose certificate has expired is refused", "RFC 5280 6.1.3 (must)",
          "An expired certificate is no proof.", "connack: tls alert 45 certificate_expired",
          "check notAfter of every certificate of the chain", "at connack: accepted", "set crlfile",
          "before and after: mqtt accepted 0", "gauntlet run --broker mosquitto", "client: presents client/expired",
          "   73.133 a → mqtt 10 r4 s4 'MQTT'", "100400044d515454", "<b>   88.610 a ← mqtt 20 r2 00 00",
          "… and 3 events more", "1700000000: New client connected",
          "<a href=\"transcripts/mosquitto/mqtts/mutual/expired/tls-1-3.txt\">transcript</a>",
          "<a href=\"logs/mosquitto-1.log\">log</a>"})
        expect_contains(cell, what);
    expect_lacks(cell, "not this one");
}

TEST(Html, APassShowsItsObservationAndCommand) {
    const std::string cell = between(page_of(run_with(Verdict::pass)), "<article", "</article>");
    expect_contains(cell, "<dt>Observed</dt><dd>connack: tls alert 45 certificate_expired</dd>");
    expect_contains(cell, "gauntlet run --broker mosquitto");
    expect_lacks(cell, "<h5>");
}

TEST(Html, PassesThatAreAlikeShareACommandWithTheBrokerLeftOpen) {
    record::Run run = run_with(Verdict::pass);
    run.cells[0].reproduce = "gauntlet run --broker mosquitto --select mosquitto/mqtts/mutual/expired/tls-1-3 --seed 7";
    record::Cell other = run.cells[0];
    other.broker = "other";
    other.reproduce = "gauntlet run --broker other --select other/mqtts/mutual/expired/tls-1-3 --seed 7";
    run.cells.push_back(other);
    expect_contains(page_of(run), "gauntlet run --broker BROKER --select BROKER/mqtts/mutual/expired/tls-1-3 --seed 7");
}

TEST(Html, FactsThatNoRuleAsksForStayInTheRecord) {
    record::Run run = run_with(Verdict::fail);
    run.cells[0].evidence.observed[0].facts = {{"suite", "TLS_AES"}, {"resumed", "yes"}};
    run.scenarios[0].expectation.rules = {core::expect("connack", core::with(core::Pattern{}, "resumed", {"no"}))};
    const std::string page = page_of(run);
    expect_contains(page, "resumed = yes");
    expect_lacks(page, "suite = ");
}

TEST(Html, EveryVerdictHasItsLetterAndWord) {
    const std::string page = page_of(tests::rich_run());
    for (const std::string_view verdict : core::verdict_names)
        expect_contains(page, ">" + std::string(verdict) + "</span>");
}

TEST(Html, BrokersOfTwoVersionsAreTwoColumns) {
    record::Run run = run_with(Verdict::pass);
    record::Cell other = run.cells[0];
    other.broker_version = "2.0.22";
    run.cells.push_back(other);
    EXPECT_EQ(html::model_of(run).columns.size(), 2U);
}

TEST(Html, AKnownFailureIsMarked) {
    record::Run run = run_with(Verdict::fail);
    run.cells[0].known = record::Known{"known.toml", 12, "upstream issue 1"};
    const std::string page = page_of(run);
    expect_contains(page, "<td class=\"f k\"><a href=\"#r-1-0\">fail, known</a></td>");
    expect_contains(page, "known.toml:12: upstream issue 1");
}

TEST(Html, ASelftestShowsFlawsAndWhatCameOutWrong) {
    const std::string page = page_of(tests::selftest_run());
    expect_contains(page, "Flaws caught 1/2");
    expect_contains(between(page, "class=\"flaw\" open", "</summary>"), "missed</span> ignores-crl");
    expect_contains(page, "caught</span> accepts-expired-client");
    expect_contains(page, "1 cell asks for attention");
    expect_lacks(page, "id=\"matrix\"");
}

TEST(Html, ACampaignHasPlotsAndFindings) {
    const std::string page = page_of(tests::campaign_run());
    for (const char* what : {"Behaviours told apart", "Executions", "Resident memory of the broker", "<polyline",
                             "1480000 sessions", "gauntlet replay findings/log-1f3a", "20 min"})
        expect_contains(page, what);
}

TEST(Html, ACampaignOfNoTimeHasNoPlot) {
    record::Run run = tests::campaign_run();
    run.campaign->samples.resize(1);
    expect_lacks(page_of(run), "<svg");
}

TEST(Html, NothingOfTheRecordIsMarkup) {
    const std::string page = page_of(tests::hostile_run());
    const std::string text = between(page, "<body>", "<script>//<![CDATA[");
    for (const char* what : {"<script", "<img", "<iframe", "<svg onload", "javascript:document\"", "onerror=\""})
        expect_lacks(text, what);
    expect_contains(text, "&lt;script&gt;");
    for (const char c : page)
        ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << int{c};
    expect_lacks(page, "\xe2\x80\xae");
    EXPECT_LT(page.size(), 1'000'000U) << "lines of a megabyte are cut";
}

TEST(Html, OnlyPathsBelowTheFolderBecomeLinks) {
    EXPECT_EQ(html::file_link("log", "logs/a-1.log"), "<a href=\"logs/a-1.log\">log</a>");
    for (const char* path : {"javascript:alert(1)", "/etc/passwd", "../x", "//host/x", "a\"b", "https://host/", ""})
        EXPECT_EQ(html::file_link("log", path).find("<a"), std::string::npos) << path;
}

TEST(Html, ALargeRunWeighsLessThanTenMegabytesAndKeepsItsConversations) {
    const record::Run run = tests::large_run();
    ASSERT_EQ(run.cells.size(), 32000U);
    const std::string page = page_of(run);
    EXPECT_LT(page.size(), 10'000'000U);
    expect_contains(page, "a → mqtt 10 r24 s4 'MQTT' 04 02 k60");
    expect_contains(page, "lines more in the record");
}

TEST(Html, EmptyRun) {
    const std::string page = page_of(tests::empty_run());
    expect_contains(page, "mosquitto 2.0.11");
    expect_lacks(page, "id=\"matrix\"");
}

}  // namespace
}  // namespace gauntlet::reports
