#include "gauntlet/record/known.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

namespace fs = std::filesystem;

// A file of known failures that is removed again.
class KnownToml {
  public:
    explicit KnownToml(const std::string& text) {
        std::string pattern = (fs::temp_directory_path() / "gauntlet-known-XXXXXX").string();
        const int descriptor = ::mkstemp(pattern.data());
        EXPECT_GE(descriptor, 0);
        ::close(descriptor);
        path_ = pattern;
        std::ofstream(path_) << text;
    }
    KnownToml(const KnownToml&) = delete;
    KnownToml& operator=(const KnownToml&) = delete;
    ~KnownToml() { fs::remove(path_); }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::vector<KnownFailure> known_of(const std::string& text) {
    return read_known(KnownToml(text).path());
}

// The error without the file's name: ":LINE: …".
std::string error_of(const std::string& text) {
    const KnownToml file(text);
    try {
        read_known(file.path());
    } catch (const core::BadInput& error) {
        const std::string what = error.what();
        EXPECT_TRUE(what.starts_with(file.path().string())) << what;
        EXPECT_EQ(what.find('\n'), std::string::npos) << what;
        return what.substr(file.path().string().size());
    }
    return "no error";
}

const std::string head = "broker = \"mosquitto\"\n";
const std::string entry = R"([[known]]
id = "mutual/expired-leaf/*"
versions = ">=2.0.0 <2.1"
reason = "it does not look"
confirm = "openssl verify"
)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(Known, EveryFieldIsRead) {
    const auto known = known_of(head + entry + "transport = \"wss\"\n\n[[known]]\nid = \"a/b\"\nbroker = \"emqx\"\n" +
                                "versions = \"*\"\nreason = \"r\"\nconfirm = \"c\"\n");
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0].id, "mutual/expired-leaf/*");
    EXPECT_EQ(known[0].broker, "mosquitto");
    EXPECT_EQ(known[0].transport, core::Transport::wss);
    EXPECT_EQ(known[0].reason, "it does not look");
    EXPECT_EQ(known[0].confirm, "openssl verify");
    EXPECT_EQ(known[0].line, 2);
    EXPECT_TRUE(known[0].versions.contains("2.0.11"));
    EXPECT_FALSE(known[0].versions.contains("2.1.0"));
    EXPECT_EQ(known[1].broker, "emqx");
    EXPECT_EQ(known[1].transport, std::nullopt);
    EXPECT_EQ(known[1].line, 9);
}

TEST(Known, ALinkAndADayOfEndMayBeGiven) {
    const auto known = known_of(head + entry + "link = \"https://example.org/7\"\nuntil = 2027-01-31\n");
    EXPECT_EQ(known[0].link, "https://example.org/7");
    EXPECT_EQ(known[0].until, std::chrono::sys_days(std::chrono::year(2027) / 1 / 31));
    EXPECT_EQ(known_of(head + entry)[0].until, std::nullopt);
    EXPECT_EQ(error_of(head + entry + "link = \"issue 7\"\n"),
              ":7: link = \"issue 7\" is no address; begin it with https://");
    EXPECT_EQ(error_of(head + entry + "until = \"2027-01-31\"\n"),
              ":7: until must be a date, without quotes: until = 2027-01-31");
    EXPECT_TRUE(error_of(head + entry + "until = 2027-02-30\n").starts_with(":7: no TOML here: "));
}

TEST(Known, AnEmptyFileKnowsNothing) {
    EXPECT_TRUE(known_of("").empty());
    EXPECT_TRUE(known_of(head + "# nothing yet\n").empty());
}

