#include "gauntlet/wire/websocket/frame.hpp"

#include <gtest/gtest.h>

#include <random>

#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"

namespace gauntlet::wire::websocket {
namespace {

using notation::bytes_of;
using notation::hex;

constexpr std::uint64_t maximum = 1 << 20;

std::vector<Decoder::Event> decoded(Sender sender, View bytes, std::size_t piece = 1) {
    Decoder decoder(sender, maximum);
    std::vector<Decoder::Event> events;
    while (!bytes.empty()) {
        const View part = bytes.first(std::min(piece, bytes.size()));
        decoder.feed(part);
        bytes = bytes.subspan(part.size());
        while (std::optional<Decoder::Event> event = decoder.next())
            events.push_back(std::move(*event));
    }
    return events;
}

Received one(Sender sender, std::string_view frame) {
    const std::vector<Decoder::Event> events = decoded(sender, bytes_of(frame), 1 << 20);
    EXPECT_EQ(events.size(), 1U) << frame;
    return std::get<Received>(events.at(0));
}

Frame frame(Opcode opcode, std::string_view payload) {
    Frame made;
    made.opcode = static_cast<std::uint8_t>(opcode);
    made.payload.assign(payload.begin(), payload.end());
    return made;
}

// RFC 6455 section 5.7.
TEST(Frame, EncodesTheExamplesOfTheStandard) {
    Frame hello = frame(Opcode::text, "Hello");
    EXPECT_EQ(hex(encode(hello)), "810548656c6c6f");
    hello.key = MaskingKey{0x37, 0xfa, 0x21, 0x3d};
    EXPECT_EQ(hex(encode(hello)), "818537fa213d7f9f4d5158");
    Frame first = frame(Opcode::text, "Hel");
    first.fin = false;
    EXPECT_EQ(hex(encode(first)), "010348656c");
    EXPECT_EQ(hex(encode(frame(Opcode::continuation, "lo"))), "80026c6f");
    EXPECT_EQ(hex(encode(frame(Opcode::ping, "Hello"))), "890548656c6c6f");
    EXPECT_EQ(hex(encode(frame(Opcode::binary, std::string(256, 'x')))).substr(0, 8), "827e0100");
    EXPECT_EQ(hex(encode(frame(Opcode::binary, std::string(65536, 'x')))).substr(0, 20), "827f0000000000010000");
}

TEST(Frame, MayLie) {
    Frame lying = frame(Opcode::binary, "x");
    lying.length = 5;
    EXPECT_EQ(hex(encode(lying)), "820578");
    lying.length = 1ULL << 63;
    EXPECT_EQ(hex(encode(lying)), "827f800000000000000078");
    lying.length = 5;
    lying.length_width = 3;
    lying.reserved = 5;
    lying.fin = false;
    EXPECT_EQ(hex(encode(lying)), "527e000578");
}

TEST(Frame, IsReadableInTheNotation) {
    EXPECT_EQ(hex(bytes_of("82 m{ c0 r0 }")), "828200000000c000");
    Frame made = frame(Opcode::binary, std::string("\xc0\0", 2));
    made.key = MaskingKey{};
    EXPECT_EQ(bytes_of("82 m{ c0 r0 }"), encode(made));
    EXPECT_EQ(hex(bytes_of("82 u{ c0 r0 }")), "8202c000");
}

TEST(Decoder, GivesTheSameFramesHoweverTheBytesArrive) {
    std::mt19937 random(7);
    Bytes stream;
    std::vector<Frame> sent;
    for (int i = 0; i < 40; ++i) {
        Frame made = frame(i % 5 == 4 ? Opcode::ping : Opcode::binary, {});
        made.payload.resize(random() % (i % 5 == 4 ? 126 : 70000));
        std::generate(made.payload.begin(), made.payload.end(), [&random] { return std::uint8_t(random()); });
        made.key = MaskingKey{std::uint8_t(random()), std::uint8_t(random()), std::uint8_t(random()), 1};
        const Bytes bytes = encode(made);
        stream.insert(stream.end(), bytes.begin(), bytes.end());
        sent.push_back(std::move(made));
    }
    for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(4096), stream.size()}) {
        const std::vector<Decoder::Event> events = decoded(Sender::client, stream, piece);
        ASSERT_EQ(events.size(), sent.size()) << piece;
        for (std::size_t i = 0; i < sent.size(); ++i)
            EXPECT_EQ(events[i], Decoder::Event(Received{sent[i], std::nullopt})) << piece << " " << i;
    }
}

struct Wrong {
    Sender sender;
    const char* bytes;
    Rule rule;
    std::uint64_t offset;
};

