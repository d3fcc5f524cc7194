#include "gauntlet/reports/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace gauntlet::reports {
namespace {

TEST(Progress, IsOneLiveLineOnATerminal) {
    std::ostringstream out;
    ProgressLine progress(out, true, 40);
    progress.update(1, 20, 0, "mutual/a");
    progress.update(2, 20, 1, "mutual/b");
    EXPECT_EQ(out.str(), "\r1/20  mutual/a\x1b[K\r2/20, 1 red  mutual/b\x1b[K");
    progress.finish();
    EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
    const std::size_t size = out.str().size();
    progress.finish();
    EXPECT_EQ(out.str().size(), size);
}

TEST(Progress, StaysWithinTheTerminalAndItsText) {
    std::ostringstream out;
    ProgressLine progress(out, true, 20);
    progress.update(1, 20, 0, "\x1b[2J\n" + std::string(100, 'x'));
    const std::string line = out.str();
    EXPECT_EQ(line.size(), 1 + 19 + 3) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(line.find("\x1b[2J"), std::string::npos);
    ProgressLine narrow(out, true, 0);
    narrow.update(1, 2, 0, "x");
}

TEST(Progress, IsSparseElsewhere) {
    std::ostringstream out;
    ProgressLine progress(out, false);
    for (std::size_t done = 0; done <= 500; ++done)
        progress.update(done, 500, done / 100, "mutual/a");
    progress.finish();
    const std::string text = out.str();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
    EXPECT_TRUE(text.starts_with("50/500  mutual/a\n"));
    EXPECT_TRUE(text.ends_with("500/500, 5 red  mutual/a\n"));
    EXPECT_EQ(text.find('\r'), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Progress, OfNothingSaysNothing) {
    std::ostringstream out;
    ProgressLine progress(out, false);
    progress.update(0, 0, 0, "");
    progress.finish();
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace gauntlet::reports
