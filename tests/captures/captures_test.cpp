// Captures of cells that really fail, on a reference broker with flaws: tshark finds the MQTT packets in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

#include "gauntlet/record/json.hpp"
#include "program.hpp"
#include "tshark.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;

#define NEEDS_TSHARK() \
    if (!has_tshark()) \
    GTEST_SKIP() << "tshark is not installed; install it with: apt-get install tshark"

// One run for all tests: a broker that overlooks what the scenarios look for.
class Captures : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<TemporaryFolder>();
        const Result result = gauntlet({"run", "--broker", "reference", "--set",
                                        "reference.flaw=ignores-not-after-of-leaf,falls-back-to-plain-mqtt", "--select",
                                        "mutual/expired/*", "--select", "one-way/plain-text-on-tls-port", "--select",
                                        "one-way/connect/*", "--out", out()});
        ASSERT_EQ(result.exit, 1) << result.err;
        record_ = record::read(out() / "record.json");
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static fs::path out() { return folder_->path() / "out"; }
    static const record::Cell& cell(const std::string& id) {
        const auto found = std::ranges::find_if(record_.cells, [&id](const record::Cell& c) { return c.id() == id; });
        if (found == record_.cells.end())
            throw std::runtime_error("no cell " + id);
        return *found;
    }
    static fs::path capture(const std::string& id) {
        const record::Cell& failed = cell(id);
        EXPECT_EQ(failed.verdict, core::Verdict::fail) << failed.reason;
        EXPECT_EQ(failed.capture, "captures/" + id + ".pcapng");
        return out() / failed.capture.value_or("none");
    }
    static std::string port_of(const fs::path& capture) { return values(capture, "tcp.dstport").at(0); }

    static std::unique_ptr<TemporaryFolder> folder_;
    static record::Run record_;
};

std::unique_ptr<TemporaryFolder> Captures::folder_;
record::Run Captures::record_;

bool has(const std::vector<std::string>& values, const std::string& value) {
    return std::ranges::find(values, value) != values.end();
}

struct Opened {
    std::string cell;
    std::string version;  // of TLS, as its ServerHello says it
};

// GoogleTest's own way to show it.
void PrintTo(const Opened& opened, std::ostream* out) {
    *out << opened.cell;
}

class CapturesOf : public Captures, public testing::WithParamInterface<Opened> {
  protected:
    fs::path file_ = capture(GetParam().cell);

    void expect_version(const std::vector<std::string>& rules) const {
        if (GetParam().version == "1.3")
            EXPECT_TRUE(has(values(file_, "tls.handshake.extensions.supported_version", rules), "0x0304"));
        else
            EXPECT_TRUE(has(values(file_, "tls.handshake.version", rules, "tls.handshake.type == 2"), "0x0303"));
    }
};

class CapturesOfMqtts : public CapturesOf {};
class CapturesOfWss : public CapturesOf {};

// Of the control before, of the scenario, whose expired client is let in, and of the control after.
TEST_P(CapturesOfMqtts, OpenDecrypted) {
    NEEDS_TSHARK();
    const std::vector<std::string> rules{"tls.port==" + port_of(file_) + ",mqtt"};
    expect_version(rules);
    EXPECT_EQ(values(file_, "mqtt.msgtype", rules, "mqtt.msgtype == 1").size(), 3U) << "CONNECT";
    EXPECT_EQ(values(file_, "mqtt.msgtype", rules, "mqtt.msgtype == 2").size(), 3U) << "CONNACK";
}

// tshark of Debian 12 knows no MQTT in WebSocket frames, and shows their payload.
TEST_P(CapturesOfWss, OpenDecrypted) {
    NEEDS_TSHARK();
    const std::vector<std::string> rules{"tls.port==" + port_of(file_) + ",http"};
    expect_version(rules);
    EXPECT_TRUE(has(values(file_, "http.sec_websocket_protocol", rules), "mqtt"));
    const std::vector<std::string> payloads = values(file_, "data.data", rules, "websocket");
    const auto begins = [&payloads](const std::string& what, std::size_t at) {
        return std::ranges::count_if(payloads, [&](const std::string& p) { return p.substr(at, what.size()) == what; });
    };
    EXPECT_EQ(begins("00044d515454", 4), 3) << "CONNECT: " << testing::PrintToString(payloads);
    EXPECT_EQ(begins("2002", 0), 3) << "CONNACK: " << testing::PrintToString(payloads);
}

std::string name_of(const testing::TestParamInfo<Opened>& given) {
    return given.param.version == "1.3" ? "Tls13" : "Tls12";
}