TEST(Decoder, NamesWhatIsWrongAndGoesOn) {
    const Wrong rows[] = {
        {Sender::client, "c2 m{ 00 }", Rule::reserved_bits, 0},
        {Sender::server, "92 u{ }", Rule::reserved_bits, 0},
        {Sender::server, "83 u{ }", Rule::reserved_opcode, 0},
        {Sender::client, "8b m{ }", Rule::reserved_opcode, 0},
        {Sender::server, "82 m{ 00 }", Rule::masked_by_server, 1},
        {Sender::client, "82 u{ 00 }", Rule::unmasked_by_client, 1},
        {Sender::server, "82 u1/3 00", Rule::length_not_minimal, 1},
        {Sender::server, "82 u1/9 00", Rule::length_not_minimal, 1},
        {Sender::client, "82 m1/3 00", Rule::length_not_minimal, 1},
        {Sender::server, "89 u{ 00*126 }", Rule::control_too_long, 1},
        {Sender::server, "09 u{ }", Rule::control_fragmented, 0},
        {Sender::server, "80 u{ 00 }", Rule::continuation_of_nothing, 0},
        {Sender::server, "88 u{ 03 }", Rule::close_of_one_byte, 2},
        {Sender::client, "88 m{ 03 }", Rule::close_of_one_byte, 6},
        {Sender::server, "88 u{ k1005 }", Rule::close_status, 2},
        {Sender::server, "88 u{ k999 }", Rule::close_status, 2},
        {Sender::server, "88 u{ k2999 }", Rule::close_status, 2},
        {Sender::server, "88 u{ k5000 }", Rule::close_status, 2},
        {Sender::server, "88 u{ k1000 'ok' ff }", Rule::close_reason_not_utf8, 6},
    };
    for (const Wrong& row : rows) {
        const Bytes good = bytes_of(row.sender == Sender::client ? "82 m{ 01 }" : "82 u{ 01 }");
        Bytes stream = bytes_of(row.bytes);
        stream.insert(stream.end(), good.begin(), good.end());
        const std::vector<Decoder::Event> events = decoded(row.sender, stream);
        ASSERT_EQ(events.size(), 2U) << row.bytes;
        const auto& first = std::get<Received>(events[0]);
        ASSERT_TRUE(first.violation) << row.bytes;
        EXPECT_EQ(*first.violation, (Violation{row.rule, row.offset})) << row.bytes << ": " << text(*first.violation);
        EXPECT_FALSE(std::get<Received>(events[1]).violation) << row.bytes;
        EXPECT_EQ(encode(first.frame), bytes_of(row.bytes)) << row.bytes;
        EXPECT_NE(text(*first.violation).find("(RFC 6455 "), std::string::npos);
    }
}

TEST(Decoder, TakesWhatIsRight) {
    for (const char* good :
         {"82 u{ }", "81 u{ 'Hello' }", "89 u{ 00*125 }", "8a u{ }", "88 u{ }", "88 u{ k1000 }", "88 u{ k1014 'ok' }",
          "88 u{ k3000 }", "88 u{ k4999 }", "82 u{ 00*126 }", "82 u{ 00*65535 }", "82 u{ 00*65536 }"})
        EXPECT_FALSE(one(Sender::server, good).violation) << good;
}

TEST(Decoder, FollowsMessages) {
    const std::vector<Decoder::Event> events =
        decoded(Sender::server, bytes_of("02 u{ 01 } 89 u{ } 00 u{ 02 } 82 u{ 03 } 80 u{ 04 } 80 u{ 05 }"));
    ASSERT_EQ(events.size(), 6U);
    std::vector<std::optional<Rule>> rules;
    for (const Decoder::Event& event : events) {
        const std::optional<Violation>& violation = std::get<Received>(event).violation;
        rules.push_back(violation ? std::optional(violation->rule) : std::nullopt);
    }
    const std::vector<std::optional<Rule>> expected{std::nullopt,
                                                    std::nullopt,
                                                    std::nullopt,
                                                    Rule::data_within_message,
                                                    Rule::continuation_of_nothing,
                                                    Rule::continuation_of_nothing};
    EXPECT_EQ(rules, expected);
}

TEST(Decoder, RefusesWhatClaimsTooMuchAndHoldsLittle) {
    for (const char* claim : {"82 ff 8000000000000000 00000000", "82 ff 0000000000100001 00000000"}) {
        Decoder decoder(Sender::client, maximum);
        decoder.feed(bytes_of("82 m{ 01 }"));
        decoder.feed(bytes_of(claim));
        EXPECT_TRUE(std::holds_alternative<Received>(*decoder.next()));
        const std::optional<Decoder::Event> error = decoder.next();
        ASSERT_TRUE(error) << claim;
        EXPECT_EQ(*error, Decoder::Event(StreamError{{Rule::frame_too_large, 1}, 7})) << claim;
        for (int i = 0; i < 100; ++i)
            decoder.feed(Bytes(1000));
        EXPECT_FALSE(decoder.next());
        EXPECT_LE(decoder.rest().size(), 4096U + 14U);
    }
    Decoder at_the_limit(Sender::server, 5);
    at_the_limit.feed(bytes_of("82 u{ 00*5 }"));
    EXPECT_TRUE(std::holds_alternative<Received>(*at_the_limit.next()));
}

TEST(Closing, IsReadBack) {
    EXPECT_EQ(closing(close_payload(1002, "no")), (Closing{1002, "no"}));
    EXPECT_EQ(closing({}), (Closing{1005, ""}));
}

TEST(Summary, SaysWhatIsUnusual) {
    Frame made = frame(Opcode::binary, "x");
    EXPECT_EQ(summary(made), "binary frame, 1 bytes");
    made.opcode = 11;
    made.fin = false;
    made.reserved = 4;
    EXPECT_EQ(summary(made), "reserved frame (opcode 11), 1 bytes, to be continued, reserved bits 100");
    made = frame(Opcode::close, {});
    made.payload = close_payload(1003, "text");
    EXPECT_EQ(summary(made), "close frame 1003 'text'");
}

}  // namespace
}  // namespace gauntlet::wire::websocket
