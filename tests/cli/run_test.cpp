// Whole runs: what they leave behind, whatever happens.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "json_schema.hpp"
#include "program.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;

class Run : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_mosquitto())
            GTEST_SKIP() << "mosquitto is missing: apt-get install mosquitto";
        fs::create_directory(temporary_);
        fs::permissions(temporary_, fs::perms(0755));
    }

    Arguments arguments(const Arguments& more) const {
        Arguments whole{"run", "--broker", "mosquitto", "--out", out_};
        whole.insert(whole.end(), more.begin(), more.end());
        return whole;
    }
    Environment environment() const { return {{"TMPDIR", temporary_}}; }

    boost::json::value record() const { return boost::json::parse(text_of(out_ / "record.json")); }
    std::vector<boost::json::value> cells() const {
        const boost::json::value whole = record();
        return {whole.at("cells").as_array().begin(), whole.at("cells").as_array().end()};
    }

    void expect_valid_record() const {
        const std::string schema = file_text(std::string(GAUNTLET_SCHEMAS) + "/record.schema.json");
        EXPECT_EQ(schema_violation(schema, text_of(out_ / "record.json")), std::nullopt);
    }

    // No process, no folder.
    void expect_nothing_left() const {
        EXPECT_TRUE(fs::is_empty(temporary_));
        EXPECT_TRUE(processes_with(temporary_.string()).empty());
    }

    // Waits until the run is in its midst: some cells are done, others are not.
    bool wait_for_cells(const Program& program) const {
        while (program.running()) {
            std::error_code error;
            std::size_t files = 0;
            for (const fs::directory_entry& entry : fs::recursive_directory_iterator(out_ / "transcripts", error))
                files += entry.is_regular_file(error) ? 1 : 0;
            if (files >= 3)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    }

    TemporaryFolder folder_;
    fs::path temporary_ = folder_.path() / "tmp";
    fs::path out_ = folder_.path() / "out";
};

TEST_F(Run, LeavesItsFilesAndNothingElse) {
    const Result result = gauntlet(arguments({"--select", "mutual/*", "--seed", "7"}), environment());
    EXPECT_TRUE(result.exit == 0 || result.exit == 1) << result.out << result.err;
    expect_valid_record();
    expect_nothing_left();
    EXPECT_EQ(record().at("seed").to_number<int>(), 7);
    EXPECT_TRUE(fs::exists(out_ / "junit.xml"));
    EXPECT_TRUE(fs::exists(out_ / "report.html"));
    EXPECT_TRUE(fs::exists(out_ / "logs" / "mosquitto-1.log"));
    for (const boost::json::value& cell : cells())
        if (cell.at("tries").to_number<int>() > 0) {
            EXPECT_TRUE(fs::exists(out_ / std::string(cell.at("transcript").as_string()))) << cell.at("id");
        }
    EXPECT_NE(result.out.find(out_.string()), std::string::npos);
}

TEST_F(Run, KeepsPrivateKeysToTheUser) {
    gauntlet(arguments({"--select", "mutual/good*"}), environment());
    std::size_t keys = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(out_ / "pki"))
        if (entry.path().filename() == "key.pem") {
            ++keys;
            EXPECT_EQ(entry.status().permissions(), fs::perms(0600)) << entry.path();
        }
    EXPECT_GT(keys, 0U);
}

TEST_F(Run, TheSameSeedAndTimeMakeTheSamePki) {
    gauntlet(arguments({"--select", "mutual/*", "--seed", "42"}), environment());
    const std::string now(record().at("now").as_string());
    fs::rename(out_, folder_.path() / "first");
    gauntlet(arguments({"--select", "mutual/*", "--seed", "42", "--now", now}), environment());
    std::size_t files = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(out_ / "pki"))
        if (entry.is_regular_file()) {
            ++files;
            const fs::path other = folder_.path() / "first" / "pki" / fs::relative(entry.path(), out_ / "pki");
            EXPECT_EQ(text_of(entry.path()), text_of(other)) << other;
        }
    EXPECT_GT(files, 10U);
}

