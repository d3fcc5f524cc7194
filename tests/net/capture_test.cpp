// Captures as values and as a file. That tshark reads them is for tests/captures.
#include "gauntlet/net/capture.hpp"

#include <gtest/gtest.h>

#include "gauntlet/net/pcapng.hpp"

namespace gauntlet::net {
namespace {

using Mark = Capture::Mark;

Capture::Connection connection(const std::string& channel) {
    return {channel, {0x7F000001, 40000}, {0x7F000001, 8883}};
}

std::uint32_t number_at(const wire::Bytes& file, std::size_t at) {
    return static_cast<std::uint32_t>(file.at(at) | file.at(at + 1) << 8 | file.at(at + 2) << 16 |
                                      file.at(at + 3) << 24);
}

struct Block {
    std::uint32_t type;
    wire::View body;
};

// Throws where the lengths are wrong.
std::vector<Block> blocks_of(const wire::Bytes& file) {
    std::vector<Block> blocks;
    for (std::size_t at = 0; at < file.size();) {
        const std::uint32_t length = number_at(file, at + 4);
        if (length % 4 != 0 || at + length > file.size() || number_at(file, at + length - 4) != length)
            throw std::runtime_error("a block's length lies");
        blocks.push_back({number_at(file, at), wire::View(file).subspan(at + 8, length - 12)});
        at += length;
    }
    return blocks;
}

std::size_t packets_in(const wire::Bytes& file) {
    std::size_t count = 0;
    for (const Block& block : blocks_of(file))
        count += block.type == 6 ? 1 : 0;
    return count;
}

bool holds(const wire::Bytes& file, const std::string& text) {
    return std::string(file.begin(), file.end()).find(text) != std::string::npos;
}

TEST(Capture, IsBoundedAndSaysSo) {
    Capture capture;
    const std::size_t number = capture.open(connection("a"));
    const wire::Bytes much(Capture::byte_limit - 1);
    capture.add(number, Direction::sent, Mark::none, much, capture.now());
    EXPECT_FALSE(capture.is_cut());
    capture.add(number, Direction::sent, Mark::none, wire::Bytes(2), capture.now());
    EXPECT_TRUE(capture.is_cut());
    // What would fit comes after a gap, and is left out too.
    capture.add(number, Direction::sent, Mark::none, wire::Bytes(1), capture.now());
    EXPECT_EQ(capture.segments().size(), 1U);
    const std::vector<CapturedPart> parts{{"stimulus", &capture}};
    const wire::Bytes file = to_pcapng(parts, "a cell", "gauntlet");
    EXPECT_TRUE(holds(file, "a cell\nstimulus: cut after 4096 KiB"));
    EXPECT_EQ(packets_in(file), (much.size() + 65494) / 65495) << "65495 bytes fit an IPv4 packet";
}

TEST(Capture, TakesAnotherOneIn) {
    Capture whole;
    whole.add(whole.open(connection("a")), Direction::sent, Mark::syn, {}, whole.now());
    Capture part;
    part.add(part.open(connection("crowd")), Direction::sent, Mark::none, wire::Bytes{7, 8}, part.now());
    part.add_secret("CLIENT_RANDOM 00 11");
    whole.append(part);
    ASSERT_EQ(whole.segments().size(), 2U);
    const Capture::Segment& taken = whole.segments()[1];
    EXPECT_EQ(whole.connections()[taken.connection].channel, "crowd");
    EXPECT_EQ(wire::Bytes(whole.bytes(taken).begin(), whole.bytes(taken).end()), (wire::Bytes{7, 8}));
    EXPECT_EQ(whole.secrets(), "CLIENT_RANDOM 00 11\n");
}

TEST(Pcapng, HasItsBlocksInOrder) {
    Capture capture;
    const std::size_t number = capture.open(connection("a"));
    capture.add(number, Direction::sent, Mark::syn, {}, capture.now());
    capture.add_secret("CLIENT_RANDOM 00 11");
    const std::vector<CapturedPart> parts{{"stimulus", &capture}};
    const wire::Bytes file = to_pcapng(parts, "a cell", "gauntlet");
    std::vector<std::uint32_t> types;
    for (const Block& block : blocks_of(file))
        types.push_back(block.type);
    // Section, interface, the secrets before the packets that need them, packets.
    EXPECT_EQ(types, (std::vector<std::uint32_t>{0x0A0D0D0A, 1, 10, 6}));
    EXPECT_TRUE(holds(file, "CLIENT_RANDOM 00 11\n"));
    EXPECT_TRUE(holds(file, "stimulus, channel a"));
}

TEST(Pcapng, OfNothingIsAFileWithoutPackets) {
    EXPECT_EQ(blocks_of(to_pcapng({}, "a cell", "gauntlet")).size(), 2U);
}

}  // namespace
}  // namespace gauntlet::net