TEST(Known, ErrorsNameTheLineAndTheWayOut) {
    EXPECT_EQ(error_of(head + replaced(entry, "id = \"mutual/expired-leaf/*\"\n", "")),
              ":2: the entry has no id; add id = \"FAMILY/CHECK\"");
    EXPECT_EQ(error_of(entry), ":1: the entry has no broker; add broker = \"NAME\" to it, or at the top of the file");
    EXPECT_EQ(error_of(head + replaced(entry, "versions = \">=2.0.0 <2.1\"\n", "")),
              ":2: the entry has no versions; add versions = \">=2.0.0 <2.1\"");
    EXPECT_EQ(error_of(head + replaced(entry, "reason = \"it does not look\"\n", "")),
              ":2: the entry has no reason; add reason = \"why the broker fails\"");
    EXPECT_EQ(error_of(head + replaced(entry, "confirm = \"openssl verify\"\n", "")),
              ":2: the entry has no confirm; add confirm = \"a command that exits 0 where the fault shows\"");
    EXPECT_EQ(error_of(head + replaced(entry, "it does not look", "  ")),
              ":5: reason must be a string that is not empty");
    EXPECT_EQ(error_of(head + replaced(entry, "\"openssl verify\"", "true")),
              ":6: confirm must be a string that is not empty");
    EXPECT_EQ(
        error_of(head + entry + "since = \"2.0\"\n"),
        ":7: unknown key \"since\" in a known failure; the keys are id, broker, versions, transport, reason, confirm, "
        "link, until");
    EXPECT_EQ(error_of("brokers = 1\n" + entry),
              ":1: unknown key \"brokers\" at the top of the file; the keys are broker, known");
    EXPECT_EQ(error_of("broker = 3\n"), ":1: broker must be a string that is not empty");
    EXPECT_EQ(error_of(head + replaced(entry, ">=2.0.0 <2.1", ">=2.1 <2.0")),
              ":4: versions = \">=2.1 <2.0\" is no range of versions; write \">=2.0.0 <2.1\", \"=2.0.11\" or \"*\"");
    EXPECT_EQ(error_of(head + entry + "transport = \"quic\"\n"),
              ":7: transport = \"quic\" is none of mqtt, mqtts, ws, wss");
    EXPECT_EQ(error_of(head + "known = 1\n"), ":2: known must be an array of tables; begin each entry with [[known]]");
    EXPECT_EQ(error_of(head + "[known]\nid = \"a/b\"\n"),
              ":2: known must be an array of tables; begin each entry with [[known]]");
    EXPECT_EQ(error_of(head + "known = [1]\n"), ":2: an entry of known is no table; begin each entry with [[known]]");
    EXPECT_TRUE(error_of(head + entry + "id = \"twice/here\"\n").starts_with(":7: no TOML here: "));
    EXPECT_TRUE(error_of(head + "[[known]\n").starts_with(":2: no TOML here: "));
    EXPECT_TRUE(error_of("a = \"\x80\"\n").starts_with(":1: no TOML here: "));
    // toml++ quotes the line break.
    EXPECT_EQ(error_of(head + "[[known]]\nconfirm =tr\nreason = \"r\"\n").find('\n'), std::string::npos);
}

TEST(Known, AFileThatCannotBeReadIsNamed) {
    try {
        read_known("/nonexistent/known.toml");
        FAIL();
    } catch (const core::BadInput& error) {
        const std::string what = error.what();
        EXPECT_TRUE(what.starts_with("/nonexistent/known.toml: cannot be read")) << what;
        EXPECT_EQ(what.find('\n'), std::string::npos);
    }
}

TEST(Known, DuplicatesAreRefused) {
    EXPECT_EQ(error_of(head + entry + entry),
              ":7: mutual/expired-leaf/* on mosquitto is in line 2 already; keep one entry, or make the versions or "
              "transports differ");
    EXPECT_NE(error_of(head + entry + "transport = \"wss\"\n" + entry), "no error");
    EXPECT_NE(error_of(head + entry + replaced(entry, ">=2.0.0 <2.1", ">=2.0.5")), "no error");
    EXPECT_EQ(error_of(head + entry + replaced(entry, ">=2.0.0 <2.1", ">=2.1")), "no error");
    EXPECT_EQ(error_of(head + entry + "transport = \"wss\"\n" + entry + "transport = \"mqtts\"\n"), "no error");
    EXPECT_EQ(error_of(head + entry + entry + "broker = \"emqx\"\n"), "no error");
}

TEST(Known, DuplicatesOfTwoFilesAreRefused) {
    const KnownToml one(head + entry);
    const KnownToml two(head + entry);
    std::vector<KnownFailure> known = read_known(one.path());
    EXPECT_NO_THROW(check_duplicates(known));
    known.push_back(read_known(two.path())[0]);
    try {
        check_duplicates(known);
        FAIL();
    } catch (const core::BadInput& error) {
        EXPECT_EQ(std::string(error.what()), two.path().string() + ":2: mutual/expired-leaf/* on mosquitto is in " +
                                                 one.path().string() +
                                                 ":2 already; keep one entry, or make the versions or transports "
                                                 "differ");
    }
}

