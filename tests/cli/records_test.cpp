// What is made of records, through the program: diff, trend, merge, baseline write; and several versions in one run.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <sstream>
#include <thread>

#include "json_schema.hpp"
#include "program.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class Records : public testing::Test {
  protected:
    // Runs the reference broker; `name` is the folder of its results.
    Result reference(const std::string& name, const Arguments& more, const std::string& select = "mutual/expired/*") {
        Arguments arguments{"run", "--broker", "reference", "--out", folder(name), "--select", select};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return gauntlet(arguments);
    }
    std::string folder(const std::string& name) const { return folder_.path() / name; }
    std::string record(const std::string& name) const { return folder_.path() / name / "record.json"; }
    json::value parsed(const std::string& name) const { return json::parse(text_of(record(name))); }

    TemporaryFolder folder_;
};

void expect_one_line(const Result& result, const std::string& says) {
    EXPECT_EQ(result.exit, 2) << result.out << result.err;
    EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    EXPECT_NE(result.err.find(says), std::string::npos) << result.err;
}

TEST_F(Records, DiffOfTheReferenceAgainstAFlawedOneNamesTheCellsAndEndsWithOne) {
    ASSERT_EQ(reference("good", {}).exit, 0);
    ASSERT_EQ(reference("flawed", {"--set", "reference.flaw=ignores-not-after-of-leaf"}).exit, 1);
    const Result diff = gauntlet({"diff", record("good"), record("flawed")});
    EXPECT_EQ(diff.exit, 1) << diff.out;
    for (const char* cell : {"reference/mqtts/mutual/expired/tls-1-2", "reference/mqtts/mutual/expired/tls-1-3",
                             "reference/wss/mutual/expired/tls-1-2", "reference/wss/mutual/expired/tls-1-3"})
        EXPECT_NE(diff.out.find("regression  " + std::string(cell) + "  pass -> fail\n"), std::string::npos)
            << diff.out;
    EXPECT_NE(diff.out.find("  before  connack: tls alert 45 certificate_expired"), std::string::npos) << diff.out;
    EXPECT_NE(diff.out.find("  after   connack: mqtt accepted (CONNACK 0x00"), std::string::npos) << diff.out;
    EXPECT_NE(diff.out.find("--set reference.flaw=ignores-not-after-of-leaf"), std::string::npos) << diff.out;

    const Result back = gauntlet({"diff", record("flawed"), record("good"), "--format", "markdown"});
    EXPECT_EQ(back.exit, 0);
    EXPECT_NE(back.out.find("## repair (4)"), std::string::npos) << back.out;
    const Result same = gauntlet({"diff", record("good"), record("good"), "--format", "json"});
    EXPECT_EQ(same.exit, 0);
    EXPECT_EQ(schema_violation(file_text(std::string(GAUNTLET_SCHEMAS) + "/diff.schema.json"), same.out), std::nullopt);
    EXPECT_TRUE(json::parse(same.out).at("differences").as_array().empty());

    const Result trend = gauntlet({"trend", record("good"), record("flawed")});
    EXPECT_EQ(trend.exit, 0);
    EXPECT_NE(trend.out.find("PF  reference/mqtts/mutual/expired/tls-1-2\n"), std::string::npos) << trend.out;
}

TEST_F(Records, BadInputOfDiffIsOneLine) {
    write_text(folder_.path() / "bad.json", "{\n \"schema\": \"gauntlet.record/9\"}");
    const std::string bad = folder_.path() / "bad.json";
    expect_one_line(gauntlet({"diff", bad, bad}), "bad.json:2: /schema: is \"gauntlet.record/9\"");
    expect_one_line(gauntlet({"diff", "/no/such.json", bad}), "/no/such.json: cannot be read");
    expect_one_line(gauntlet({"diff", bad, bad, "--format", "pdf"}), "--format pdf");
    expect_one_line(gauntlet({"trend", bad}), "bad.json:2: ");
    expect_one_line(gauntlet({"merge", bad, "--out", folder("x")}), "bad.json:2: ");
    expect_one_line(gauntlet({"baseline", "write", bad}), "bad.json:2: ");
    EXPECT_FALSE(fs::exists(folder("x")));
}

