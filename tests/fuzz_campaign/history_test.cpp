#include "history.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace gauntlet::fuzz::campaign {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class HistoryTest : public testing::Test {
  protected:
    HistoryTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "gauntlet-history-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~HistoryTest() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path file() const { return folder_ / "history"; }

    std::filesystem::path folder_;
};

record::Sample sample_at(std::int64_t second) {
    const auto n = static_cast<std::uint64_t>(second);
    return {seconds(second), n * 100, n, n + 1, 2, 4096};
}

TEST_F(HistoryTest, GoesOnFromItsFile) {
    {
        History history(file());
        history.add(sample_at(1));
        history.add(sample_at(2));
    }
    History again(file());
    ASSERT_EQ(again.samples().size(), 2U);
    EXPECT_EQ(again.samples()[1], sample_at(2));
    EXPECT_FALSE(again.is_due(milliseconds(2900)));
    EXPECT_TRUE(again.is_due(milliseconds(3000)));
}

TEST_F(HistoryTest, StaysBoundedAndKeepsTheBeginning) {
    History history(file());
    std::size_t taken = 0;
    for (std::int64_t second = 1; second <= 100000; ++second)
        if (history.is_due(seconds(second))) {
            history.add(sample_at(second));
            ++taken;
        }
    EXPECT_LE(history.samples().size(), History::most_samples);
    EXPECT_GT(history.samples().size(), History::most_samples / 3);
    EXPECT_EQ(history.samples().front(), sample_at(1));
    EXPECT_GT(history.samples().back().ms, seconds(99000));
    EXPECT_LT(taken, 10 * History::most_samples) << "the file grows slower and slower";
    EXPECT_EQ(History(file()).samples().front(), sample_at(1));
}

TEST_F(HistoryTest, ALineThatAKillCutOffIsPassedOver) {
    std::ofstream(file()) << "1000 100 1 2 2 4096 .\n2000 200 2 3 2 40";
    ASSERT_EQ(History(file()).samples().size(), 1U);
    EXPECT_EQ(History(file()).samples()[0], sample_at(1));
}

}  // namespace
}  // namespace gauntlet::fuzz::campaign