TEST(Known, AnIdMustMatchAScenarioOfTheCatalogue) {
    const auto known = known_of(head + entry);
    EXPECT_NO_THROW(check_ids(known, {"one-way/x", "mutual/expired-leaf/tls-1-2"}));
    try {
        check_ids(known, {"mutual/expired-leaf"});
        FAIL();
    } catch (const core::BadInput& error) {
        EXPECT_TRUE(
            std::string(error.what())
                .ends_with(":2: id = \"mutual/expired-leaf/*\" matches no scenario; 'gauntlet list' names them all"))
            << error.what();
    }
}

class Apply : public ::testing::Test {
  protected:
    Apply() : run_(tests::empty_run()) {}
    Cell& cell(core::Verdict verdict) { return tests::add(run_, "mutual/expired-leaf/tls-1-2", verdict); }
    void apply_entry(const std::string& more = "") { apply_known(known_of(head + entry + more), run_); }
    record::Run run_;
};

TEST_F(Apply, AFailIsMarkedAndKeepsItsVerdict) {
    cell(core::Verdict::fail);
    apply_entry();
    ASSERT_TRUE(run_.cells[0].known);
    EXPECT_EQ(run_.cells[0].known->line, 2);
    EXPECT_EQ(run_.cells[0].known->reason, "it does not look");
    EXPECT_EQ(run_.cells[0].verdict, core::Verdict::fail);
    EXPECT_TRUE(run_.stale.empty());
}

TEST_F(Apply, WeakIsMarkedOnlyWhereItIsRed) {
    cell(core::Verdict::weak);
    apply_entry();
    EXPECT_FALSE(run_.cells[0].known);
    EXPECT_TRUE(run_.stale.empty());
    run_.fail_on = FailOn::weak;
    apply_entry();
    EXPECT_TRUE(run_.cells[0].known);
}

TEST_F(Apply, APassMakesTheEntryStale) {
    for (const core::Verdict verdict : {core::Verdict::pass, core::Verdict::info}) {
        run_.cells.clear();
        run_.stale.clear();
        cell(verdict);
        apply_entry();
        ASSERT_EQ(run_.stale.size(), 1U);
        EXPECT_EQ(run_.stale[0].line, 2);
        EXPECT_EQ(run_.stale[0].cell, "mosquitto/mqtts/mutual/expired-leaf/tls-1-2");
        EXPECT_FALSE(run_.cells[0].known);
    }
}

TEST_F(Apply, APassBesideAFailOfOneGlobIsStaleToo) {
    cell(core::Verdict::fail);
    tests::add(run_, "mutual/expired-leaf/tls-1-3", core::Verdict::pass);
    apply_entry();
    EXPECT_TRUE(run_.cells[0].known);
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].cell, "mosquitto/mqtts/mutual/expired-leaf/tls-1-3");
}

TEST_F(Apply, WhatWasNotDecidedIsNeitherExcusedNorStale) {
    for (const core::Verdict verdict :
         {core::Verdict::inconclusive, core::Verdict::unsupported, core::Verdict::skipped})
        cell(verdict);
    apply_entry();
    for (const Cell& cell : run_.cells)
        EXPECT_FALSE(cell.known);
    EXPECT_TRUE(run_.stale.empty());
}

TEST_F(Apply, OtherBrokersVersionsTransportsAndScenariosAreIgnored) {
    cell(core::Verdict::fail).broker = "emqx";
    cell(core::Verdict::fail).broker_version = "2.1.0";
    cell(core::Verdict::pass).broker_version = "2.1.0";
    tests::add(run_, "mutual/other", core::Verdict::fail);
    tests::add(run_, "mutual/other", core::Verdict::pass);
    apply_entry();
    for (const Cell& cell : run_.cells)
        EXPECT_FALSE(cell.known);
    EXPECT_TRUE(run_.stale.empty());
    cell(core::Verdict::fail);
    apply_entry("transport = \"wss\"\n");
    EXPECT_FALSE(run_.cells.back().known);
    apply_entry("transport = \"mqtts\"\n");
    EXPECT_TRUE(run_.cells.back().known);
}

