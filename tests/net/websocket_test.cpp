// The upgrade and the frames of our client, against a peer whose every byte the test decides.
#include <gtest/gtest.h>

#include "gauntlet/wire/notation/notation.hpp"
#include "websocket_peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::Kind;
using core::Layer;

std::string frames(std::string_view notation) {
    return std::string(wire::text(wire::notation::bytes_of(notation)));
}

WebSocketTalk hears(std::string_view notation, const WebSocketScript& script = {}) {
    WebSocketPeer peer;
    peer.frames = frames(notation);
    return talk_over_websocket(peer, script);
}

// What the peer got behind the request, our masks taken off by hand.
std::string unmasked(const std::string& stream) {
    std::string out;
    for (std::size_t at = 0; at + 6 <= stream.size();) {
        const auto length = static_cast<std::size_t>(stream[at + 1] & 0x7f);
        EXPECT_NE(stream[at + 1] & 0x80, 0) << "not masked";
        EXPECT_LT(length, 126U);
        out += stream[at];
        out += static_cast<char>(length);
        for (std::size_t i = 0; i < length; ++i)
            out += static_cast<char>(stream[at + 6 + i] ^ stream[at + 2 + i % 4]);
        at += 6 + length;
    }
    return wire::notation::hex(wire::view(out));
}

TEST(Upgrade, AsksAsTheStandardWantsAndSelectsMqtt) {
    WebSocketPeer peer;
    const WebSocketTalk talk = talk_over_websocket(peer, {});
    ASSERT_TRUE(talk.upgrade);
    EXPECT_EQ(talk.upgrade->layer, Layer::ws);
    EXPECT_EQ(talk.upgrade->kind, Kind::accepted);
    EXPECT_EQ(fact(*talk.upgrade, "subprotocol"), "mqtt");
    const std::string& request = peer.seen->request;
    EXPECT_TRUE(request.starts_with("GET /mqtt HTTP/1.1\r\n")) << request;
    EXPECT_EQ(field_of(request, "Host"), "localhost:8883");
    EXPECT_EQ(field_of(request, "Upgrade"), "websocket");
    EXPECT_EQ(field_of(request, "Connection"), "Upgrade");
    EXPECT_EQ(field_of(request, "Sec-WebSocket-Version"), "13");
    EXPECT_EQ(field_of(request, "Sec-WebSocket-Protocol"), "mqtt");
    EXPECT_EQ(field_of(request, "Sec-WebSocket-Key").size(), 24U);
    EXPECT_EQ(talk.end->layer, Layer::tcp);
    EXPECT_EQ(talk.end->kind, Kind::fin);
}

TEST(Upgrade, ChangesLeavesOutAndAddsWhatTheOfferSays) {
    WebSocketPeer peer;
    WebSocketScript script;
    script.offer.path = "/other?x";
    script.offer.method = "POST";
    script.offer.http_version = "HTTP/1.0";
    script.offer.byte_by_byte = true;
    core::set_field(script.offer, "Connection", "keep-alive, Upgrade");
    core::leave_out(script.offer, "Host");
    core::set_field(script.offer, "Origin", "https://a.test");
    const WebSocketTalk talk = talk_over_websocket(peer, script);
    EXPECT_EQ(talk.upgrade->kind, Kind::accepted);
    EXPECT_TRUE(peer.seen->request.starts_with("POST /other?x HTTP/1.0\r\n")) << peer.seen->request;
    EXPECT_EQ(field_of(peer.seen->request, "Connection"), "keep-alive, Upgrade");
    EXPECT_EQ(field_of(peer.seen->request, "Host"), "-");
    EXPECT_EQ(field_of(peer.seen->request, "Origin"), "https://a.test");
}

struct Refused {
    const char* answer;
    Layer layer;
    Kind kind;
    std::optional<int> code;
};

