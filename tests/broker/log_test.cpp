#include "gauntlet/broker/log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gauntlet/broker/log_reader.hpp"
#include "gauntlet/broker/supervisor.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

class LogTest : public testing::Test {
  protected:
    void append(const std::string& text) { std::ofstream(log_.path(), std::ios::app | std::ios::binary) << text; }
    using Lines = std::vector<std::string>;

    TemporaryFolder folder_;
    Log log_{folder_.path() / "log"};
};

TEST_F(LogTest, that_is_not_there_is_empty) {
    EXPECT_EQ(log_.size(), 0U);
    EXPECT_EQ(log_.tail(5), Lines());
    EXPECT_EQ(log_.lines(0), Lines());
}

TEST_F(LogTest, is_cut_between_marks) {
    append("one\ntwo\r\n");
    const std::uint64_t mark = log_.size();
    append("three\n\nfour");
    EXPECT_EQ(log_.lines(0, mark), (Lines{"one", "two"}));
    EXPECT_EQ(log_.lines(mark), (Lines{"three", "", "four"}));
    EXPECT_EQ(log_.lines(mark, mark), Lines());
    EXPECT_EQ(log_.tail(2), (Lines{"", "four"}));
    EXPECT_EQ(log_.tail(100), (Lines{"one", "two", "three", "", "four"}));
}

TEST_F(LogTest, gives_a_line_once_and_only_when_it_is_finished) {
    append("before\n");
    LogReader reader(log_.path());
    LogReader whole(log_.path(), 0);
    using Views = std::vector<std::string_view>;
    EXPECT_EQ(reader.new_lines(), Views());
    append("one\r\ntw");
    EXPECT_EQ(reader.new_lines(), Views{"one"});
    EXPECT_EQ(reader.new_lines(), Views());
    append("o\n\n");
    EXPECT_EQ(reader.new_lines(), (Views{"two", ""}));
    EXPECT_EQ(whole.new_lines(), (Views{"before", "one", "two", ""}));
}

TEST_F(LogTest, is_read_from_its_beginning_when_it_was_cut) {
    append("a long line\n");
    LogReader reader(log_.path());
    std::filesystem::resize_file(log_.path(), 0);
    append("cut\n");
    EXPECT_EQ(reader.new_lines(), std::vector<std::string_view>{"cut"});
}

TEST_F(LogTest, that_is_not_there_is_a_fault) {
    EXPECT_THROW(LogReader(log_.path().string() + ".none"), StartFault);
}

TEST_F(LogTest, finds_what_matches_even_in_a_line_of_a_megabyte) {
    append(std::string(1 << 20, 'a') + "runtime error: b\nfine\nAssertion x failed\n");
    const std::vector<TextPattern> patterns{TextPattern("a.*runtime error: "), TextPattern("Assertion .* failed")};
    const Lines found = log_.matching(patterns, 0);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1], "Assertion x failed");
    EXPECT_EQ(log_.matching({TextPattern("nothing of it")}, 0), Lines());
}

TEST(TextPattern, captures_its_group_or_everything) {
    EXPECT_EQ(TextPattern("version ([0-9.]+)").capture("x version 2.0.11 y"), "2.0.11");
    EXPECT_EQ(TextPattern("version [0-9.]+").capture("x version 2.0.11 y"), "version 2.0.11");
    EXPECT_EQ(TextPattern("version (x)?").capture("version "), "version ");
    EXPECT_EQ(TextPattern("version").capture("none"), std::nullopt);
    EXPECT_THROW(TextPattern("a("), std::invalid_argument);
}

}  // namespace
}  // namespace gauntlet::broker::test
