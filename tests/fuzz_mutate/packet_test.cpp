#include "gauntlet/fuzz/mutate/packet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "good_packets.hpp"
#include "violation_rows.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

using namespace wire::mqtt;
using wire::Bytes;
using wire::mqtt::test::good_packets;
using wire::mqtt::test::GoodRow;

constexpr Context contexts[] = {{Version::v3_1, Sender::client},   {Version::v3_1, Sender::server},
                                {Version::v3_1_1, Sender::client}, {Version::v3_1_1, Sender::server},
                                {Version::v5_0, Sender::client},   {Version::v5_0, Sender::server}};

TEST(VaryPacket, KeepsAGoodPacketGoodAndChangesIt) {
    Random random(1);
    int kept = 0;
    int varied = 0;
    for (const GoodRow& row : good_packets()) {
        Bytes packet = wire::notation::bytes_of(row.notation);
        for (int i = 0; i < 30; ++i) {
            Bytes next = vary_packet(packet, row.context, random);
            const Packet decoded = decode(next, row.context);
            ASSERT_FALSE(decoded.violation) << print(decoded) << ": " << text(*decoded.violation);
            (next == packet ? kept : varied) += 1;
            packet = std::move(next);
        }
    }
    // PINGREQ and its kin have nothing to vary.
    EXPECT_GT(varied, 4 * kept);
}

TEST(VaryPacket, ReachesEveryFieldOfAConnect) {
    Random random(2);
    const Context client{Version::v5_0, Sender::client};
    std::set<Name> seen;
    std::set<Property> properties_seen;
    Bytes packet = wire::notation::bytes_of("10 r{ s'MQTT' 05 02 k60 00 s'c' }");
    for (int i = 0; i < 2000; ++i) {
        packet = vary_packet(packet, client, random);
        for (const Field& field : decode(packet, client).fields) {
            seen.insert(field.name);
            properties_seen.insert(field.property);
        }
    }
    for (const Name name : {Name::will_property_length, Name::will_topic, Name::will_message, Name::user_name,
                            Name::password, Name::user_property_name})
        EXPECT_TRUE(seen.contains(name)) << wire::mqtt::name(name);
    for (const PropertyRow& row : properties())
        EXPECT_EQ((row.places & (place(PacketType::connect) | will_place)) != 0, properties_seen.contains(row.property))
            << row.name;
}

TEST(VaryPacket, KeepsTheOneRuleThatAPacketBreaks) {
    Random random(3);
    for (const test::ViolationRow& row : test::violations_5_0()) {
        const Context context{Version::v5_0, row.sender == 'c' ? Sender::client : Sender::server};
        const Bytes packet = wire::notation::bytes_of(row.notation);
        const Rule rule = decode(packet, context).violation->rule;
        for (int i = 0; i < 10; ++i) {
            const Packet varied = decode(vary_packet(packet, context, random), context);
            ASSERT_TRUE(varied.violation) << row.notation;
            EXPECT_EQ(varied.violation->rule, rule) << row.notation << " → " << print(varied);
        }
    }
}

// decode() judges; here every rule that it knows in a version is broken in a packet of that version.
TEST(BreakRule, BreaksEveryRuleOfEveryVersionAndNoOther) {
    Random random(4);
    std::set<std::pair<Version, Rule>> shown;
    for (const Context context : contexts)
        for (const RuleRow& row : rules())
            for (int type = 1; type < 16; ++type)
                for (int i = 0; i < 3; ++i) {
                    const auto good = new_packet(static_cast<PacketType>(type), context, random);
                    const auto bad = good ? break_rule(*good, context, row.rule, random) : std::nullopt;
                    if (!bad)
                        continue;
                    const Packet decoded = decode(*bad, context);
                    ASSERT_TRUE(decoded.violation) << row.message;
                    ASSERT_EQ(decoded.violation->rule, row.rule) << row.message << ": " << print(decoded);
                    shown.emplace(decoded.context.version, row.rule);
                }
    for (const Citation& citation : citations()) {
        if (citation.rule == Rule::packet_too_large)  // only a receiver's limit makes it that, and only a Framer knows
            continue;
        EXPECT_TRUE(shown.contains({citation.version, citation.rule}))
            << name(citation.version) << ": rule " << static_cast<int>(citation.rule) << " of " << name(citation.type);
    }
}

TEST(BreakRule, HasNothingForAPacketThatCannotBreakIt) {
    Random random(5);
    const Context client{Version::v3_1_1, Sender::client};
    const Bytes ping = wire::notation::bytes_of("c0 00");
    EXPECT_FALSE(break_rule(ping, client, Rule::will_qos_3, random));
    EXPECT_FALSE(break_rule(ping, client, Rule::property_duplicate, random));
    EXPECT_FALSE(break_rule(ping, client, Rule::packet_too_large, random));
    EXPECT_FALSE(break_rule({}, client, Rule::trailing_bytes, random));
    EXPECT_TRUE(break_rule(ping, client, Rule::trailing_bytes, random));
}