TEST(Upgrade, RefusedEndsTheChannelWithWhatRefusedIt) {
    const Refused rows[] = {
        {"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", Layer::http, Kind::status, 404},
        {"HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n\r\n", Layer::http, Kind::status, 426},
        {"HTTP/1.1 200 OK\r\n\r\n", Layer::http, Kind::status, 200},
        {"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
         Layer::ws, Kind::packet, std::nullopt},
        {"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
         "Sec-WebSocket-Protocol: chat\r\n\r\n",
         Layer::ws, Kind::packet, std::nullopt},
        {"HTTP/1.1 abc\r\n\r\n", Layer::http, Kind::packet, std::nullopt},
        {" \x02", Layer::http, Kind::packet, std::nullopt},
        {"HTTP/1.1 10", Layer::http, Kind::packet, std::nullopt},
        {"", Layer::tcp, Kind::fin, std::nullopt},
    };
    for (const Refused& row : rows) {
        WebSocketPeer peer;
        peer.answer = row.answer;
        WebSocketScript script;
        script.sends = {"never sent"};
        script.frames = "never sent";
        const WebSocketTalk talk = talk_over_websocket(peer, script);
        ASSERT_TRUE(talk.upgrade) << row.answer;
        EXPECT_EQ(talk.upgrade->layer, row.layer) << row.answer << talk.upgrade->text;
        EXPECT_EQ(talk.upgrade->kind, row.kind) << row.answer << talk.upgrade->text;
        EXPECT_EQ(talk.upgrade->code, row.code) << row.answer;
        EXPECT_EQ(talk.end, talk.upgrade) << row.answer;
        EXPECT_EQ(talk.bytes, "") << row.answer;
        EXPECT_EQ(peer.seen->frames, "") << row.answer;
    }
}

TEST(Upgrade, TellsWhichVersionIsSpoken) {
    WebSocketPeer peer;
    peer.answer = "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n\r\n";
    EXPECT_EQ(fact(*talk_over_websocket(peer, {}).upgrade, "websocket-version"), "13");
    peer.answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    EXPECT_EQ(fact(*talk_over_websocket(peer, {}).upgrade, "websocket-version"), "none");
}

TEST(Upgrade, WithoutAnAnswerIsATimeOut) {
    WebSocketPeer peer;
    peer.answer = "HTTP/1.1 101";
    peer.ends = false;
    WebSocketScript script;
    script.patience = std::chrono::milliseconds(50);
    const WebSocketTalk talk = talk_over_websocket(peer, script);
    EXPECT_EQ(talk.upgrade->layer, Layer::http);
    EXPECT_EQ(talk.upgrade->kind, Kind::timeout);
    EXPECT_EQ(talk.end, talk.upgrade);
}

TEST(Upgrade, ResetIsAReset) {
    WebSocketPeer peer;
    peer.answer = "";
    peer.resets = true;
    EXPECT_EQ(talk_over_websocket(peer, {}).upgrade->kind, Kind::rst);
}

TEST(Upgrade, WithoutASubprotocolIsOneAndSaysSo) {
    WebSocketPeer peer;
    peer.answer =
        "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
    const WebSocketTalk talk = talk_over_websocket(peer, {});
    EXPECT_EQ(talk.upgrade->kind, Kind::accepted);
    EXPECT_EQ(fact(*talk.upgrade, "subprotocol"), "none");
}

TEST(Upgrade, ThatDoesNotWaitSendsAtOnce) {
    WebSocketPeer peer;
    peer.frames = frames("82 u{ 'answer' }");
    WebSocketScript script;
    script.offer.waits = false;
    script.sends = {"one", "two"};
    const WebSocketTalk talk = talk_over_websocket(peer, script);
    EXPECT_FALSE(talk.upgrade);
    EXPECT_EQ(talk.bytes, "answer");
    EXPECT_EQ(unmasked(peer.seen->frames),
              "82036f6e65"
              "820374776f");

    WebSocketPeer refusing;
    refusing.answer = "HTTP/1.1 403 Forbidden\r\n\r\n";
    const WebSocketTalk refused = talk_over_websocket(refusing, script);
    EXPECT_EQ(refused.end->code, 403);
}

TEST(Frames, OfBinaryMessagesAreOneStream) {
    EXPECT_EQ(hears("82 u{ 'a' } 82 u{ 'bc' } 02 u{ 'd' } 00 u{ } 80 u{ 'ef' } 82 u{ }").bytes, "abcdef");
    EXPECT_EQ(hears("82 u{ 'x'*70000 }").bytes.size(), 70000U);
}

TEST(Frames, GoOutMaskedWithAnotherKeyEachTime) {
    WebSocketPeer peer;
    WebSocketScript script;
    script.sends = {"same", "same"};
    talk_over_websocket(peer, script);
    const std::string& stream = peer.seen->frames;
    EXPECT_EQ(unmasked(stream),
              "820473616d65"
              "820473616d65");
    EXPECT_NE(stream.substr(2, 4), stream.substr(12, 4));

    script.readable = true;
    talk_over_websocket(peer, script);
    EXPECT_NE(peer.seen->frames.find("same"), std::string::npos);
}