INSTANTIATE_TEST_SUITE_P(Cells, CapturesOfMqtts,
                         testing::Values(Opened{"reference/mqtts/mutual/expired/tls-1-2", "1.2"},
                                         Opened{"reference/mqtts/mutual/expired/tls-1-3", "1.3"}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Cells, CapturesOfWss,
                         testing::Values(Opened{"reference/wss/mutual/expired/tls-1-2", "1.2"},
                                         Opened{"reference/wss/mutual/expired/tls-1-3", "1.3"}),
                         name_of);

// MQTT in clear, on a TLS port that should refuse it.
TEST_F(Captures, OpenInClear) {
    NEEDS_TSHARK();
    const fs::path file = capture("reference/mqtts/one-way/plain-text-on-tls-port");
    std::vector<std::string> streams =
        values(file, "tcp.stream", {"tcp.port==" + port_of(file) + ",mqtt"}, "mqtt.msgtype == 2 and not tls");
    EXPECT_FALSE(streams.empty()) << "no CONNACK in clear";
}

// What a dissector takes for faults of TCP or of the file would be ours.
TEST_F(Captures, AreSound) {
    NEEDS_TSHARK();
    for (const std::string id : {"reference/mqtts/mutual/expired/tls-1-3", "reference/wss/mutual/expired/tls-1-2",
                                 "reference/mqtts/one-way/plain-text-on-tls-port"}) {
        const fs::path file = capture(id);
        const std::vector<std::string> frames = values(file, "frame.number");
        EXPECT_GT(frames.size(), 20U);
        EXPECT_TRUE(values(file, "frame.number", {}, "tcp.analysis.flags or _ws.malformed").empty()) << id;
        EXPECT_TRUE(values(file, "frame.number", {}, "tcp.checksum.status != 1 or ip.checksum.status != 1").empty())
            << id;
        // Every connection begins with a SYN of ours, and ends with a FIN or a RST of either side.
        const std::size_t connections =
            values(file, "tcp.stream", {}, "tcp.flags.syn == 1 and tcp.flags.ack == 0").size();
        EXPECT_GE(connections, 3U) << id;
        std::vector<std::string> ended = values(file, "tcp.stream", {}, "tcp.flags.fin == 1 or tcp.flags.reset == 1");
        std::ranges::sort(ended);
        const auto rest = std::ranges::unique(ended);
        ended.erase(rest.begin(), rest.end());
        EXPECT_EQ(ended.size(), connections) << id;
        // The parts of the cell are told apart.
        const std::vector<std::string> comments = values(file, "frame.comment");
        EXPECT_TRUE(has(comments, "control before")) << testing::PrintToString(comments);
        EXPECT_TRUE(has(comments, "stimulus")) << testing::PrintToString(comments);
        EXPECT_TRUE(has(comments, "control after")) << testing::PrintToString(comments);
    }
}

TEST_F(Captures, AreOfFailingCellsAndTheirOwnersAlone) {
    for (const record::Cell& each : record_.cells) {
        EXPECT_EQ(each.capture.has_value(), each.verdict != core::Verdict::pass) << each.id();
        if (!each.capture)
            continue;
        EXPECT_EQ(fs::status(out() / *each.capture).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_TRUE(std::ranges::any_of(record_.cells, [](const record::Cell& c) { return !c.capture; }));
}

// Where it says that its listener is; empty where it has not said so within 20 s.
std::string told_url(const Program& broker) {
    const std::string head = "mqtts://127.0.0.1:";
    for (int tries = 0; tries < 200; ++tries) {
        const std::string said = broker.output();
        const std::size_t begin = said.find(head);
        const std::size_t end =
            begin == said.npos ? said.npos : said.find_first_not_of("0123456789", begin + head.size());
        if (end != said.npos)
            return said.substr(begin, end - begin);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return {};
}

// It is not ours: neither its bytes nor its secrets are kept.
TEST(CapturesOfAListener, ThatIsNotOursAreNotMade) {
    const TemporaryFolder folder;
    const std::string pki = folder.path() / "pki";
    ASSERT_EQ(gauntlet({"pki", "make", "--out", pki}).exit, 0);
    Program broker(
        {"reference", "--profile", "mutual", "--port", "0", "--pki", pki, "--flaw", "ignores-not-after-of-leaf"});
    const std::string url = told_url(broker);
    ASSERT_NE(url, "");
    const fs::path out = folder.path() / "out";
    const Result result =
        gauntlet({"run", url, "--pki", pki, "--profile", "mutual", "--select", "mutual/expired/tls-1-3", "--out", out});
    ASSERT_EQ(result.exit, 1) << result.err;
    const record::Run run = record::read(out / "record.json");
    ASSERT_EQ(run.cells.size(), 1U);
    EXPECT_EQ(run.cells[0].verdict, core::Verdict::fail);
    EXPECT_FALSE(run.cells[0].capture);
    EXPECT_FALSE(fs::exists(out / "captures"));
}

const Arguments one_cell{"run", "--broker", "reference", "--select", "reference/mqtts/one-way/connect/tls-1-3"};

Arguments with_out(const fs::path& out) {
    Arguments arguments = one_cell;
    arguments.insert(arguments.end(), {"--out", out});
    return arguments;
}

TEST(KeyLogFile, GetsTheSecretsOfEveryConnection) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "keys";
    EXPECT_EQ(gauntlet(with_out(folder.path() / "1"), {{"SSLKEYLOGFILE", file}}).exit, 0);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const std::string once = text_of(file);
    EXPECT_NE(once.find("CLIENT_HANDSHAKE_TRAFFIC_SECRET "), std::string::npos) << once;
    EXPECT_NE(once.find("CLIENT_TRAFFIC_SECRET_0 "), std::string::npos) << once;
    EXPECT_EQ(gauntlet(with_out(folder.path() / "2"), {{"SSLKEYLOGFILE", file}}).exit, 0);
    const std::string twice = text_of(file);
    EXPECT_TRUE(twice.starts_with(once)) << "what was there is gone";
    EXPECT_GT(count_lines(twice), count_lines(once));
}

TEST(KeyLogFile, ThatCannotBeWrittenIsSaidOnce) {
    const TemporaryFolder folder;
    const Result result = gauntlet(with_out(folder.path() / "1"), {{"SSLKEYLOGFILE", "/nonexistent/keys"}});
    EXPECT_EQ(result.exit, 0);
    const std::string said = "gauntlet: SSLKEYLOGFILE=/nonexistent/keys: No such file or directory";
    const std::size_t at = result.err.find(said);
    ASSERT_NE(at, std::string::npos) << result.err;
    EXPECT_EQ(result.err.find(said, at + 1), std::string::npos) << result.err;
}

}  // namespace
}  // namespace gauntlet::tests