// Mosquitto ignores tls_version where the listener is a WebSocket: this one is not set up as its owner thinks.
TEST_F(Run, GradesTheListenersOfAConfigurationOfTheUsers) {
    const fs::path config = folder_.path() / "m.conf";
    std::ofstream(config) << "per_listener_settings true\nlog_dest file /nowhere/m.log\n"
                             "listener 8883 0.0.0.0\ncertfile /c\nkeyfile /k\ncafile /a\nrequire_certificate true\n"
                             "listener 9001\nprotocol websockets\ncertfile /c\nkeyfile /k\ntls_version tlsv1.3\n"
                             "connection cloud\naddress 192.0.2.1\ntopic # out\n";
    const Result result = gauntlet(arguments({"--config", config, "--select", "mutual/good/*", "--select",
                                              "protocol-version/below/minimum-1-3-client-1-2"}),
                                   environment());
    EXPECT_EQ(result.exit, 1) << result.out << result.err;
    EXPECT_NE(result.err.find("mosquitto@8883: " + config.string() + ":3 over mqtts asks for a certificate"),
              std::string::npos)
        << result.err;
    EXPECT_NE(result.err.find(config.string() + ":13: bridge cloud left out"), std::string::npos) << result.err;
    expect_nothing_left();
    std::map<std::string, std::string> verdicts;
    for (const boost::json::value& cell : cells())
        verdicts[std::string(cell.at("id").as_string())] = cell.at("verdict").as_string();
    EXPECT_EQ(verdicts["mosquitto@8883/mqtts/mutual/good/tls-1-3"], "pass");
    EXPECT_EQ(verdicts["mosquitto@9001/wss/mutual/good/tls-1-3"], "unsupported");
    EXPECT_EQ(verdicts["mosquitto@9001/wss/protocol-version/below/minimum-1-3-client-1-2"], "fail");
    for (const boost::json::value& cell : cells())
        if (cell.at("verdict").as_string() == "fail") {
            EXPECT_NE(cell.at("reproduce").as_string().find("--broker mosquitto --config " + config.string()),
                      std::string::npos);
        }
}

// Law 9: what a report shows of it stands in the record.
TEST_F(Run, ACellThatIsNoPassHasItsConversationAndItsLog) {
    gauntlet(arguments({"--select", "mosquitto/mqtts/mutual/*"}), environment());
    std::size_t kept = 0;
    for (const boost::json::value& cell : cells()) {
        const bool passed = cell.at("verdict").as_string() == "pass";
        EXPECT_EQ(cell.at("conversation").is_null(), passed || cell.at("tries").to_number<int>() == 0) << cell.at("id");
        if (cell.at("conversation").is_null())
            continue;
        ++kept;
        const boost::json::object& conversation = cell.at("conversation").as_object();
        const boost::json::array& sections = conversation.at("sections").as_array();
        ASSERT_FALSE(sections.empty()) << cell.at("id");
        EXPECT_FALSE(sections.at(0).at("events").as_array().empty()) << cell.at("id");
        EXPECT_FALSE(conversation.at("log_lines").as_array().empty()) << cell.at("id");
    }
    EXPECT_GT(kept, 0U) << "Mosquitto does not look at the lists of intermediates";
    EXPECT_FALSE(record().at("brokers").at(0).at("remedies").as_array().empty());
}

TEST_F(Run, AnEmptySelectionExitsFourAndMakesNoFolder) {
    const Result result = gauntlet(arguments({"--select", "no/such"}), environment());
    EXPECT_EQ(result.exit, 4);
    EXPECT_FALSE(fs::exists(out_));
    EXPECT_EQ(gauntlet(arguments({"--select", "no/such"}), {{"GAUNTLET_CTEST", "1"}}).exit, 77);
}

TEST_F(Run, ARecordCanBeReportedAndJudgedAgain) {
    const Result first = gauntlet(arguments({"--select", "mutual/*"}), environment());
    const std::string file = out_ / "record.json";
    EXPECT_EQ(gauntlet({"report", file}).exit, 0);
    const Result junit = gauntlet({"report", file, "--format", "junit"});
    EXPECT_EQ(junit.out, text_of(out_ / "junit.xml"));
    EXPECT_EQ(gauntlet({"report", file, "--format", "html"}).out, text_of(out_ / "report.html"));
    const Result again = gauntlet({"report", "--rejudge", file});
    EXPECT_EQ(again.exit, first.exit);
    EXPECT_EQ(again.out.rfind("0 of ", 0), 0U) << again.out;
}

TEST_F(Run, AnInterruptedRunLeavesAValidRecordAndNothingElse) {
    for (const auto& [number, exit] : {std::pair{SIGINT, 130}, {SIGTERM, 143}}) {
        Program program(arguments({"--jobs", "1"}), environment());
        ASSERT_TRUE(wait_for_cells(program));
        program.signal(number);
        const Result result = program.wait();
        EXPECT_EQ(result.exit, exit) << result.out << result.err;
        expect_valid_record();
        expect_nothing_left();
        std::set<std::string> reasons;
        for (const boost::json::value& cell : cells())
            if (cell.at("verdict").as_string() == "skipped")
                reasons.insert(std::string(cell.at("reason").as_string()));
        EXPECT_TRUE(reasons.contains("interrupted"));
        EXPECT_TRUE(record().at("interrupted").as_bool());
        fs::remove_all(out_);
    }
}