TEST(Frames, PingsAreAnsweredAndNotTold) {
    WebSocketPeer peer;
    peer.frames = frames("82 u{ 'a' } 89 u{ 'ping' } 82 u{ 'b' } 8a u{ 'unasked' }");
    const WebSocketTalk talk = talk_over_websocket(peer, {});
    EXPECT_EQ(talk.bytes, "ab");
    EXPECT_TRUE(talk.others.empty());
    EXPECT_EQ(unmasked(peer.seen->frames), "8a0470696e67");
}

TEST(Frames, PongsThatWereAskedForAreTold) {
    WebSocketScript script;
    script.frames = frames("89 m{ 'x' }");
    const WebSocketTalk talk = hears("82 u{ 'a' } 8a u{ 'x' } 82 u{ 'b' } 8a u{ 'again' }", script);
    EXPECT_EQ(talk.bytes, "ab");
    ASSERT_EQ(talk.others.size(), 1U);
    EXPECT_EQ(talk.others[0].layer, Layer::ws);
    EXPECT_EQ(talk.others[0].kind, Kind::packet);
    EXPECT_EQ(talk.others[0].code, 10);
    EXPECT_EQ(fact(talk.others[0], "payload-text"), "x");
}

TEST(Frames, CloseIsToldAndEchoedOnce) {
    WebSocketPeer peer;
    peer.frames = frames("82 u{ 'a' } 88 u{ k1003 'text' }");
    const WebSocketTalk talk = talk_over_websocket(peer, {});
    EXPECT_EQ(talk.bytes, "a");
    ASSERT_EQ(talk.others.size(), 1U);
    EXPECT_EQ(talk.others[0].kind, Kind::fin);
    EXPECT_EQ(talk.others[0].layer, Layer::ws);
    EXPECT_EQ(talk.others[0].code, 1003);
    EXPECT_EQ(fact(talk.others[0], "payload-text"), "text");
    EXPECT_EQ(talk.end->layer, Layer::tcp);
    EXPECT_EQ(unmasked(peer.seen->frames), "880603eb74657874");

    WebSocketScript closes;
    closes.frames = frames("88 m{ k1000 }");
    const WebSocketTalk answered = talk_over_websocket(peer, closes);
    EXPECT_EQ(answered.others.size(), 1U);
    EXPECT_EQ(unmasked(peer.seen->frames), "880203e8");
}

TEST(Frames, OfTextAreToldAndAreNoMqtt) {
    const WebSocketTalk talk = hears("01 u{ 'te' } 80 u{ 'xt' } 82 u{ 'mqtt' }");
    EXPECT_EQ(talk.bytes, "mqtt");
    ASSERT_EQ(talk.others.size(), 1U);
    EXPECT_EQ(talk.others[0].code, 1);
}

TEST(Frames, ThatNoServerMaySendAreToldAndNothingAfterThemIsRead) {
    for (const char* wrong : {"82 m{ 'x' }", "c2 u{ 'x' }", "83 u{ }", "80 u{ 'x' }", "88 u{ 03 }", "82 u1/3 'x'",
                              "82 7f 8000000000000000"}) {
        const WebSocketTalk talk = hears(std::string("82 u{ 'good' } ") + wrong + " 82 u{ 'after' }");
        EXPECT_EQ(talk.bytes, "good") << wrong;
        ASSERT_EQ(talk.others.size(), 1U) << wrong;
        EXPECT_EQ(talk.others[0].layer, Layer::ws);
        EXPECT_EQ(talk.others[0].kind, Kind::packet);
        EXPECT_FALSE(talk.others[0].code) << wrong;
        EXPECT_NE(talk.others[0].text.find("RFC 6455"), std::string::npos) << talk.others[0].text;
        EXPECT_EQ(talk.end->kind, Kind::fin) << wrong;
    }
}

TEST(Close, SaysGoodbyeOnlyWhenOrderly) {
    for (const auto& [how, expected] : std::vector<std::pair<core::CloseHow, std::string>>{
             {core::CloseHow::orderly, "880203e8"}, {core::CloseHow::fin, ""}}) {
        WebSocketPeer peer;
        peer.ends = false;
        WebSocketScript script;
        script.close = how;
        const WebSocketTalk talk = talk_over_websocket(peer, script);
        EXPECT_EQ(unmasked(peer.seen->frames), expected);
        EXPECT_EQ(talk.end->kind, Kind::fin);
    }
    WebSocketScript reset;
    reset.close = core::CloseHow::rst;
    EXPECT_EQ(talk_over_websocket(WebSocketPeer{}, reset).end->kind, Kind::rst);
}

}  // namespace
}  // namespace gauntlet::net::test
