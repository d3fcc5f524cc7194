// `gauntlet replay` and `gauntlet promote`, with a reproducer as a person could write it.
#include <gtest/gtest.h>

#include "program.hpp"

namespace gauntlet::tests {
namespace {

// The broker that comes with the program tolerates nothing and survives this.
const std::string survived = R"(schema = "gauntlet.reproducer/1"
[finding]
id = "reference-core-0123456789abcdef"
plane = "packets"
[alarm]
oracle = "core"
signature = "SIGSEGV"
text = "the broker ended by signal 11"
[broker]
name = "reference"
transport = "mqtts"
profile = "one-way"
seed = 7
now = "2026-11-01T00:00:00Z"
[[session]]
steps = '''
a: open the listener  -> handshake
a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }
a: read  -> connack
a: send 30 r{ s'{topic}/x' 'payload' }
a: barrier  -> handled
'''
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

class Finding : public testing::Test {
  protected:
    std::string file(const std::string& text) {
        const std::filesystem::path path = folder_.path() / "reproducer";
        write_text(path, text);
        return path.string();
    }
    std::string suite() const { return (folder_.path() / "suite").string(); }

    TemporaryFolder folder_;
};

TEST_F(Finding, ThatDoesNotComeBackEndsWith0) {
    const Result result = gauntlet({"replay", file(survived)});
    EXPECT_EQ(result.exit, 0) << result.out << result.err;
    EXPECT_NE(result.out.find("control   quiet"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("raised    0 of 3"), std::string::npos) << result.out;
}

TEST_F(Finding, MayEndAListenerOnlyWhereThatIsAllowed) {
    const std::string path = file(survived);
    const Result asks = gauntlet({"replay", path, "--listener", "mqtts://127.0.0.1:1"});
    EXPECT_EQ(asks.exit, 2) << asks.err;
    EXPECT_NE(asks.err.find("--allow-disruptive"), std::string::npos) << asks.err;
    const Result goes_on = gauntlet({"replay", path, "--listener", "mqtts://127.0.0.1:1", "--allow-disruptive"});
    EXPECT_EQ(goes_on.err.find("--allow-disruptive"), std::string::npos) << goes_on.err;
}

// A broker that answers nobody is none that a finding could be repeated on.
TEST_F(Finding, OnABrokerThatServesNobodyEndsWith5AndSaysWhatGoodSessionsRaised) {
    const Result result =
        gauntlet({"replay", file(survived), "--set", "reference.flaw=accepts-and-never-answers", "--timeout", "0.3"});
    EXPECT_EQ(result.exit, 5) << result.out << result.err;
    EXPECT_NE(result.out.find("control   hang"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("instead   hang"), std::string::npos) << result.out;
}

TEST_F(Finding, AFileThatIsNoneEndsWith2AndItsLine) {
    const Result result = gauntlet({"replay", file(with(survived, "a: read", "a: reed"))});
    EXPECT_EQ(result.exit, 2);
    EXPECT_NE(result.err.find("reproducer:19: column 4: a channel does one of"), std::string::npos) << result.err;
    EXPECT_EQ(gauntlet({"replay", suite()}).exit, 2);
    EXPECT_EQ(gauntlet({"replay", file(survived), "--broker", "none"}).exit, 2);
    EXPECT_EQ(gauntlet({"replay", file(survived), "--listener", "mqtts://127.0.0.1:1"}).exit, 2);
    EXPECT_EQ(gauntlet({"replay", file(with(survived, "\"one-way\"", "\"none\""))}).exit, 2);
}

TEST_F(Finding, PromotedIsAScenarioThatTheCorrectBrokerPasses) {
    const Result promoted = gauntlet({"promote", file(survived), "--out", suite(), "--id", "private/crash"});
    ASSERT_EQ(promoted.exit, 0) << promoted.err;
    EXPECT_NE(promoted.out.find("private-crash.toml"), std::string::npos);
    const Result listed = gauntlet({"list", "--scenarios", suite(), "--select", "private/*"});
    EXPECT_NE(listed.out.find("private/crash"), std::string::npos) << listed.out << listed.err;
    const Result explained = gauntlet({"explain", "private/crash", "--scenarios", suite()});
    EXPECT_NE(explained.out.find("probe-ping: mqtt packet 13"), std::string::npos) << explained.out;
    const std::string out = (folder_.path() / "out").string();
    const Result passed =
        gauntlet({"run", "--broker", "reference", "--scenarios", suite(), "--select", "private/crash", "--out", out});
    EXPECT_EQ(passed.exit, 0) << passed.out << passed.err;
    // The same id twice would change its meaning.
    EXPECT_EQ(gauntlet({"promote", file(survived), "--out", suite(), "--id", "private/crash"}).exit, 2);
    EXPECT_EQ(gauntlet({"promote", file(survived), "--out", suite(), "--id", "Private"}).exit, 2);
}

TEST_F(Finding, PromotedFailsWhereTheFaultIs) {
    const std::string statement =
        with(with(survived, "oracle = \"core\"", "oracle = \"statement\"\nstatements = [\"3.1.1/3.1.0-2\"]"),
             "a: send 30 r{ s'{topic}/x' 'payload' }", "a: send c0 r0");
    // PINGREQ is no reason to close: on a correct broker this scenario waits in vain.
    ASSERT_EQ(gauntlet({"promote", file(statement), "--out", suite(), "--id", "private/open"}).exit, 0);
    const std::string out = (folder_.path() / "out").string();
    const Result failed = gauntlet({"run", "--broker", "reference", "--scenarios", suite(), "--select", "private/open",
                                    "--out", out, "--timeout", "0.5"});
    EXPECT_EQ(failed.exit, 1) << failed.out << failed.err;
}

}  // namespace
}  // namespace gauntlet::tests