TEST_F(Run, ASecondSignalLosesNothing) {
    Program program(arguments({"--jobs", "4"}), environment());
    ASSERT_TRUE(wait_for_cells(program));
    program.signal(SIGINT);
    program.signal(SIGTERM);
    const Result result = program.wait();
    EXPECT_TRUE(result.exit == 130 || result.exit == 143) << result.exit << result.err;
    expect_valid_record();
    expect_nothing_left();
}

TEST_F(Run, KillNineOfTheProgramLeavesNoProcessAndNoFolder) {
    Program program(arguments({"--jobs", "2"}), environment());
    ASSERT_TRUE(wait_for_cells(program));
    program.signal(SIGKILL);
    EXPECT_EQ(program.wait().exit, 137);
    for (int i = 0; i < 2000 && !(fs::is_empty(temporary_) && processes_with(temporary_.string()).empty()); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    expect_nothing_left();
}

// Whatever was open: the shared instance or one of a cell's own, with one cell or with several. Cells that fail by
// themselves when they run again are left out: those are failures, not inconclusive.
TEST_F(Run, KillNineOfTheBrokerIsRecordedAndEndsWithThree) {
    for (const char* jobs : {"1", "8"}) {
        for (const bool newest : {false, true}) {
            Program program(arguments({"--jobs", jobs, "--select", "mosquitto/mqtts/mutual/*", "--select", "!*/*revo*",
                                       "--select", "!*/crl-of-root-missing", "--select", "!*leave-nothing*", "--select",
                                       "!*/ku-key-agreement-only*"}),
                            environment());
            ASSERT_TRUE(wait_for_cells(program));
            std::vector<pid_t> brokers;
            while (brokers.empty() && program.running())
                brokers = program.children("mosquitto");
            ASSERT_FALSE(brokers.empty());
            ::kill(newest ? brokers.back() : brokers.front(), SIGKILL);
            const Result result = program.wait();
            EXPECT_EQ(result.exit, 3) << result.out << result.err;
            expect_valid_record();
            expect_nothing_left();
            EXPECT_NE(text_of(out_ / "record.json").find("signal 9"), std::string::npos);
            fs::remove_all(out_);
        }
    }
}

// A broker behind a wrapper that refuses some configurations.
class Picky : public Run {
  protected:
    // `condition`: a shell test of "$conf", the configuration's path; the broker ends with 9 where it holds.
    Arguments refusing(const std::string& condition, const Arguments& more) const {
        const fs::path script = folder_.path() / "picky";
        write_text(script, "#!/bin/sh\nfor conf; do :; done\nif " + condition +
                               "; then echo 'I do not like it' >&2; exit 9; fi\nexec \"$@\"\n");
        fs::permissions(script, fs::perms(0755));
        Arguments whole = arguments({"--set", "mosquitto.wrapper=" + script.string()});
        whole.insert(whole.end(), more.begin(), more.end());
        return whole;
    }

    std::map<std::string, std::set<std::string>> profiles_by_verdict() const {
        std::map<std::string, std::set<std::string>> found;
        for (const boost::json::value& cell : cells())
            found[std::string(cell.at("verdict").as_string())].insert(std::string(cell.at("profile").as_string()));
        return found;
    }
};

TEST_F(Picky, WhereNotAllProfilesFitInOneInstanceEachHasItsOwn) {
    const Result result = gauntlet(refusing("[ $(grep -c ^certfile \"$conf\") -gt 1 ]",
                                            {"--select", "mutual/good*", "--select", "one-way/connect*"}),
                                   environment());
    EXPECT_EQ(result.exit, 0) << result.out << result.err;
    expect_valid_record();
    expect_nothing_left();
    const std::map<std::string, std::set<std::string>> profiles = profiles_by_verdict();
    ASSERT_EQ(profiles.size(), 1U);
    EXPECT_GE(profiles.at("pass").size(), 2U);
}

TEST_F(Picky, OnlyTheCellsOfTheProfileAtFaultAreInconclusive) {
    const Result result = gauntlet(
        refusing("grep -q ^crlfile \"$conf\"", {"--select", "mutual/good*", "--select", "mutual/not-revoked*"}),
        environment());
    EXPECT_EQ(result.exit, 3) << result.out << result.err;
    expect_valid_record();
    expect_nothing_left();
    const std::map<std::string, std::set<std::string>> profiles = profiles_by_verdict();
    EXPECT_EQ(profiles.at("inconclusive"), (std::set<std::string>{"mutual-crl"}));
    EXPECT_EQ(profiles.at("pass"), (std::set<std::string>{"mutual"}));
    EXPECT_NE(result.out.find("I do not like it"), std::string::npos) << result.out;
}

}  // namespace
}  // namespace gauntlet::tests
