#include "gauntlet/wire/mqtt/framer.hpp"

#include <gtest/gtest.h>

#include "gauntlet/wire/notation/notation.hpp"
#include "good_packets.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

constexpr Context client{Version::v3_1_1, Sender::client};
constexpr std::size_t maximum = 1000;

std::vector<Packet> all_packets(Decoder& decoder) {
    std::vector<Packet> out;
    while (auto event = decoder.next()) {
        EXPECT_TRUE(std::holds_alternative<Packet>(*event));
        out.push_back(std::get<Packet>(std::move(*event)));
    }
    return out;
}

Bytes stream_of(Context context) {
    Bytes out;
    for (const GoodRow& row : good_packets()) {
        const Bytes bytes = notation::bytes_of(row.notation);
        if (row.context == context)
            out.insert(out.end(), bytes.begin(), bytes.end());
    }
    return out;
}

TEST(Decoder, AnySplitGivesTheSamePackets) {
    for (const Version version : {Version::v3_1, Version::v3_1_1, Version::v5_0})
        for (const Sender sender : {Sender::client, Sender::server}) {
            const Bytes bytes = stream_of({version, sender});
            Decoder whole({version, sender}, maximum);
            whole.feed(bytes);
            const std::vector<Packet> expected = all_packets(whole);
            ASSERT_FALSE(expected.empty());
            for (std::size_t piece = 1; piece < bytes.size(); ++piece) {
                Decoder decoder({version, sender}, maximum);
                std::vector<Packet> packets;
                for (std::size_t at = 0; at < bytes.size(); at += piece) {
                    decoder.feed(View(bytes).subspan(at, std::min(piece, bytes.size() - at)));
                    for (Packet& packet : all_packets(decoder))
                        packets.push_back(std::move(packet));
                }
                ASSERT_EQ(packets, expected) << "pieces of " << piece;
                EXPECT_TRUE(decoder.rest().empty());
            }
        }
}

TEST(Decoder, TwoPiecesAtEveryPlace) {
    const Bytes bytes = stream_of({Version::v5_0, Sender::client});
    Decoder whole({Version::v5_0, Sender::client}, maximum);
    whole.feed(bytes);
    const std::vector<Packet> expected = all_packets(whole);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        Decoder decoder({Version::v5_0, Sender::client}, maximum);
        decoder.feed(View(bytes).first(cut));
        std::vector<Packet> packets = all_packets(decoder);
        decoder.feed(View(bytes).subspan(cut));
        for (Packet& packet : all_packets(decoder))
            packets.push_back(std::move(packet));
        ASSERT_EQ(packets, expected) << cut;
    }
}

TEST(Decoder, ConnectSettlesTheVersion) {
    Decoder decoder(client, maximum);
    decoder.feed(notation::bytes_of("10 r{ s'MQTT' 05 02 k10 00 s'c' } 30 r{ s't' 00 'p' }"));
    const std::vector<Packet> packets = all_packets(decoder);
    ASSERT_EQ(packets.size(), 2u);
    EXPECT_FALSE(packets[1].violation);
    EXPECT_EQ(decoder.context().version, Version::v5_0);

    Decoder server({Version::v3_1_1, Sender::server}, maximum);
    server.set_version(Version::v5_0);
    server.feed(notation::bytes_of("20 03 000000"));
    EXPECT_FALSE(all_packets(server).at(0).violation);
}

TEST(Decoder, MalformedPacketsDoNotStopTheStream) {
    Decoder decoder(client, maximum);
    decoder.feed(notation::bytes_of("30 00 c0 00"));
    const std::vector<Packet> packets = all_packets(decoder);
    ASSERT_EQ(packets.size(), 2u);
    EXPECT_EQ(packets[0].violation->rule, Rule::missing);
    EXPECT_FALSE(packets[1].violation);
}

TEST(Decoder, RemainingLengthOfFiveBytesEndsTheStream) {
    Decoder decoder(client, maximum);
    decoder.feed(notation::bytes_of("c0 00 30 ffffff"));
    EXPECT_EQ(all_packets(decoder).size(), 1u);
    decoder.feed(notation::bytes_of("ff"));
    const auto event = decoder.next();
    ASSERT_TRUE(event);
    const StreamError& error = std::get<StreamError>(*event);
    EXPECT_EQ(error.offset, 2u);
    EXPECT_EQ(text(error.violation),
              "PUBLISH: remaining length at byte 1: a variable byte integer goes on after its fourth byte (MQTT 3.1.1 "
              "section 2.2.3)");
    EXPECT_FALSE(decoder.next());
    decoder.feed(notation::bytes_of("c0 00"));
    EXPECT_FALSE(decoder.next());
    EXPECT_EQ(notation::hex(decoder.rest()), "30ffffffffc000");
}

TEST(Decoder, AClaimedLengthAboveTheMaximumIsAnErrorAtOnce) {
    Decoder decoder({Version::v5_0, Sender::client}, maximum);
    decoder.feed(notation::bytes_of("30 r268435455"));
    const auto event = decoder.next();
    ASSERT_TRUE(event);
    const StreamError& error = std::get<StreamError>(*event);
    EXPECT_EQ(error.violation.rule, Rule::packet_too_large);
    EXPECT_EQ(clauses(error.violation).at(0).id, "MQTT-3.2.2-15");
    EXPECT_EQ(reason(error.violation), 0x95);

    Decoder from_server({Version::v5_0, Sender::server}, maximum);
    from_server.feed(notation::bytes_of("30 r998"));
    EXPECT_EQ(clauses(std::get<StreamError>(*from_server.next()).violation).at(0).id, "MQTT-3.1.2-24");
}

TEST(Framer, TheMaximumCountsTheFixedHeader) {
    Framer exact(12);
    exact.feed(notation::bytes_of("30 r10 00*10"));
    EXPECT_EQ(exact.next()->size(), 12u);
    Framer above(11);
    above.feed(notation::bytes_of("30 r10 00*10"));
    EXPECT_FALSE(above.next());
    EXPECT_EQ(above.error(), Rule::packet_too_large);
}

TEST(Framer, HoldsNoMoreThanWhatArrivedAndAfterAnErrorNoMoreThanTheMaximum) {
    Framer waiting(268'435'460);
    waiting.feed(notation::bytes_of("30 r268435455 00*100"));
    EXPECT_FALSE(waiting.next());
    EXPECT_FALSE(waiting.error());
    EXPECT_EQ(waiting.rest().size(), 105u);

    Framer broken(maximum);
    broken.feed(notation::bytes_of("30 ffffffff"));
    EXPECT_FALSE(broken.next());
    for (int i = 0; i < 100; ++i)
        broken.feed(notation::bytes_of("00*100"));
    EXPECT_EQ(broken.rest().size(), maximum);
}

TEST(Framer, CountsWhatItCut) {
    Framer framer(maximum);
    framer.feed(notation::bytes_of("c0 00 d0 00 30"));
    EXPECT_EQ(framer.next()->size(), 2u);
    EXPECT_EQ(framer.consumed(), 2u);
    EXPECT_TRUE(framer.next());
    EXPECT_EQ(framer.consumed(), 4u);
    EXPECT_FALSE(framer.next());
    EXPECT_EQ(notation::hex(framer.rest()), "30");
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
