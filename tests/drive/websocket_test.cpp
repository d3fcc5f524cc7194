// Conversations over a WebSocket whose other end the test decides.
#include <gtest/gtest.h>

#include <algorithm>

#include "fake_broker.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "websocket_peer.hpp"

namespace gauntlet::drive::test {
namespace {

using core::As;
using core::Kind;
using core::Layer;
using core::Open;
using core::Read;
using core::Send;
using net::test::fact;
using net::test::WebSocketPeer;

Conversation talk_to(const WebSocketPeer& peer, std::vector<core::Step> list, const core::WebSocketOffer& offer = {}) {
    net::test::Peer server(peer.server());
    Target target;
    const net::Endpoint endpoint = server.endpoint();
    target.listener = {endpoint.host, endpoint.port, core::Transport::ws, "/mqtt"};
    target.run_prefix = "gauntlet-test";
    target.timeout = std::chrono::seconds(20);
    core::Stimulus stimulus = steps(std::move(list));
    stimulus.client.websocket = offer;
    Conversation done = talk(stimulus, target);
    EXPECT_EQ(done.harness_fault, "");
    return done;
}

WebSocketPeer saying(std::string_view frames) {
    WebSocketPeer peer;
    peer.frames = wire::text(wire::notation::bytes_of(frames));
    return peer;
}

bool has(const Conversation& done, std::string_view label) {
    return std::ranges::find(done.observed, label, &core::Observation::at) != done.observed.end();
}

TEST(OverWebSocket, TheUpgradeLeavesAnObservationOfItsOwn) {
    const Conversation done = talk_to(saying("82 u{ 20 r{ 00 00 } }"),
                                      {Open{.upgrade = "upgrade"}, Send{"a", connect}, Read{"a", "connack"}});
    EXPECT_EQ(at(done, "handshake").layer, Layer::tcp);
    EXPECT_EQ(at(done, "handshake").kind, Kind::accepted);
    EXPECT_EQ(at(done, "upgrade").layer, Layer::ws);
    EXPECT_EQ(fact(at(done, "upgrade"), "subprotocol"), "mqtt");
    EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
}

TEST(OverWebSocket, ARefusedUpgradeIsWhatTheNextReadTells) {
    WebSocketPeer peer;
    peer.answer = "HTTP/1.1 404 Not Found\r\n\r\n";
    const Conversation done = talk_to(peer, {Open{.upgrade = "upgrade"}, Send{"a", connect}, Read{"a", "connack"}});
    for (const char* label : {"upgrade", "connack"}) {
        EXPECT_EQ(at(done, label).layer, Layer::http);
        EXPECT_EQ(at(done, label).code, 404);
    }
    EXPECT_EQ(at(done, "handshake").kind, Kind::accepted);
    EXPECT_EQ(peer.seen->frames, "");
}

TEST(OverWebSocket, WithoutWaitingThereIsNoObservationOfTheUpgrade) {
    core::WebSocketOffer offer;
    offer.waits = false;
    const Conversation done = talk_to(saying("82 u{ 20 r{ 00 00 } }"),
                                      {Open{.upgrade = "upgrade"}, Send{"a", connect}, Read{"a", "connack"}}, offer);
    EXPECT_FALSE(has(done, "upgrade"));
    EXPECT_EQ(at(done, "connack").kind, Kind::accepted);
}

TEST(OverWebSocket, PacketsAndFramesAreReadInTheirOrder) {
    const Conversation done =
        talk_to(saying("82 u{ 20 r{ 00 00 } d0 } 8a u{ 'x' } 82 u{ r0 } 81 u{ 'hm' } 88 u{ k1003 }"),
                {Open{}, Send{.channel = "a", .bytes = "89 m{ 'x' }", .as = As::frames}, Read{"a", "1"}, Read{"a", "2"},
                 Read{"a", "3"}, Read{"a", "4"}, Read{"a", "5"}, Read{"a", "6"}});
    EXPECT_EQ(at(done, "1").kind, Kind::accepted);
    EXPECT_EQ(at(done, "2").layer, Layer::ws);
    EXPECT_EQ(at(done, "2").code, 10);
    EXPECT_EQ(at(done, "3").layer, Layer::mqtt);
    EXPECT_EQ(at(done, "3").code, 13);
    EXPECT_EQ(at(done, "4").layer, Layer::ws);
    EXPECT_EQ(at(done, "4").code, 1);
    EXPECT_EQ(at(done, "5").kind, Kind::fin);
    EXPECT_EQ(at(done, "5").code, 1003);
    EXPECT_EQ(at(done, "6").layer, Layer::tcp);
    EXPECT_EQ(at(done, "6").kind, Kind::fin);
}

TEST(OverWebSocket, ReadingToTheEndPassesFramesOverButNoNonsense) {
    const Conversation done = talk_to(saying("82 u{ 20 r{ 00 00 } } 81 u{ 'hm' } 88 u{ k1000 }"),
                                      {Open{}, Read{.channel = "a", .at = "end", .until_end = true}});
    EXPECT_EQ(at(done, "end").layer, Layer::tcp);
    EXPECT_EQ(at(done, "end").kind, Kind::fin);
    const Conversation wrong = talk_to(saying("82 u{ 20 r{ 00 00 } } c2 u{ }"),
                                       {Open{}, Read{.channel = "a", .at = "end", .until_end = true}});
    EXPECT_EQ(at(wrong, "end").layer, Layer::ws);
    EXPECT_EQ(at(wrong, "end").kind, Kind::packet);
}

TEST(OverWebSocket, ABarrierKeepsWhatCameBefore) {
    const Conversation done = talk_to(saying("89 u{ } 88 u{ k1000 } 82 u{ d0 r0 }"),
                                      {Open{}, core::Barrier{"a", "barrier"}, Read{"a", "close"}});
    EXPECT_EQ(at(done, "barrier").code, 13);
    EXPECT_EQ(fact(at(done, "barrier"), "before"), "1");
    EXPECT_EQ(at(done, "close").kind, Kind::fin);
}

// The frames of a stream that we sent: first byte and length of each.
std::vector<std::pair<int, int>> frames_of(const std::string& stream) {
    std::vector<std::pair<int, int>> frames;
    for (std::size_t at = 0; at + 6 <= stream.size(); at += 6U + static_cast<std::size_t>(stream[at + 1] & 0x7f))
        frames.emplace_back(static_cast<unsigned char>(stream[at]), stream[at + 1] & 0x7f);
    return frames;
}

TEST(OverWebSocket, EachSplitMakesItsFrames) {
    const auto sent = [](core::Split split) {
        WebSocketPeer peer = saying("82 u{ 20 r{ 00 00 } }");
        talk_to(peer,
                {Open{}, Send{"a", "c0 r0 c0 r0", split}, Read{"a", "connack"}, core::Close{"a", core::CloseHow::fin}});
        return frames_of(peer.seen->frames);
    };
    using Frames = std::vector<std::pair<int, int>>;
    EXPECT_EQ(sent(core::Split::whole), (Frames{{0x82, 4}}));
    EXPECT_EQ(sent(core::Split::bytes), (Frames{{0x82, 1}, {0x82, 1}, {0x82, 1}, {0x82, 1}}));
    EXPECT_EQ(sent(core::Split::fragments), (Frames{{0x02, 1}, {0x00, 1}, {0x00, 1}, {0x80, 1}}));
}

TEST(OverWebSocket, FramesGoOutAsWritten) {
    WebSocketPeer peer = saying("82 u{ 20 r{ 00 00 } }");
    talk_to(peer, {Open{}, Send{.channel = "a", .bytes = "c1 m5/3 'as it is'", .as = As::frames}, Read{"a", "connack"},
                   core::Close{"a", core::CloseHow::fin}});
    EXPECT_EQ(peer.seen->frames, wire::text(wire::notation::bytes_of("c1 fe 0005 00000000 'as it is'")));
}

TEST(OverWebSocket, ASearchedChannelMasksWithZeros) {
    WebSocketPeer peer = saying("82 u{ 20 r{ 00 00 } }");
    const Conversation done = talk_to(
        peer, {Open{}, Send{"a", connect}, Read{"a", "connack"}, core::Search{"a", {"{id}a", "absent"}, "search"}});
    EXPECT_EQ(fact(at(done, "search"), "in-clear"), "{id}a");
}

TEST(OverWebSocket, TheEngineMayLeaveItOut) {
    WebSocketPeer peer;
    peer.answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    const Conversation done = talk_to(peer, {Open{.engine = core::Engine::tcp, .upgrade = "upgrade"},
                                             Send{"a", "'in clear' 0d0a0d0a"}, Read{"a", "answer"}});
    EXPECT_FALSE(has(done, "upgrade"));
    EXPECT_EQ(peer.seen->request, "in clear\r\n\r\n");
    EXPECT_EQ(at(done, "answer").layer, Layer::tcp);
    EXPECT_EQ(at(done, "answer").kind, Kind::packet);
}

}  // namespace
}  // namespace gauntlet::drive::test
