#include "good_packets.hpp"

#include <gtest/gtest.h>

#include <set>

#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

TEST(GoodPackets, AreAcceptedAndPrintedAsWritten) {
    for (const GoodRow& row : good_packets()) {
        const Packet packet = decode(notation::bytes_of(row.notation), row.context);
        EXPECT_EQ(packet.violation ? text(*packet.violation) : "", "") << row.notation;
        EXPECT_EQ(print(packet), row.notation);
        EXPECT_EQ(packet.context, row.context) << row.notation;
        EXPECT_FALSE(summary(packet).empty());
    }
}

TEST(GoodPackets, FieldsFollowEachOtherWithoutAGap) {
    for (const GoodRow& row : good_packets()) {
        const Packet packet = decode(notation::bytes_of(row.notation), row.context);
        std::uint32_t position = 0;
        for (const Field& field : packet.fields) {
            EXPECT_EQ(field.offset, position) << row.notation;
            position += field.size;
        }
        EXPECT_EQ(position, packet.bytes.size()) << row.notation;
    }
}

// The value of a packet, written again, is the packet: but for widths of lengths and for what 3.1 disregards.
TEST(GoodPackets, AreValuesThatEncodeToTheSameBytes) {
    const std::set<std::string_view> other_bytes = {
        "10 r15 s6 'MQIsdp' 03 c2 k10 s1 'p'", "10 r18 s6 'MQIsdp' 03 c2 k10 s1 'p' s1 'u'",
        "10 r18 s6 'MQIsdp' 03 02 k10 s1 'p' 000178", "1f r15 s6 'MQIsdp' 03 1b k10 s1 'p'", "8a r6 i1 s1 'a' fc",
        "6a r2 i1", "20 r2 ff 05", "10 r13/4 s4 'MQTT' 04 02 k10 s1 'p'",
        // 5.0 with what may be left out.
        "50 r4 i1 97 v0", "e0 r2 00 v0"};
    for (const GoodRow& row : good_packets()) {
        const Packet packet = decode(notation::bytes_of(row.notation), row.context);
        const std::optional<Message> value = message(packet);
        ASSERT_TRUE(value) << row.notation;
        const Packet again = decode(encode(*value, row.context.version), row.context);
        EXPECT_FALSE(again.violation) << row.notation;
        EXPECT_EQ(*message(again), *value) << row.notation;
        EXPECT_EQ(print(again) == row.notation, !other_bytes.contains(row.notation)) << row.notation;
    }
}

TEST(GoodPackets, CutAnywhereAreIncomplete) {
    for (const GoodRow& row : good_packets()) {
        const Bytes bytes = notation::bytes_of(row.notation);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const Packet packet = decode(View(bytes).first(length), row.context);
            ASSERT_TRUE(packet.violation) << row.notation << " cut to " << length;
            EXPECT_EQ(packet.violation->rule, Rule::incomplete) << row.notation << " cut to " << length;
            EXPECT_EQ(notation::flatten(items(packet)), packet.bytes) << row.notation << " cut to " << length;
        }
    }
}

TEST(GoodPackets, CoverAllPacketTypesAndProperties) {
    std::set<PacketType> types;
    std::set<Property> seen;
    for (const GoodRow& row : good_packets()) {
        const Packet packet = decode(notation::bytes_of(row.notation), row.context);
        types.insert(packet.type());
        for (const Field& field : packet.fields)
            seen.insert(field.property);
    }
    EXPECT_EQ(types.size(), 15u);
    for (const PropertyRow& row : properties())
        EXPECT_TRUE(seen.contains(row.property)) << row.name;
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
