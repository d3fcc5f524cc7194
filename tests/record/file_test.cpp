#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/record/json.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

namespace fs = std::filesystem;

class RecordFile : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "gauntlet-record-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path path() const { return folder_ / "record.json"; }
    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
    fs::path folder_;
};

// While it lives, no file can grow beyond `bytes`: write(2) fails with EFBIG.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(RecordFile, IsReadAsItWasWritten) {
    write(tests::rich_run(), path());
    EXPECT_EQ(read(path()), tests::rich_run());
    EXPECT_EQ(entries(), 1U);
}

TEST_F(RecordFile, ReplacesAnOlderOne) {
    write(tests::empty_run(), path());
    write(tests::rich_run(), path());
    EXPECT_EQ(read(path()), tests::rich_run());
    EXPECT_EQ(entries(), 1U);
}

TEST_F(RecordFile, AFailureInMidWriteLeavesTheOlderOneAndNothingElse) {
    write(tests::empty_run(), path());
    {
        const FileSizeLimit limit(1000);
        EXPECT_THROW(write(tests::rich_run(), path()), fs::filesystem_error);
    }
    EXPECT_EQ(read(path()), tests::empty_run());
    EXPECT_EQ(entries(), 1U);
}

TEST_F(RecordFile, AFailureToRenameLeavesNothing) {
    fs::create_directories(path() / "occupied");
    EXPECT_THROW(write(tests::rich_run(), path()), fs::filesystem_error);
    EXPECT_EQ(entries(), 1U);
}

TEST_F(RecordFile, AFolderThatDoesNotExistIsAnError) {
    EXPECT_THROW(write(tests::rich_run(), folder_ / "absent" / "record.json"), fs::filesystem_error);
    EXPECT_EQ(entries(), 0U);
}

TEST_F(RecordFile, ALinkIsReplacedNotFollowed) {
    std::ofstream(folder_ / "other") << "mine";
    fs::create_symlink(folder_ / "other", path());
    write(tests::empty_run(), path());
    EXPECT_FALSE(fs::is_symlink(path()));
    EXPECT_EQ(fs::file_size(folder_ / "other"), 4U);
}

TEST_F(RecordFile, AnUnreadableOneIsNamed) {
    try {
        read(path());
        FAIL();
    } catch (const core::BadInput& error) {
        EXPECT_EQ(error.what(), path().string() + ": cannot be read; name a record.json that 'gauntlet run' wrote");
    }
    EXPECT_THROW(read(folder_), core::BadInput);
}

}  // namespace
}  // namespace gauntlet::record
