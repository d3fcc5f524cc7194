#include "gauntlet/record/baseline.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gauntlet/record/known.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

namespace fs = std::filesystem;

class BaselineFile : public ::testing::Test {
  protected:
    BaselineFile() : run_(tests::empty_run()) {
        std::string pattern = (fs::temp_directory_path() / "gauntlet-baseline-XXXXXX").string();
        ::close(::mkstemp(pattern.data()));
        path_ = pattern;
    }
    ~BaselineFile() override { fs::remove(path_); }

    std::vector<KnownFailure> read(const std::string& text) {
        std::ofstream(path_, std::ios::binary) << text;
        return read_known(path_);
    }
    // As a person would: every empty text is filled in.
    static std::string completed(std::string text) {
        for (std::size_t at = text.find("= \"\""); at != std::string::npos; at = text.find("= \"\"", at))
            text.replace(at, 4, "= \"because\"");
        return text;
    }

    record::Run run_;
    fs::path path_;
};

TEST_F(BaselineFile, IsRefusedUntilEachReasonIsWritten) {
    tests::add(run_, "mutual/a", core::Verdict::fail);
    const Baseline baseline = baseline_of(run_);
    EXPECT_EQ(baseline.entries, 1U);
    try {
        read(baseline.text);
        FAIL();
    } catch (const core::BadInput& error) {
        EXPECT_TRUE(std::string(error.what()).ends_with(": reason must be a string that is not empty")) << error.what();
    }
}

TEST_F(BaselineFile, CompletedItExcusesTheRunAndNothingElse) {
    tests::add(run_, "mutual/a", core::Verdict::fail);
    tests::add(run_, "mutual/b", core::Verdict::fail).broker = "mosquitto@fork";
    tests::add(run_, "mutual/c", core::Verdict::fail).broker_version = "unknown";
    tests::add(run_, "mutual/pass", core::Verdict::pass);
    tests::add(run_, "mutual/weak", core::Verdict::weak);
    tests::add(run_, "mutual/open", core::Verdict::inconclusive);
    tests::add(run_, "mutual/known", core::Verdict::fail).known = Known{"known.toml", 1, "r"};
    const Baseline baseline = baseline_of(run_);
    EXPECT_EQ(baseline.entries, 3U);
    apply_known(read(completed(baseline.text)), run_);
    for (const Cell& cell : run_.cells)
        EXPECT_EQ(cell.known.has_value(), cell.verdict == core::Verdict::fail) << cell.id();
    EXPECT_TRUE(run_.stale.empty());
}

TEST_F(BaselineFile, WeakIsAFailureWhereItGates) {
    tests::add(run_, "mutual/weak", core::Verdict::weak);
    run_.fail_on = FailOn::weak;
    EXPECT_EQ(baseline_of(run_).entries, 1U);
}

TEST_F(BaselineFile, OfARunWithoutFailuresIsAFileWithoutEntries) {
    EXPECT_TRUE(read(baseline_of(run_).text).empty());
}

TEST_F(BaselineFile, HostileTextsAreHarmless) {
    Cell& cell = tests::add(run_, "mutual/a", core::Verdict::fail);
    cell.reason = "x\n[[known]]\n" + tests::hostile_text() + tests::invalid_utf8() + std::string(1'000'000, 'a');
    cell.broker = tests::hostile_text();
    cell.reproduce = tests::invalid_utf8();
    run_.scenarios[0].title = tests::hostile_text();
    const Baseline baseline = baseline_of(run_);
    EXPECT_LT(baseline.text.size(), 10'000U);
    EXPECT_EQ(read(completed(baseline.text)).size(), 1U);
}

}  // namespace
}  // namespace gauntlet::record