TEST_F(Records, TwoVersionsOfOneBrokerRunInOneMatrix) {
    const Result run = gauntlet({"run", "--broker", "reference@1.0,reference@2.0-rc.1", "--set",
                                 "reference@2.0-rc.1.flaw=ignores-not-after-of-leaf", "--select",
                                 "*/mqtts/mutual/expired/tls-1-2", "--out", folder("both")});
    EXPECT_EQ(run.exit, 1) << run.out << run.err;
    const json::value record_json = parsed("both");
    ASSERT_EQ(record_json.at("cells").as_array().size(), 2U);
    EXPECT_EQ(record_json.at("cells").at(0).at("id").as_string(), "reference@1.0/mqtts/mutual/expired/tls-1-2");
    EXPECT_EQ(record_json.at("cells").at(0).at("verdict").as_string(), "pass");
    EXPECT_EQ(record_json.at("cells").at(1).at("id").as_string(), "reference@2.0-rc.1/mqtts/mutual/expired/tls-1-2");
    EXPECT_EQ(record_json.at("cells").at(1).at("verdict").as_string(), "fail");
    EXPECT_TRUE(fs::exists(folder("both") + "/logs/reference@2.0-rc.1-1.log"));
    // The command that repeats a cell has what was set of its broker, and not what was set of the other one.
    const std::string first(record_json.at("cells").at(0).at("reproduce").as_string());
    const std::string second(record_json.at("cells").at(1).at("reproduce").as_string());
    EXPECT_EQ(first.find("--set"), std::string::npos) << first;
    EXPECT_NE(second.find("--set reference@2.0-rc.1.flaw=ignores-not-after-of-leaf"), std::string::npos) << second;

    const Result diff =
        gauntlet({"diff", record("both"), record("both"), "--broker", "reference@1.0=reference@2.0-rc.1"});
    EXPECT_EQ(diff.exit, 1) << diff.out;
    EXPECT_NE(diff.out.find("regression  reference@2.0-rc.1/mqtts/mutual/expired/tls-1-2"), std::string::npos);
    expect_one_line(gauntlet({"diff", record("both"), record("both"), "--broker", "reference=reference"}),
                    "has no broker 'reference'; it has reference@1.0, reference@2.0-rc.1");
    expect_one_line(gauntlet({"diff", record("both"), record("both"), "--broker", "reference"}), "OLD=NEW");
}

TEST_F(Records, LabelsAndTheirSettingsAreChecked) {
    expect_one_line(gauntlet({"run", "--broker", "reference@../x", "--dry-run"}), "a label has letters");
    expect_one_line(gauntlet({"run", "--broker", "reference@", "--dry-run"}), "a label has letters");
    expect_one_line(gauntlet({"run", "--broker", "nothing@1", "--dry-run"}), "there is");
    expect_one_line(gauntlet({"run", "--broker", "reference@1", "--set", "reference@2.flaw=x", "--dry-run"}),
                    "no broker 'reference@2' is being tested");
}

TEST_F(Records, ShardsAreMergedIntoTheWholeRun) {
    const std::string select = "mutual/expired*";
    const Arguments seed{"--seed", "7", "--set", "reference.flaw=ignores-not-after-of-leaf"};
    ASSERT_EQ(reference("whole", seed, select).exit, 1);
    const std::string now(parsed("whole").at("now").as_string());
    for (const char* shard : {"1", "2"}) {
        Arguments more = seed;
        more.insert(more.end(), {"--now", now, "--shard", std::string(shard) + "/2"});
        reference(shard, more, select);
    }
    const Result merged = gauntlet({"merge", record("2"), record("1"), "--out", folder("merged")});
    EXPECT_EQ(merged.exit, 1) << merged.out << merged.err;
    EXPECT_EQ(
        schema_violation(file_text(std::string(GAUNTLET_SCHEMAS) + "/record.schema.json"), text_of(record("merged"))),
        std::nullopt);
    const json::value whole = parsed("whole");
    const json::value parts = parsed("merged");
    EXPECT_EQ(whole.at("totals"), parts.at("totals"));
    EXPECT_TRUE(fs::exists(folder("merged") + "/junit.xml"));
    ASSERT_EQ(whole.at("cells").as_array().size(), parts.at("cells").as_array().size());
    for (std::size_t i = 0; i < whole.at("cells").as_array().size(); ++i) {
        const json::value& cell = parts.at("cells").at(i);
        EXPECT_EQ(whole.at("cells").at(i).at("id"), cell.at("id"));
        for (const char* file : {"transcript", "log"})
            EXPECT_TRUE(fs::is_regular_file(folder("merged") + "/" + std::string(cell.at(file).as_string())))
                << cell.at(file);
    }
    EXPECT_EQ(gauntlet({"diff", record("whole"), record("merged")}).exit, 0);

    expect_one_line(gauntlet({"merge", record("1"), "--out", folder("x")}),
                    "is one of 2 shards, and shard 2 is missing");
    expect_one_line(gauntlet({"merge", record("1"), record("1"), "--out", folder("x")}), "name each shard once");
    expect_one_line(gauntlet({"merge", record("1"), record("whole"), "--out", folder("x")}), "is of another run than");
    EXPECT_FALSE(fs::exists(folder("x")));
}

