#include "parts.hpp"

#include <gtest/gtest.h>

#include "good_packets.hpp"
#include "violation_rows.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using wire::mqtt::Context;

void expect_same_bytes(const char* notation, Context context) {
    const Bytes bytes = wire::notation::bytes_of(notation);
    const Parts parts(wire::mqtt::decode(bytes, context));
    EXPECT_EQ(wire::notation::hex(parts.bytes()), wire::notation::hex(bytes)) << notation;
}

TEST(Parts, OfAGoodPacketGiveItBack) {
    for (const auto& row : wire::mqtt::test::good_packets())
        expect_same_bytes(row.notation, row.context);
}

TEST(Parts, OfAMalformedPacketGiveItBack) {
    struct Table {
        Version version;
        std::span<const wire::mqtt::test::ViolationRow> rows;
    };
    for (const Table& table : {Table{Version::v3_1, wire::mqtt::test::violations_3_1()},
                               Table{Version::v3_1_1, wire::mqtt::test::violations_3_1_1()},
                               Table{Version::v5_0, wire::mqtt::test::violations_5_0()}})
        for (const auto& row : table.rows)
            expect_same_bytes(row.notation, {table.version, row.sender == 'c' ? Sender::client : Sender::server});
}

TEST(Parts, LengthsFollowTheContentAndLiesStay) {
    const Context client{Version::v5_0, Sender::client};
    Parts parts(wire::mqtt::decode(wire::notation::bytes_of("30 r{ s't' v{ 26 s'n' s'v' } 'p' }"), client));
    parts.find(Name::topic_name)->content = {'t', 'o', 'p'};
    parts.find(Name::user_property_value)->content.clear();
    EXPECT_EQ(parts.bytes(), wire::notation::bytes_of("30 r{ s'top' v{ 26 s'n' s'' } 'p' }"));
    parts.find(Name::property_length)->lie = -1;
    parts.find(Name::topic_name)->lie = 1;
    EXPECT_EQ(parts.bytes(), wire::notation::bytes_of("30 r{ s4 'top' v5 26 s'n' s'' 'p' }"));
}

TEST(Parts, PropertiesAreGroupsWithTheirList) {
    const Context client{Version::v5_0, Sender::client};
    const Bytes bytes =
        wire::notation::bytes_of("10 r{ s'MQTT' 05 06 k60 v{ 21 k9 26 s'n' s'v' } s'c' v{ 18 w5 } s't' s'm' }");
    const Parts parts(wire::mqtt::decode(bytes, client));
    const auto lists = parts.property_lists();
    ASSERT_EQ(lists.size(), 2u);
    EXPECT_EQ(parts.where(lists[0]), wire::mqtt::place(PacketType::connect));
    EXPECT_EQ(parts.where(lists[1]), wire::mqtt::will_place);
    const auto groups = parts.groups(lists[0]);
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].count, 2u);
    EXPECT_EQ(groups[1].count, 3u);
    EXPECT_EQ(parts.groups(lists[1]).size(), 1u);
}

}  // namespace
}  // namespace gauntlet::fuzz::mutate
