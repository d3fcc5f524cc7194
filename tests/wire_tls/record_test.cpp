// Records, and handshake messages over any number of them.
#include "gauntlet/wire/tls/record.hpp"

#include <gtest/gtest.h>

#include "gauntlet/wire/tls/server_flight.hpp"

namespace gauntlet::wire::tls {

namespace {

TEST(Record, IsWrittenAsGiven) {
    EXPECT_EQ(encode(Record{.type = ContentType::alert, .fragment = {2, 40}}), (Bytes{21, 3, 3, 0, 2, 2, 40}));
    EXPECT_EQ(encode(Record{.version = 0x0301, .fragment = {9}, .length = std::uint16_t{513}}),
              (Bytes{22, 3, 1, 2, 1, 9}));
    EXPECT_EQ(encode(Handshake{HandshakeType::server_hello_done, {}, std::nullopt}), (Bytes{14, 0, 0, 0}));
    EXPECT_EQ(encode(Handshake{HandshakeType::finished, {1}, 0x010203U}), (Bytes{20, 1, 2, 3, 1}));
    EXPECT_EQ(encode(Alert{.fatal = false, .description = 0}), (Bytes{21, 3, 3, 0, 2, 1, 0}));
}

Bytes message(std::size_t size) {
    return encode(Handshake{HandshakeType::client_hello, Bytes(size, 7), std::nullopt});
}

// Any split into records gives the message; any cut says how much is missing at least.
TEST(Record, MessagesSpanThem) {
    const Bytes whole = message(300);
    for (const std::size_t piece : {1U, 3U, 4U, 5U, 100U, 304U}) {
        Bytes stream;
        for (std::size_t at = 0; at < whole.size(); at += piece) {
            const View part = View(whole).subspan(at, std::min(piece, whole.size() - at));
            const Bytes record = encode(Record{.fragment = Bytes(part.begin(), part.end())});
            stream.insert(stream.end(), record.begin(), record.end());
        }
        const auto collected = collect_handshake(stream);
        ASSERT_TRUE(collected);
        EXPECT_EQ(collected->missing, 0U) << piece;
        EXPECT_EQ(collected->message.body, Bytes(300, 7)) << piece;
        for (std::size_t size = 0; size < stream.size(); ++size) {
            const auto cut = collect_handshake(View(stream).first(size));
            ASSERT_TRUE(cut) << size;
            EXPECT_GT(cut->missing, 0U) << size;
            EXPECT_LE(size + cut->missing, stream.size()) << size;
        }
    }
}

TEST(Record, LongMessagesAreSplit) {
    const Bytes whole = message(largest_fragment + 100);
    const Bytes stream = in_records(whole);
    EXPECT_EQ(stream.size(), whole.size() + 2 * record_header_size);
    const auto collected = collect_handshake(stream);
    ASSERT_TRUE(collected);
    EXPECT_EQ(collected->message.body.size(), largest_fragment + 100);
}

TEST(Record, WhatIsNoHandshakeIsAFault) {
    const auto text = collect_handshake(view("CONNECT"));
    ASSERT_FALSE(text);
    EXPECT_EQ(to_text(text.error()), "type of the record at byte 0 (RFC 8446 5.1)");
    const Bytes empty = {22, 3, 3, 0, 0};
    ASSERT_FALSE(collect_handshake(empty));
    EXPECT_EQ(collect_handshake(empty).error().field, "length of the record");
    const Bytes too_long = {22, 3, 3, 0x40, 0x01};
    EXPECT_FALSE(collect_handshake(too_long));
    const Bytes huge = {22, 3, 3, 0, 4, 1, 0xFF, 0xFF, 0xFF};
    ASSERT_FALSE(collect_handshake(huge));
    EXPECT_EQ(collect_handshake(huge).error().field, "length of the handshake message");
}

// RFC 5246 7.4.2, RFC 8446 4.4.2, RFC 8422 5.4.
TEST(ServerFlight, IsWrittenAsTheStandardsSay) {
    EXPECT_EQ(certificate({{1, 2}, {3}}), (Bytes{0, 0, 9, 0, 0, 2, 1, 2, 0, 0, 1, 3}));
    EXPECT_EQ(certificate_13({{1}}), (Bytes{0, 0, 0, 6, 0, 0, 1, 1, 0, 0}));
    const Bytes key = {5, 6};
    EXPECT_EQ(ecdhe_parameters(0x001D, key), (Bytes{3, 0, 0x1D, 2, 5, 6}));
    EXPECT_EQ(server_key_exchange(ecdhe_parameters(0x001D, key), {0x0403, {7}}),
              (Bytes{3, 0, 0x1D, 2, 5, 6, 4, 3, 0, 1, 7}));
    EXPECT_EQ(encrypted_extensions({}), (Bytes{0, 0}));
    EXPECT_EQ(encrypted_extensions({{ExtensionType::server_name, {}}}), (Bytes{0, 4, 0, 0, 0, 0}));
    EXPECT_EQ(certificate_verify({0x0804, {1, 2}}), (Bytes{8, 4, 0, 2, 1, 2}));
    const Bytes content = signed_by_server(Bytes{0xEE});
    EXPECT_EQ(content.size(), 64 + 33 + 1 + 1);
    EXPECT_EQ(content[63], 0x20);
    EXPECT_EQ(content[64 + 33], 0);
    EXPECT_EQ(content.back(), 0xEE);
}

}  // namespace

}  // namespace gauntlet::wire::tls