TEST_F(Records, ABaselineIsRefusedUntilItsReasonsAreWrittenAndThenOpensTheGate) {
    const Arguments flawed{"--set", "reference.flaw=ignores-not-after-of-leaf"};
    ASSERT_EQ(reference("first", flawed).exit, 1);
    const std::string known = folder_.path() / "known.toml";
    const Result written = gauntlet({"baseline", "write", record("first"), "--out", known});
    EXPECT_EQ(written.exit, 0) << written.err;
    EXPECT_EQ(written.err,
              "4 entries; write the reason and the confirm command of each: --known refuses the file until then\n");
    expect_one_line(gauntlet({"baseline", "write", record("first"), "--out", known}), "is left as it is");
    Arguments with = flawed;
    with.insert(with.end(), {"--known", known});
    expect_one_line(reference("refused", with), "reason must be a string that is not empty");

    std::string text = text_of(known);
    for (std::size_t at = text.find("= \"\""); at != std::string::npos; at = text.find("= \"\"", at))
        text.replace(at, 4, "= \"because\"");
    write_text(known, text);
    const Result excused = reference("excused", with);
    EXPECT_EQ(excused.exit, 0) << excused.out;
    EXPECT_EQ(parsed("excused").at("totals").at("fail").to_number<int>(), 4);
    // The broker is mended: each entry is red.
    const Result fixed = reference("fixed", {"--known", known});
    EXPECT_EQ(fixed.exit, 1) << fixed.out;
    EXPECT_EQ(parsed("fixed").at("stale").as_array().size(), 4U);
}

TEST_F(Records, ARunWritesALineForEachCellWhileItRuns) {
    const std::string lines = folder_.path() / "cells.jsonl";
    const Result run = reference("run", {"--jsonl", lines});
    EXPECT_EQ(run.exit, 0) << run.err;
    const Result report = gauntlet({"report", record("run"), "--format", "jsonl"});
    const auto sorted = [](const std::string& text) {
        std::multiset<std::string> all;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);)
            all.insert(line);
        return all;
    };
    EXPECT_EQ(sorted(text_of(lines)), sorted(report.out));

    const Result to_stdout = reference("stdout", {"--jsonl", "-"});
    EXPECT_EQ(count_lines(to_stdout.out), 4U) << to_stdout.out;
    EXPECT_NE(to_stdout.err.find("gate: open"), std::string::npos) << to_stdout.err;
    std::istringstream stream(to_stdout.out);
    for (std::string line; std::getline(stream, line);)
        EXPECT_EQ(json::parse(line).at("verdict").as_string(), "pass");
    expect_one_line(reference("none", {"--jsonl", "/no/such/file"}), "--jsonl /no/such/file");
}

TEST_F(Records, AKilledRunLeavesWholeLines) {
    const fs::path lines = folder_.path() / "cells.jsonl";
    Program program({"run", "--broker", "reference", "--jobs", "2", "--select", "mutual/*", "--out", folder("run"),
                     "--jsonl", lines});
    while (program.running() && count_lines(text_of(lines)) < 5)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    program.signal(SIGKILL);
    program.wait();
    EXPECT_FALSE(fs::exists(record("run")));
    const std::string text = text_of(lines);
    ASSERT_GE(count_lines(text), 5U);
    // The kernel may end a write of several pages where SIGKILL comes in its midst: that line has no end.
    std::istringstream stream(text.substr(0, text.rfind('\n') + 1));
    for (std::string line; std::getline(stream, line);)
        EXPECT_TRUE(json::parse(line).at("id").as_string().starts_with("reference/")) << line;
}

