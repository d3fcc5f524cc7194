#include "gauntlet/reports/junit.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sample_run.hpp"

namespace gauntlet::reports {
namespace {

namespace fs = std::filesystem;
using core::Verdict;

std::string junit_of(const record::Run& run) {
    std::ostringstream out;
    write_junit(out, run);
    return out.str();
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

void expect_contains(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what << "\nin\n" << text.substr(0, 4000);
}

// Whether xmllint (package libxml2-utils) accepts the text; its complaints otherwise.
class Xmllint {
  public:
    static bool is_installed() { return std::system("xmllint --version >/dev/null 2>&1") == 0; }
    static std::string complaints(const std::string& options, const std::string& xml) {
        std::string pattern = (fs::temp_directory_path() / "gauntlet-junit-XXXXXX").string();
        const int descriptor = ::mkstemp(pattern.data());
        EXPECT_GE(descriptor, 0);
        ::close(descriptor);
        std::ofstream(pattern, std::ios::binary) << xml;
        const std::string command = "xmllint --noout " + options + " " + pattern + " >" + pattern + ".log 2>&1";
        const bool good = std::system(command.c_str()) == 0;
        std::stringstream log;
        log << std::ifstream(pattern + ".log").rdbuf();
        fs::remove(pattern);
        fs::remove(pattern + ".log");
        return good ? "" : log.str();
    }
};

// Every verdict, known and unknown, and hostile bytes in each text that a broker or a file can fill.
record::Run hostile_run() {
    record::Run run = tests::rich_run();
    record::Cell& cell = tests::add(run, "mutual/bytes", Verdict::fail);
    cell.reason = tests::invalid_utf8() + tests::hostile_text();
    cell.evidence.observed[0].text = tests::invalid_utf8();
    cell.evidence.observed[0].facts = {{"payload", tests::hostile_text() + tests::invalid_utf8()}};
    cell.broker = "<\"&'>";
    cell.broker_version = tests::invalid_utf8();
    cell.reproduce = "echo '<![CDATA[]]>' && true";
    return run;
}

class JunitXml : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!Xmllint::is_installed())
            GTEST_SKIP() << "xmllint is not installed: apt-get install libxml2-utils";
    }
    const std::string schema_ = "--schema " GAUNTLET_JUNIT_XSD;
};

TEST_F(JunitXml, HostileTextIsWellFormed) {
    EXPECT_EQ(Xmllint::complaints("", junit_of(hostile_run())), "");
}

TEST_F(JunitXml, ObeysTheSchema) {
    EXPECT_EQ(Xmllint::complaints(schema_, junit_of(hostile_run())), "");
    EXPECT_EQ(Xmllint::complaints(schema_, junit_of(tests::rich_run())), "");  // with a finding
    EXPECT_EQ(Xmllint::complaints(schema_, junit_of(tests::empty_run())), "");
}

TEST_F(JunitXml, TheSchemaRefusesOtherFiles) {
    const std::string good = junit_of(hostile_run());
    for (const auto& [what, by] : {std::pair{" classname=", " class="},
                                   {"<failure ", "<failed "},
                                   {"tests=\"", "tests=\"x"},
                                   {"name=\"cipher/verdict-weak\"", "name=\"\""}}) {
        std::string bad = good;
        const std::size_t at = bad.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        bad.replace(at, std::string(what).size(), by);
        EXPECT_NE(Xmllint::complaints(schema_, bad), "") << by;
    }
}

TEST_F(JunitXml, TheSchemaRefusesTwoCasesOfOneName) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::pass);
    run.cells.push_back(run.cells[0]);
    EXPECT_NE(Xmllint::complaints(schema_, junit_of(run)), "");
}

TEST(Junit, OneSuiteForEachBrokerAndFamily) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::pass);
    tests::add(run, "cipher/a", Verdict::pass);
    tests::add(run, "mutual/b", Verdict::fail);
    tests::add(run, "mutual/c", Verdict::pass).broker = "emqx";
    const std::string xml = junit_of(run);
    EXPECT_EQ(count(xml, "<testsuite "), 3U);
    expect_contains(xml,
                    "<testsuite name=\"mosquitto.mutual\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" "
                    "time=\"0.024\" timestamp=\"2024-02-29T12:00:01\">");
    expect_contains(xml, "<testsuite name=\"emqx.mutual\" tests=\"1\"");
    expect_contains(xml, "<testsuites name=\"gauntlet\" tests=\"4\" failures=\"1\" errors=\"0\" time=\"2.345\">");
    expect_contains(xml, "<property name=\"seed\" value=\"7\"/>");
    expect_contains(xml, "<property name=\"broker-version\" value=\"2.0.11\"/>");
    expect_contains(xml, "<testcase classname=\"mosquitto.mqtts.cipher\" name=\"cipher/a\" time=\"0.012\">");
}

