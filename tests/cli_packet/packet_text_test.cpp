#include "packet_text.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace gauntlet::cli {
namespace {

using wire::mqtt::Sender;
using wire::mqtt::Version;

TEST(PacketDecode, WritesEachPacketWithItsSummary) {
    const PacketOutput output =
        decode_packets("100e00044d5154540502000a00000170\n30 r{ s't' 00 'hi' } # by topic\n", {});
    EXPECT_EQ(output.out,
              "# CONNECT 'MQTT' level 5, clean start 1, keep alive 10 s, client 'p'\n"
              "10 r14 s4 'MQTT' 05 02 k10 v0 s1 'p'\n"
              "# PUBLISH QoS 0 't', payload of 2 bytes 'hi'\n"
              "30 r6 s1 't' v0 'hi'\n");
    EXPECT_EQ(output.errors, "");
    EXPECT_EQ(output.exit_code, 0);
}

TEST(PacketDecode, ItsOutputIsItsInput) {
    const std::string text = decode_packets("20020005 d000", {.sender = Sender::server}).out;
    EXPECT_EQ(decode_packets(text, {.sender = Sender::server}).out, text);
    EXPECT_EQ(encode_packets(text, false).out, "20020005d000\n");
}

TEST(PacketDecode, NamesEveryViolationInOneLine) {
    const PacketOutput output = decode_packets("c0 00 82 02 0001 c0 01 00", {});
    EXPECT_EQ(
        output.out,
        "# PINGREQ\nc0 r0\n"
        "# SUBSCRIBE, id 1 (malformed: SUBSCRIBE: topic filter at byte 4: there is no topic filter, at least one is "
        "required ([MQTT-3.8.3-3]))\n82 r2 i1\n"
        "# PINGREQ, 1 byte without a meaning (malformed: PINGREQ: rest at byte 2: bytes are left over after the last "
        "field (MQTT 3.1.1 section 3.12.1, MQTT 3.1.1 section 2.1))\nc0 r1 00\n");
    EXPECT_EQ(
        output.errors,
        "packet 2 at byte 2: SUBSCRIBE: topic filter at byte 4: there is no topic filter, at least one is required "
        "([MQTT-3.8.3-3])\n"
        "packet 3 at byte 6: PINGREQ: rest at byte 2: bytes are left over after the last field (MQTT 3.1.1 section "
        "3.12.1, MQTT 3.1.1 section 2.1)\n");
    EXPECT_EQ(output.exit_code, 2);
    const PacketOutput lenient = decode_packets("c0 00 82 02 0001 c0 01 00", {.lenient = true});
    EXPECT_EQ(lenient.out, output.out);
    EXPECT_EQ(lenient.errors, "");
    EXPECT_EQ(lenient.exit_code, 0);
}

TEST(PacketDecode, VersionAndSenderCount) {
    EXPECT_EQ(decode_packets("20 03 000000", {.version = Version::v5_0, .sender = Sender::server}).exit_code, 0);
    EXPECT_EQ(decode_packets("20 03 000000", {.sender = Sender::server}).exit_code, 2);
    EXPECT_EQ(decode_packets("20 03 000000", {.version = Version::v5_0}).exit_code, 2);
}

TEST(PacketDecode, WhatCannotBeCutIsTheLastPacket) {
    EXPECT_EQ(
        decode_packets("c000 30ffffffffff", {}).errors,
        "packet 2 at byte 2: PUBLISH: remaining length at byte 1: a variable byte integer goes on after its fourth "
        "byte (MQTT 3.1.1 section 2.2.3)\n");
    EXPECT_EQ(
        decode_packets("c000 30 r9 s't'", {}).errors,
        "packet 2 at byte 2: PUBLISH: remaining length at byte 5: the packet ends before its remaining length (MQTT "
        "3.1.1 section 2.2.3)\n");
}

TEST(PacketDecode, JsonHasFieldsAndViolation) {
    const PacketOutput output =
        decode_packets("32 r{ s{ 'a' ff } i7 v{ 26 s'n' s'v' 23 k0 } 00ff }", {.version = Version::v5_0, .json = true});
    EXPECT_EQ(output.exit_code, 2);
    const boost::json::value parsed = boost::json::parse(output.out);
    const boost::json::object& packet = parsed.as_array().at(0).as_object();
    EXPECT_EQ(packet.at("type"), "PUBLISH");
    EXPECT_EQ(packet.at("mqtt"), "5.0");
    EXPECT_EQ(packet.at("from"), "client");
    EXPECT_EQ(packet.at("bytes"),
              "321300026"
              "1ff00070a2600016e000176230000"
              "00ff");
    const boost::json::array& fields = packet.at("fields").as_array();
    EXPECT_EQ(fields.at(2).as_object().at("name"), "topic name");
    EXPECT_EQ(fields.at(2).as_object().at("hex"), "61ff");  // no text, as JSON can only hold UTF-8
    EXPECT_EQ(fields.at(3).as_object().at("value"), 7);
    EXPECT_EQ(fields.at(6).as_object().at("text"), "n");
    EXPECT_EQ(fields.at(9).as_object().at("name"), "Topic Alias");
    EXPECT_EQ(fields.back().as_object().at("hex"), "00ff");
    const boost::json::object& violation = packet.at("violation").as_object();
    EXPECT_EQ(violation.at("field"), "topic name");
    EXPECT_EQ(violation.at("offset"), 5);
    EXPECT_EQ(violation.at("reason"), 0x81);
    EXPECT_EQ(violation.at("clauses").as_array().at(0).as_object().at("id"), "MQTT-3.3.2-1");

    const boost::json::value good = boost::json::parse(decode_packets("c000 e000", {.json = true}).out);
    ASSERT_EQ(good.as_array().size(), 2u);
    EXPECT_TRUE(good.as_array().at(1).as_object().at("violation").is_null());
    EXPECT_EQ(good.as_array().at(1).as_object().at("offset"), 2);
}

TEST(PacketEncode, WritesHexOrBytes) {
    EXPECT_EQ(encode_packets("10 r13 s4 'MQTT' 04 02 k10 s1 'p'", false).out, "100d00044d5154540402000a000170\n");
    EXPECT_EQ(encode_packets("00 'a' ff", true).out, std::string("\0a\xff", 3));
    EXPECT_EQ(encode_packets("r300000000/5", false).out,
              "80c686"
              "8f01\n");
}

TEST(PacketInput, ThatIsNoNotationIsNamedWithItsPlace) {
    for (const PacketOutput& output : {decode_packets("10\n 0", {}), encode_packets("10\n 0", false)}) {
        EXPECT_EQ(output.out, "");
        EXPECT_EQ(output.errors,
                  "standard input:2:2: '0' has an odd number of hexadecimal digits; write two for each byte\n");
        EXPECT_EQ(output.exit_code, 2);
    }
    const PacketOutput nothing = decode_packets("# only a comment", {});
    EXPECT_EQ(nothing.exit_code, 2);
    EXPECT_EQ(nothing.errors.find("standard input: empty"), 0u);
}

}  // namespace
}  // namespace gauntlet::cli
