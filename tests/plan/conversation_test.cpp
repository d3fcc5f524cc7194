#include "conversation.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace gauntlet::plan {
namespace {

using core::Layer;
using net::Direction;

class ConversationTest : public testing::Test {
  protected:
    ConversationTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "gauntlet-conversation-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~ConversationTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

wire::Bytes bytes(std::size_t count) {
    return wire::Bytes(count, 0xab);
}

Try try_with(std::size_t events) {
    Try attempt;
    net::Transcript transcript;
    for (std::size_t i = 0; i < events; ++i)
        transcript.add("a", Direction::sent, Layer::mqtt, "10 r24 …", bytes(600));
    attempt.sections = {
        {"control before", net::Transcript()}, {stimulus_title, transcript}, {"control after", net::Transcript()}};
    return attempt;
}

TEST_F(ConversationTest, ControlsAreKeptWhereNothingCouldBeDecided) {
    EXPECT_EQ(conversation_of({try_with(1)}, false, true, folder_).sections.size(), 1U);
    const record::Conversation all = conversation_of({try_with(1)}, true, true, folder_);
    ASSERT_EQ(all.sections.size(), 3U);
    EXPECT_EQ(all.sections[0].title, "control before");
}

TEST_F(ConversationTest, TriesHaveNumbers) {
    const record::Conversation both = conversation_of({try_with(1), try_with(1)}, false, true, folder_);
    ASSERT_EQ(both.sections.size(), 2U);
    EXPECT_EQ(both.sections[1].title, "try 2: stimulus");
}

TEST_F(ConversationTest, EventsAndBytesAreBounded) {
    const record::Section section = conversation_of({try_with(70)}, false, true, folder_).sections.at(0);
    EXPECT_EQ(section.events.size(), 64U);
    EXPECT_EQ(section.dropped, 6U);
    EXPECT_EQ(section.events[0].size, 600U);
    EXPECT_EQ(section.events[0].hex.size(), 2U * 512U);
}

TEST_F(ConversationTest, WithoutPayloadsThereAreSizesAndHandshakes) {
    Try attempt;
    net::Transcript transcript;
    transcript.add("a", Direction::sent, Layer::tls, "ClientHello, 306 bytes", bytes(306));
    transcript.add("a", Direction::sent, Layer::mqtt, "10 r24 s4 'MQTT' secret", bytes(26));
    attempt.sections = {{stimulus_title, transcript}};
    const record::Section section = conversation_of({attempt}, false, false, folder_).sections.at(0);
    EXPECT_EQ(section.events[0].text, "ClientHello, 306 bytes");
    EXPECT_EQ(section.events[1].text, "");
    EXPECT_EQ(section.events[1].size, 26U);
    EXPECT_EQ(section.events[0].hex + section.events[1].hex, "");
}

TEST_F(ConversationTest, TheLogIsThatOfTheMoment) {
    std::ofstream(folder_ / "log") << "before\nduring 1\nduring 2\nafter\n";
    Try attempt = try_with(1);
    attempt.log_spans = {{.path = "log", .from = 7, .to = 25}};
    EXPECT_EQ(conversation_of({attempt}, false, true, folder_).log_lines,
              (std::vector<std::string>{"during 1", "during 2"}));
}

TEST_F(ConversationTest, OfALongLogTheLastLinesAreKept) {
    {
        std::ofstream log(folder_ / "log");
        for (int i = 0; i < 100; ++i)
            log << "line " << i << "\n";
        log << std::string(1 << 20, 'x') << "\nend\n";
    }
    Try attempt = try_with(1);
    attempt.log_spans = {{.path = "log"}};
    const std::vector<std::string> lines = conversation_of({attempt}, false, true, folder_).log_lines;
    ASSERT_EQ(lines.size(), 2U) << "the last 64 KiB begin within the long line";
    EXPECT_LT(lines[0].size(), 600U);
    EXPECT_EQ(lines[1], "end");
}

TEST_F(ConversationTest, ALogThatIsNotThereHasNoLines) {
    Try attempt = try_with(1);
    attempt.log_spans = {{.path = "none"}};
    EXPECT_TRUE(conversation_of({attempt}, false, true, folder_).log_lines.empty());
}

}  // namespace
}  // namespace gauntlet::plan