TEST(Junit, EachOutcomeHasItsElement) {
    struct Row {
        Verdict verdict;
        const char* element;
    };
    for (const Row& row :
         {Row{Verdict::pass, ""}, Row{Verdict::weak, "<system-out>weak: because"},
          Row{Verdict::fail, "<failure message=\"fail: because\" type=\"fail\">fail: because"},
          Row{Verdict::info, "<system-out>info: because"},
          Row{Verdict::unsupported, "<skipped message=\"unsupported: because\">unsupported: because</"},
          Row{Verdict::skipped, "<skipped message=\"skipped: because\">skipped: because</"},
          Row{Verdict::inconclusive, "<error message=\"inconclusive: because\" type=\"inconclusive\">"}}) {
        record::Run run = tests::empty_run();
        tests::add(run, "mutual/a", row.verdict);
        const std::string xml = junit_of(run);
        expect_contains(xml, row.element);
        EXPECT_EQ(
            count(xml, "<failure ") + count(xml, "<error ") + count(xml, "<skipped ") + count(xml, "<system-out>"),
            *row.element == '\0' ? 0U : 1U);
    }
}

TEST(Junit, AKnownFailureIsSkippedWithItsReason) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::fail).known = record::Known{"ci/known/m.toml", 12, "it does not look"};
    const std::string xml = junit_of(run);
    expect_contains(xml, "<skipped message=\"known failure: ci/known/m.toml:12: it does not look\">");
    expect_contains(xml, "failures=\"0\" errors=\"0\" skipped=\"1\"");
    EXPECT_EQ(count(xml, "<failure "), 0U);
}

TEST(Junit, AStaleKnownFailureIsAFailure) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::pass);
    run.stale = {{"known.toml", 3, run.cells[0].id()}};
    expect_contains(junit_of(run),
                    "<failure message=\"stale known failure: known.toml:3: the cell passed; remove the entry "
                    "or narrow it\" type=\"pass\">");
}

TEST(Junit, WeakIsAFailureWhereItGates) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::weak);
    run.fail_on = record::FailOn::weak;
    expect_contains(junit_of(run), "<failure message=\"weak: because\" type=\"weak\">");
}

TEST(Junit, FaultsOfTheInfrastructureAreAnError) {
    record::Run run = tests::empty_run();
    run.faults = {"mosquitto did not start", "no port"};
    const std::string xml = junit_of(run);
    expect_contains(xml, "<testsuites name=\"gauntlet\" tests=\"1\" failures=\"0\" errors=\"1\"");
    expect_contains(
        xml, "<error message=\"mosquitto did not start\" type=\"infrastructure\">mosquitto did not start\nno port");
}

TEST(Junit, AFailureSaysEverythingThatIsNeeded) {
    record::Run run = tests::empty_run();
    record::Cell& cell = tests::add(run, "mutual/a", Verdict::fail);
    cell.evidence.observed[0] = {
        .at = "connack", .layer = core::Layer::mqtt, .kind = core::Kind::accepted, .code = 0, .text = "", .facts = {}};
    cell.transcript = "transcripts/a.txt";
    cell.log = "logs/mosquitto-1.log";
    const std::string xml = junit_of(run);
    for (const char* part :
         {"title: a client whose certificate has expired is refused\n",
          "expected: connack: tls alert 45 certificate_expired; weak: ", "observed: connack: mqtt accepted 0\n",
          "control before: mqtt accepted 0 (CONNACK 0)\n", "clause: RFC 5280 6.1.3\n",
          "why: An expired certificate is no proof.", "mend: check notAfter", "transcript: transcripts/a.txt\n",
          "log: logs/mosquitto-1.log\n", "repeat: gauntlet run --broker mosquitto --select mutual/a --seed 7\n"})
        expect_contains(xml, part);
}

TEST(Junit, CharactersThatXmlCannotHoldAreReplaced) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/a", Verdict::fail).reason = std::string("a\0b\x1b\xff\xef\xbf\xbe<c>&\"\r", 14);
    expect_contains(junit_of(run),
                    "message=\"fail: a\xef\xbf\xbd"
                    "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd&lt;c&gt;&amp;&quot;&#13;\"");
}

TEST(JUnit, AFindingIsAFailureAndACampaignWithoutOneATestThatPassed) {
    record::Run run = tests::empty_run();
    EXPECT_EQ(count(junit_of(run), "name=\"findings\""), 0U);
    run.campaign = record::Campaign{1000, 20, 30, 2};
    const std::string nothing = junit_of(run);
    expect_contains(nothing, "<testsuite name=\"findings\" tests=\"1\" failures=\"0\"");
    expect_contains(nothing, "<testcase classname=\"findings\" name=\"none\"");
    run.findings = tests::rich_run().findings;
    run.findings[0].signature = tests::hostile_text();
    const std::string found = junit_of(run);
    expect_contains(found, "<testsuite name=\"findings\" tests=\"1\" failures=\"1\"");
    expect_contains(found, "classname=\"findings.mosquitto.core\" name=\"f1\"");
    expect_contains(found, "gauntlet replay findings/f1");
}

}  // namespace
}  // namespace gauntlet::reports