TEST(NewPacket, IsGoodAndOfEveryTypeThatItsSenderHas) {
    Random random(6);
    for (const Context context : contexts) {
        std::set<PacketType> types;
        for (int i = 0; i < 400; ++i) {
            const Packet packet = decode(new_packet(context, random), context);
            ASSERT_FALSE(packet.violation) << print(packet) << ": " << text(*packet.violation);
            types.insert(packet.type());
        }
        const bool v5 = context.version == Version::v5_0;
        const std::size_t expected = context.sender == Sender::client ? (v5 ? 11 : 10) : (v5 ? 11 : 9);
        EXPECT_EQ(types.size(), expected) << name(context.version) << " " << name(context.sender);
    }
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(decode(*new_packet(PacketType::puback, contexts[4], random), contexts[4]).type(), PacketType::puback);
    EXPECT_FALSE(new_packet(PacketType::reserved, {}, random));
    EXPECT_FALSE(new_packet(PacketType::connack, {Version::v5_0, Sender::client}, random));
    EXPECT_FALSE(new_packet(PacketType::auth, {Version::v3_1_1, Sender::client}, random));
}

TEST(MutatePacket, TakesAnyBytesAndStaysBelowItsLimit) {
    Random random(7);
    for (int i = 0; i < 400; ++i) {
        Bytes bytes(random.below(40));
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random.next());
        for (int round = 0; round < 5; ++round)
            bytes = mutate_packet(bytes, random.pick(contexts), random);
        EXPECT_LE(bytes.size(), longest_packet);
    }
}

TEST(MutatePacket, IsTheSameForTheSameSeed) {
    for (const GoodRow& row : good_packets()) {
        Random one(8);
        Random other(8);
        const Bytes packet = wire::notation::bytes_of(row.notation);
        for (int i = 0; i < 20; ++i)
            ASSERT_EQ(mutate_packet(packet, row.context, one), mutate_packet(packet, row.context, other));
    }
}

TEST(MutatePacket, MakesGoodPacketsAndBreaksManyRules) {
    Random random(9);
    const Context client{Version::v5_0, Sender::client};
    const Bytes packet = wire::notation::bytes_of("10 r{ s'MQTT' 05 02 k60 v{ 21 k9 } s'c' }");
    int good = 0;
    std::set<Rule> broken;
    for (int i = 0; i < 1000; ++i) {
        const Packet mutated = decode(mutate_packet(packet, client, random), client);
        if (mutated.violation)
            broken.insert(mutated.violation->rule);
        else
            ++good;
    }
    EXPECT_GT(good, 250);
    EXPECT_LT(good, 750);
    EXPECT_GT(broken.size(), 25u);
}

TEST(CrossPackets, TakesPropertiesAndFiltersOfTheSecond) {
    Random random(10);
    const Context client{Version::v5_0, Sender::client};
    const Bytes first = wire::notation::bytes_of("82 r{ i1 00 s'a' 00 }");
    const Bytes second = wire::notation::bytes_of("82 r{ i2 v{ 26 s'n' s'v' } s'b' 01 }");
    bool properties = false;
    bool filters = false;
    bool identifier = false;
    int good = 0;
    for (int i = 0; i < 200; ++i) {
        const Packet crossed = decode(cross_packets(first, second, client, random), client);
        good += crossed.violation ? 0 : 1;
        const auto count =
            std::ranges::count(crossed.fields, Name::topic_filter, [](const Field& field) { return field.name; });
        properties = properties || (crossed.find(Property::user_property) != nullptr && !crossed.violation);
        filters = filters || (count == 2 && !crossed.violation);
        identifier = identifier || crossed.find(Name::packet_identifier)->value == 2;
    }
    EXPECT_TRUE(properties);
    EXPECT_TRUE(filters);
    EXPECT_TRUE(identifier);
    EXPECT_GT(good, 120);
}

TEST(CrossPackets, TakesAnyBytes) {
    Random random(11);
    const auto any = [&] {
        Bytes bytes(random.below(30));
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random.next());
        return bytes;
    };
    for (int i = 0; i < 2000; ++i) {
        const Bytes first = any();
        const Bytes second = random.chance(2) ? any() : new_packet(contexts[4], random);
        EXPECT_LE(cross_packets(first, second, random.pick(contexts), random).size(), longest_packet);
    }
    EXPECT_TRUE(cross_packets({}, {}, contexts[0], random).empty());
}

}  // namespace
}  // namespace gauntlet::fuzz::mutate
