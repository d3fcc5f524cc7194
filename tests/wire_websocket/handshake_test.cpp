#include "gauntlet/wire/websocket/handshake.hpp"

#include <gtest/gtest.h>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::websocket {
namespace {

// RFC 6455 section 1.3.
constexpr const char* key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr const char* accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

Request request() {
    return {
        "GET", "/mqtt", "HTTP/1.1", {{"Host", "h"}, {"Sec-WebSocket-Key", key}, {"Sec-WebSocket-Protocol", "mqtt"}}};
}
Response response() {
    return {"HTTP/1.1",
            101,
            "Switching Protocols",
            {{"upgrade", "WebSocket"},
             {"Connection", "keep-alive, upgrade"},
             {"Sec-WebSocket-Accept", accept},
             {"Sec-WebSocket-Protocol", "mqtt"}}};
}

TEST(Accept, IsTheExampleOfTheStandard) {
    EXPECT_EQ(accept_value(key), accept);
    EXPECT_EQ(key_value(view("the sample nonce")), key);
}

// RFC 3174 section 7.3 and FIPS 180-2: one block, several blocks, and the lengths at which the padding grows by one.
TEST(Accept, PadsEveryLength) {
    EXPECT_EQ(accept_value(""), "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=");
    EXPECT_EQ(accept_value(std::string(19, 'a')), "yzaGyu0mcUukN7CdsSwa30tnCpc=");
    EXPECT_EQ(accept_value(std::string(28, 'a')), "xMWmCBqYJY4uXzUs8PNU1t+Pzro=");
    EXPECT_EQ(accept_value(std::string(200, 'a')), "W7nwfYCuwcatB7HT3divf5cVU2A=");
}

TEST(Head, IsWrittenAndReadBack) {
    const auto again = parse_request(encode(request()));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, request());
    const auto answer = parse_response(encode(response()));
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, response());
    const Response low{.status = 50, .reason = "", .fields = {}};
    EXPECT_EQ(encode(low), "HTTP/1.1 050 \r\n\r\n");  // RFC 9112 4: three digits
    EXPECT_EQ(*parse_response(encode(low)), low);
    EXPECT_EQ(encode(request()).substr(0, 35), "GET /mqtt HTTP/1.1\r\nHost: h\r\nSec-We");
}

TEST(Head, ToleratesWhatHttpAllows) {
    const auto answer = parse_response("HTTP/1.1 404 \r\nA:\t b c \t\r\nEmpty:\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404);
    EXPECT_EQ(answer->reason, "");
    EXPECT_EQ(value(answer->fields, "a"), "b c");
    EXPECT_EQ(value(answer->fields, "EMPTY"), "");
    EXPECT_FALSE(value(answer->fields, "other"));
    EXPECT_TRUE(parse_response("HTTP/1.0 200\r\n\r\n"));
}

TEST(Head, NamesWhatIsNoHttp) {
    struct Row {
        const char* head;
        const char* text;
    };
    const Row rows[] = {
        {"ICY 200 OK\r\n\r\n", "status line at byte 0"},
        {"HTTP/1.1\r\n\r\n", "status line at byte 0"},
        {"HTTP/1.1 2x0 OK\r\n\r\n", "status line at byte 9"},
        {"HTTP/1.1 2000 OK\r\n\r\n", "status line at byte 12"},
        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header field at byte 17"},
        {"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "header field at byte 17"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n", "header field at byte 23"},
        {"HTTP/1.1 200 OK\r\nA: b\x01\r\n\r\n", "A at byte 17"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n", "head at byte 17"},
    };
    for (const Row& row : rows) {
        const auto answer = parse_response(row.head);
        ASSERT_FALSE(answer) << row.head;
        EXPECT_TRUE(answer.error().text().starts_with(row.text)) << answer.error().text();
        EXPECT_NE(answer.error().text().find("(RFC 9"), std::string::npos) << answer.error().text();
    }
    for (const char* head : {"GET /\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "G(T / HTTP/1.1\r\n\r\n",
                             "GET / x HTTP/1.1\r\n\r\n", "GET / HTTP/x.1\r\n\r\n", ""})
        EXPECT_FALSE(parse_request(head)) << head;
}

TEST(HeadReader, FindsTheEndHoweverTheBytesArrive) {
    const std::string stream = encode(response()) + "frames";
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        HeadReader reader;
        for (std::size_t at = 0; at < stream.size(); at += piece)
            reader.feed(view(std::string_view(stream).substr(at, piece)));
        ASSERT_TRUE(reader.head()) << piece;
        EXPECT_EQ(*reader.head(), encode(response()));
        EXPECT_EQ(text(reader.rest()), "frames");
    }
}

TEST(HeadReader, HoldsNoMoreThanItsMaximum) {
    HeadReader reader(100);
    for (int i = 0; i < 50; ++i)
        reader.feed(view("0123456789"));
    EXPECT_TRUE(reader.too_long());
    EXPECT_FALSE(reader.head());
    EXPECT_LE(reader.bytes().size(), 101U);
    reader.feed(view("\r\n\r\n"));
    EXPECT_FALSE(reader.head());

    HeadReader fits(20);
    fits.feed(view("HTTP/1.1 200 OK\r\n\r\n"));
    EXPECT_TRUE(fits.head());
    HeadReader one_more(18);
    one_more.feed(view("HTTP/1.1 200 OK\r\n\r\n"));
    EXPECT_FALSE(one_more.head());
}

TEST(Refusal, TakesAGoodAcceptance) {
    EXPECT_FALSE(refusal(response(), request()));
    Response none = response();
    none.fields.pop_back();  // no subprotocol: allowed by RFC 6455, if not by MQTT
    EXPECT_FALSE(refusal(none, request()));
}

TEST(Refusal, NamesWhatAClientMustNotAccept) {
    const auto why = [](std::size_t field, const char* value) {
        Response changed = response();
        changed.fields.at(field).value = value;
        return refusal(changed, request()).value_or("");
    };
    EXPECT_TRUE(why(0, "h2c").starts_with("Upgrade"));
    EXPECT_TRUE(why(1, "close").starts_with("Connection"));
    EXPECT_TRUE(why(2, "s3pPLMBiTxaQ9kYGzzhZRbK+xOO=").starts_with("Sec-WebSocket-Accept"));
    EXPECT_TRUE(why(3, "chat").starts_with("Sec-WebSocket-Protocol"));
    Response extended = response();
    extended.fields.push_back({"Sec-WebSocket-Extensions", "permessage-deflate"});
    EXPECT_TRUE(refusal(extended, request())->starts_with("Sec-WebSocket-Extensions"));
}

TEST(Tokens, AreFoundInLists) {
    const std::vector<Field> fields{{"Connection", "a, Upgrade ,b"}, {"connection", "c"}};
    EXPECT_TRUE(has_token(fields, "CONNECTION", "upgrade"));
    EXPECT_TRUE(has_token(fields, "connection", "c"));
    EXPECT_FALSE(has_token(fields, "connection", "up"));
    EXPECT_FALSE(has_token(fields, "upgrade", "c"));
}

}  // namespace
}  // namespace gauntlet::wire::websocket
