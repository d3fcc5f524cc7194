#include "gauntlet/fuzz/oracles/statement.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::fuzz::oracles {
namespace {

namespace mqtt = wire::mqtt;

constexpr const char* connect_4 = "10 r{ s'MQTT' 04 02 k60 s'x' } ";
constexpr const char* connect_5 = "10 r{ s'MQTT' 05 02 k60 v{} s'x' } ";
constexpr const char* ping = "c0 r0 ";
constexpr const char* connack_4 = "20 r2 00 00 ";
constexpr const char* connack_5 = "20 r3 00 00 v0 ";
constexpr const char* pong = "d0 r0 ";

std::optional<Alarm> seen(const std::string& sent, const std::string& received) {
    return violates({wire::notation::bytes_of(sent), wire::notation::bytes_of(received)});
}

struct Case {
    std::string sent;
    std::string received;
    const char* statement;
};

TEST(Statement, WhatMustBeClosedAndIsAnsweredAlarms) {
    const Case cases[] = {
        // SUBSCRIBE with wrong flags: granted, or the connection goes on
        {std::string(connect_4) + "80 r{ i1 s'a' 00 }", std::string(connack_4) + "90 r3 i1 00", "3.1.1/3.8.1-1"},
        {std::string(connect_4) + "80 r{ i1 s'a' 00 } " + ping, std::string(connack_4) + pong, "3.1.1/3.8.1-1"},
        {std::string(connect_4) + ping + "80 r{ i1 s'a' 00 } " + ping, std::string(connack_4) + pong + pong,
         "3.1.1/3.8.1-1"},
        {std::string(connect_5) + "80 r{ i1 v{} s'a' 00 }", std::string(connack_5) + "90 r4 i1 v0 00", "5.0/3.8.1-1"},
        // PUBLISH with QoS 3, and with the null character
        {std::string(connect_4) + "36 r{ s'a' i7 } " + ping, std::string(connack_4) + pong, "3.1.1/3.3.1-4"},
        {std::string(connect_4) + "32 r{ s'a\\x00' i7 }", std::string(connack_4) + "40 r2 i7", "3.1.1/4.7.3-2"},
        // UNSUBSCRIBE without filters, PUBREL with wrong flags
        {std::string(connect_4) + "a2 r{ i2 }", std::string(connack_4) + "b0 r2 i2", "3.1.1/3.10.3-2"},
        {std::string(connect_4) + "60 r2 i2", std::string(connack_4) + "70 r2 i2", "3.1.1/3.6.1-1"},
        // CONNECT: the reserved flag, an unknown level
        {"10 r{ s'MQTT' 04 03 k60 s'x' }", connack_4, "3.1.1/3.1.2-3"},
        // the order of packets
        {ping, pong, "3.1.1/3.1.0-1"},
        {std::string(ping) + connect_4, connack_4, "3.1.1/3.1.0-1"},
        {std::string(connect_4) + connect_4, std::string(connack_4) + connack_4, "3.1.1/3.1.0-2"},
        {std::string(connect_5) + connect_5 + ping, std::string(connack_5) + pong, "5.0/3.1.0-2"},
    };
    for (const Case& c : cases) {
        const auto alarm = seen(c.sent, c.received);
        ASSERT_TRUE(alarm) << c.sent << " < " << c.received;
        EXPECT_EQ(alarm->oracle, "statement");
        ASSERT_FALSE(alarm->statements.empty()) << alarm->text;
        EXPECT_EQ(alarm->statements[0], c.statement) << alarm->text;
    }
}

TEST(Statement, GoodConversationsAreQuiet) {
    EXPECT_FALSE(seen("", ""));
    EXPECT_FALSE(seen(connect_4, connack_4));
    EXPECT_FALSE(
        seen(std::string(connect_4) + "82 r{ i1 s'a' 01 } " + ping, std::string(connack_4) + "90 r3 i1 01 " + pong));
    EXPECT_FALSE(seen(std::string(connect_5) + "32 r{ s'a' i1 v{} 'x' }", std::string(connack_5) + "40 r2 i1"));
    // A server of 3.1.1 answers a client of 5.0.
    EXPECT_FALSE(seen(connect_5, "20 r2 00 01"));
}

TEST(Statement, WhatIsRefusedIsQuiet) {
    const std::string wrong = std::string(connect_4) + "80 r{ i1 s'a' 00 } ";
    EXPECT_FALSE(seen(wrong, connack_4));
    EXPECT_FALSE(seen(wrong + ping, connack_4));
    // answered before it, and closed
    EXPECT_FALSE(seen(std::string(connect_4) + ping + "80 r{ i1 s'a' 00 } " + ping, std::string(connack_4) + pong));
    EXPECT_FALSE(seen(wrong, std::string(connack_4) + "90 r3 i1 80"));
    EXPECT_FALSE(seen("10 r{ s'MQTT' 04 03 k60 s'x' }", "20 r2 00 02"));
    EXPECT_FALSE(seen(ping, ""));
    EXPECT_FALSE(seen(std::string(connect_5) + connect_5, std::string(connack_5) + "e0 r2 82 v0"));
    // the same identifier was used before: the acknowledgement may be of that packet
    EXPECT_FALSE(
        seen(std::string(connect_4) + "82 r{ i1 s'a' 00 } 80 r{ i1 s'a' 00 }", std::string(connack_4) + "90 r3 i1 00"));
}

TEST(Statement, WhatTheStandardLeavesOpenIsQuiet) {
    // another protocol, a long client identifier
    EXPECT_FALSE(seen("10 r{ s'MQXX' 04 02 k60 s'x' }", connack_4));
    // MQTT 3.1 has no statements
    EXPECT_FALSE(seen("10 r{ s'MQIsdp' 03 02 k60 s'x' } 80 r{ i1 s'a' 00 }", std::string(connack_4) + "90 r3 i1 00"));
    // an error in the acknowledgement is an answer to a wrong topic filter
    EXPECT_FALSE(seen(std::string(connect_5) + "82 r{ i1 v{} s'a/#/b' 00 } " + ping,
                      std::string(connack_5) + "90 r4 i1 v0 8f " + pong));
    // nothing behind DISCONNECT is the server's to read
    EXPECT_FALSE(seen(std::string(connect_4) + "e0 r0 80 r{ i1 s'a' 00 } " + ping, std::string(connack_4) + pong));
}

TEST(Statement, WhatTheBrokerSaysIsChecked) {
    const auto alarm = seen(connect_4, "20 r2 02 00");
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->statements, std::vector<std::string>{"3.1.1/x-connack-reserved-bits"});
    EXPECT_TRUE(seen(std::string(connect_4) + ping, std::string(connack_4) + "d0 r1 00"));
    // cut short by the end of the connection
    EXPECT_FALSE(seen(connect_4, "20 r2 00"));
}