TEST_F(Apply, AnEntryOfABrokerIsOfAllItsLabels) {
    cell(core::Verdict::fail).broker = "mosquitto@2.0.22";
    cell(core::Verdict::fail).broker = "mosquitto-fork";
    apply_entry();
    EXPECT_TRUE(run_.cells[0].known);
    EXPECT_FALSE(run_.cells[1].known);
}

// The sample run began on 2024-02-29.
TEST_F(Apply, UntilIsTheLastDay) {
    cell(core::Verdict::fail);
    apply_entry("until = 2024-02-29\n");
    EXPECT_TRUE(run_.cells[0].known);
    EXPECT_TRUE(run_.stale.empty());
}

TEST_F(Apply, AnExpiredEntryExcusesNothingAndIsRed) {
    cell(core::Verdict::fail);
    cell(core::Verdict::fail);
    apply_entry("until = 2024-02-28\n");
    EXPECT_FALSE(run_.cells[0].known);
    ASSERT_EQ(run_.stale.size(), 1U);  // told once
    EXPECT_EQ(run_.stale[0].why, StaleWhy::expired);
    EXPECT_EQ(run_.stale[0].cell, "mosquitto/mqtts/mutual/expired-leaf/tls-1-2");
}

TEST_F(Apply, AnExpiredEntryIsRedAlsoWhereNothingWasDecided) {
    cell(core::Verdict::inconclusive);
    apply_entry("until = 2024-02-28\n");
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].why, StaleWhy::expired);
}

TEST_F(Apply, OfTwoEntriesThatExcuseOneCellTheSecondIsRed) {
    cell(core::Verdict::fail);
    apply_known(known_of(head + entry + replaced(entry, "mutual/expired-leaf/*", "mutual/*")), run_);
    EXPECT_EQ(run_.cells[0].known->line, 2);
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].why, StaleWhy::duplicate);
    EXPECT_EQ(run_.stale[0].line, 7);
}

TEST_F(Apply, AnExpiredEntryDoesNotHideAValidOne) {
    cell(core::Verdict::fail);
    apply_known(known_of(head + entry + "until = 2024-02-28\n" + replaced(entry, "mutual/expired-leaf/*", "mutual/*")),
                run_);
    EXPECT_EQ(run_.cells[0].known->line, 8);
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].why, StaleWhy::expired);
}

TEST_F(Apply, OfARunOfEverythingAnEntryWithoutACellIsRed) {
    tests::add(run_, "mutual/other", core::Verdict::pass);
    apply_entry();
    EXPECT_TRUE(run_.stale.empty());  // nobody knows what was selected
    run_.selection = Selection{{"mutual/other"}, core::Level::observe, 1, 1};
    apply_entry();
    EXPECT_TRUE(run_.stale.empty());
    run_.selection = Selection{{}, core::Level::observe, 2, 3};
    apply_entry();
    EXPECT_TRUE(run_.stale.empty());
    run_.selection = Selection{};
    apply_entry();
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].why, StaleWhy::unused);
    EXPECT_EQ(run_.stale[0].cell, "");
}

TEST_F(Apply, AnEntryOfACellThatTheBrokerDoesNotSupportIsUnused) {
    tests::add(run_, "mutual/other", core::Verdict::pass);
    cell(core::Verdict::unsupported);
    run_.selection = Selection{};
    apply_entry();
    ASSERT_EQ(run_.stale.size(), 1U);
    EXPECT_EQ(run_.stale[0].why, StaleWhy::unused);
}

TEST_F(Apply, AnEntryOfAnotherVersionOrOfABrokerThatDidNotRunIsKept) {
    tests::add(run_, "mutual/other", core::Verdict::pass).broker_version = "2.1.0";
    run_.selection = Selection{};
    apply_entry();
    EXPECT_TRUE(run_.stale.empty());
    cell(core::Verdict::skipped).broker_version = "2.0.11";
    apply_entry();
    EXPECT_TRUE(run_.stale.empty());
}

}  // namespace
}  // namespace gauntlet::record
