#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/rule.hpp"
#include "violation_rows.hpp"

namespace gauntlet::wire::mqtt::test {
namespace {

struct Table {
    Version version;
    std::span<const ViolationRow> rows;
};

std::vector<Table> tables() {
    return {
        {Version::v3_1, violations_3_1()}, {Version::v3_1_1, violations_3_1_1()}, {Version::v5_0, violations_5_0()}};
}

Packet packet_of(const ViolationRow& row, Version version) {
    return decode(notation::bytes_of(row.notation), {version, row.sender == 'c' ? Sender::client : Sender::server});
}

std::string described(const Violation& violation) {
    std::string out =
        fmt::format("{} @{}", name(Field{violation.field, Kind::raw, violation.property}), violation.offset);
    for (const Clause& clause : clauses(violation))
        out += clause.id.empty() ? fmt::format(" §{}", clause.section) : fmt::format(" {}", clause.id);
    return out;
}

TEST(Violations, AreNamedWithFieldOffsetAndClauses) {
    for (const Table& table : tables())
        for (const ViolationRow& row : table.rows) {
            const Packet packet = packet_of(row, table.version);
            if (packet.violation)
                EXPECT_EQ(described(*packet.violation), row.expected) << name(table.version) << ": " << row.notation;
            else
                ADD_FAILURE() << name(table.version) << ": " << row.notation << ": accepted, expected " << row.expected;
        }
}

TEST(Violations, EachBytesOfThePacketAreKept) {
    for (const Table& table : tables())
        for (const ViolationRow& row : table.rows) {
            const Bytes bytes = notation::bytes_of(row.notation);
            const Packet packet = packet_of(row, table.version);
            EXPECT_EQ(packet.bytes, bytes);
            EXPECT_EQ(notation::hex(notation::flatten(items(packet))), notation::hex(bytes)) << row.notation;
            EXPECT_EQ(notation::hex(notation::bytes_of(print(packet))), notation::hex(bytes)) << print(packet);
        }
}

TEST(Violations, AreOneLineForPeople) {
    for (const Table& table : tables())
        for (const ViolationRow& row : table.rows) {
            const Packet packet = packet_of(row, table.version);
            ASSERT_TRUE(packet.violation) << row.notation;
            const std::string line = text(*packet.violation);
            EXPECT_EQ(line.find('\n'), std::string::npos) << line;
            EXPECT_NE(summary(packet).find(line), std::string::npos) << summary(packet);
            EXPECT_GE(reason(*packet.violation), 0x81) << line;
        }
}

// No clause of the table is there without a packet that breaks it, and no rule either.
TEST(Violations, EveryClauseOfTheTableIsShown) {
    std::set<std::string> shown;
    std::set<Rule> broken;
    const auto key = [](const Clause& clause, Version version, Rule rule, PacketType type) {
        return fmt::format("{} {} {} {} {}", name(version), static_cast<int>(rule), name(type), clause.id,
                           clause.section);
    };
    for (const Table& table : tables())
        for (const ViolationRow& row : table.rows) {
            const Packet packet = packet_of(row, table.version);
            ASSERT_TRUE(packet.violation) << row.notation;
            broken.insert(packet.violation->rule);
            for (const Clause& clause : clauses(*packet.violation)) {
                shown.insert(key(clause, packet.context.version, packet.violation->rule, packet.violation->type));
                shown.insert(key(clause, packet.context.version, packet.violation->rule, PacketType::reserved));
            }
        }
    for (const Citation& row : citations())
        // A packet that is too large is an error of a stream, see framer_test.cpp.
        EXPECT_TRUE(row.rule == Rule::packet_too_large ||
                    shown.contains(key(row.clause, row.version, row.rule, row.type)))
            << name(row.version) << " " << text(row.clause, row.version) << " " << row.clause.id << " "
            << name(row.type);
    for (const RuleRow& row : rules())
        EXPECT_TRUE(row.rule == Rule::packet_too_large || broken.contains(row.rule)) << row.message;
}

TEST(Clauses, AreWrittenAsTheStandardWritesThem) {
    const Packet name_wrong = decode(notation::bytes_of("10 r{ s'MQTX' 04 02 k60 s'c' }"), {});
    EXPECT_EQ(text(*name_wrong.violation),
              "CONNECT: protocol name at byte 4: the protocol name is not that of MQTT ([MQTT-3.1.2-1])");
    const Packet five = decode(notation::bytes_of("10 8080808001"), {});
    EXPECT_EQ(text(*five.violation),
              "CONNECT: remaining length at byte 1: a variable byte integer goes on after its fourth byte (MQTT 3.1.1 "
              "section 2.2.3)");
    const Packet alias = decode(notation::bytes_of("30 r{ s't' v{ 23 k0 } }"), {Version::v5_0, Sender::client});
    EXPECT_EQ(text(*alias.violation), "PUBLISH: Topic Alias at byte 7: the value is 0 ([MQTT-3.3.2-8])");
    EXPECT_EQ(reason(*alias.violation), 0x94);
    EXPECT_EQ(reason(*name_wrong.violation), 0x84);
}

TEST(Clauses, EveryRuleHasOneRow) {
    std::set<Rule> seen;
    for (const RuleRow& row : rules()) {
        EXPECT_TRUE(seen.insert(row.rule).second) << row.message;
        EXPECT_FALSE(row.message.empty());
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(Rule::payload_not_utf8) + 1);
}

}  // namespace
}  // namespace gauntlet::wire::mqtt::test