bool is_from_client(mqtt::PacketType type) {
    using enum mqtt::PacketType;
    return type != connack && type != suback && type != unsuback && type != pingresp;
}

// Of packets that only servers send.
bool is_of_servers(mqtt::Rule rule) {
    return rule == mqtt::Rule::session_expiry_from_server || rule == mqtt::Rule::session_present_with_refusal ||
           rule == mqtt::Rule::acknowledge_flags || rule == mqtt::Rule::no_reason_codes;
}

// Every numbered statement that an alarm can name first is a row of the catalogue, where the broker must close.
TEST(Statement, EveryStatementIsInTheCatalogue) {
    std::ifstream file(std::string(GAUNTLET_DOCS) + "/catalogue/mqtt.md");
    const std::string catalogue{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(catalogue.empty());
    int checked = 0;
    for (const mqtt::Citation& citation : mqtt::citations()) {
        const mqtt::Violation violation{.rule = citation.rule,
                                        .field = citation.field,
                                        .property = citation.property,
                                        .type = citation.type,
                                        .context = {citation.version, mqtt::Sender::client}};
        if (citation.sender == mqtt::Sender::server || !is_from_client(citation.type) || !must_close(violation) ||
            is_of_servers(violation.rule))
            continue;
        const std::string id = statements_of(violation).front();
        if (id.find("/x-") != std::string::npos)
            continue;
        ++checked;
        const std::size_t row = catalogue.find("| `" + id + "` |");
        ASSERT_NE(row, std::string::npos) << id;
        const std::string line = catalogue.substr(row, catalogue.find('\n', row) - row);
        EXPECT_TRUE(line.ends_with("must |")) << line;
        EXPECT_EQ(line.find("(+)"), std::string::npos) << line;
    }
    EXPECT_GT(checked, 100);
}

TEST(Statement, RulesWithAChoiceAreOut) {
    const auto of = [](mqtt::Rule rule, mqtt::Version version = mqtt::Version::v5_0) {
        return mqtt::Violation{.rule = rule, .context = {version, mqtt::Sender::client}};
    };
    EXPECT_TRUE(must_close(of(mqtt::Rule::qos_3)));
    EXPECT_FALSE(must_close(of(mqtt::Rule::payload_not_utf8)));
    EXPECT_FALSE(must_close(of(mqtt::Rule::client_identifier_length)));
    EXPECT_FALSE(must_close(of(mqtt::Rule::qos_3, mqtt::Version::v3_1)));
    mqtt::Violation identifier = of(mqtt::Rule::packet_identifier_zero);
    identifier.type = mqtt::PacketType::puback;
    EXPECT_FALSE(must_close(identifier));
    identifier.type = mqtt::PacketType::subscribe;
    EXPECT_TRUE(must_close(identifier));
}

std::optional<Alarm> silent_after(const std::string& sent) {
    return violates(
        {.sent = wire::notation::bytes_of(sent), .received = wire::notation::bytes_of(connack_4), .silent = true});
}

TEST(Statement, SilenceWhereTheConnectionMustBeClosedAlarms) {
    const auto alarm = silent_after(std::string(connect_4) + "36 r{ s'a' i7 } " + ping);
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->oracle, "statement");
    EXPECT_EQ(alarm->signature.find("neither closes nor answers after PUBLISH"), 0U) << alarm->signature;
    EXPECT_EQ(alarm->statements.at(0), "3.1.1/3.3.1-4");
}

TEST(Statement, APingreqThatNobodyAnswersIsAHang) {
    const auto alarm = silent_after(std::string(connect_4) + "32 r{ s'a' i7 } " + ping);
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->oracle, "hang");
    EXPECT_EQ(alarm->signature, "does not answer a PINGREQ behind PUBLISH");
}

// A broker may wait for the rest of a packet as long as it likes, and for nothing at all behind a DISCONNECT.
TEST(Statement, SilenceThatIsAllowedIsNone) {
    EXPECT_FALSE(silent_after(std::string(connect_4) + "32 r9 s'a' i7"));
    EXPECT_FALSE(silent_after(connect_4));
    EXPECT_FALSE(silent_after(std::string(connect_4) + "e0 00 " + ping));
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