class Wrapper : public Records {
  protected:
    void SetUp() override {
        if (!has_mosquitto())
            GTEST_SKIP() << "mosquitto is missing: apt-get install mosquitto";
    }
    // Of a broker behind the wrapper; "" where it was gone before it could be asked.
    static std::string nice_value_of(pid_t pid) {
        const std::string stat = text_of("/proc/" + std::to_string(pid) + "/stat");
        std::istringstream fields(stat.substr(std::min(stat.size(), stat.rfind(')') + 1)));
        std::string field;
        for (int i = 3; i <= 19 && fields >> field; ++i)  // proc(5): state is the 3rd field, nice the 19th
            continue;
        return fields ? field : "";
    }
};

TEST_F(Wrapper, TheBrokerReallyRunsBehindIt) {
    const int own = ::getpriority(PRIO_PROCESS, 0);
    if (own > 12)
        GTEST_SKIP() << "this test runs at nice value " << own << " itself";
    Program program({"run", "--broker", "mosquitto", "--set", "mosquitto.wrapper=nice -n 7", "--select",
                     "mosquitto/mqtts/mutual/*", "--jobs", "2", "--out", folder("nice")});
    std::string value;
    while (value.empty() && program.running())
        for (const pid_t pid : program.children("mosquitto"))
            value = nice_value_of(pid);
    program.signal(SIGTERM);
    program.wait();
    EXPECT_EQ(value, std::to_string(own + 7));
}

TEST_F(Wrapper, ValgrindWritesToTheBrokersLog) {
    if (std::system("valgrind --version >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "valgrind is missing: apt-get install valgrind";
    const Result run =
        gauntlet({"run", "--broker", "mosquitto", "--set", "mosquitto.wrapper=valgrind --leak-check=no", "--timeout",
                  "30", "--select", "mosquitto/mqtts/mutual/good/tls-1-3", "--out", folder("valgrind")});
    EXPECT_EQ(run.exit, 0) << run.out << run.err;
    const std::string log = text_of(folder("valgrind") + "/logs/mosquitto-1.log");
    EXPECT_NE(log.find("Memcheck, a memory error detector"), std::string::npos) << log;
    EXPECT_NE(log.find("Command: /usr/sbin/mosquitto -c "), std::string::npos) << log;
    EXPECT_NE(parsed("valgrind").at("brokers").at(0).at("version").as_string().find("2."), std::string::npos);
}

// As `docker run IMAGE` has it: the program is nowhere on this machine, only the wrapper knows it.
TEST_F(Wrapper, TheBrokerMayBeWhereOnlyTheWrapperSeesIt) {
    const fs::path script = folder_.path() / "container";
    write_text(script,
               "#!/bin/sh\nshift\n[ \"$1\" = -h ] && echo 'mosquitto version 9.8.7' && exit 3\n"
               "exec /usr/sbin/mosquitto \"$@\"\n");
    fs::permissions(script, fs::perms(0755));
    const Arguments arguments{"run",
                              "--broker",
                              "mosquitto@image",
                              "--set",
                              "mosquitto.binary=/image/mosquitto",
                              "--set",
                              "mosquitto@image.wrapper=" + script.string(),
                              "--select",
                              "mosquitto@image/mqtts/mutual/good/tls-1-3",
                              "--out",
                              folder("image")};
    const Result run = gauntlet(arguments);
    EXPECT_EQ(run.exit, 0) << run.out << run.err;
    EXPECT_EQ(parsed("image").at("cells").at(0).at("broker_version").as_string(), "9.8.7");

    fs::remove_all(folder("image"));
    write_text(script, "#!/bin/sh\nexec \"$@\"\n");
    expect_one_line(gauntlet(arguments), "neither here nor behind --set mosquitto.wrapper");
}

}  // namespace
}  // namespace gauntlet::tests
