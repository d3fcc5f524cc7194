// Our client against Beast's server: another implementation of RFC 6455 reads what we write and writes what we read.
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include "gauntlet/wire/notation/notation.hpp"
#include "websocket_peer.hpp"

namespace gauntlet::net::test {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = boost::asio::ip::tcp;

struct Heard {
    std::vector<std::string> messages;
    bool binary = true;
    bool pinged = false;
    websocket::close_reason why;
    beast::error_code error;  // the last one
};

// Sends back every message, in frames of `fragment` bytes where that is set, until the other side ends.
Heard serve(int socket, std::size_t fragment) {
    boost::asio::io_context io;
    websocket::stream<tcp::socket> stream(tcp::socket(io, tcp::v4(), ::dup(socket)));
    Heard heard;
    stream.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& response) { response.set("Sec-WebSocket-Protocol", "mqtt"); }));
    stream.control_callback([&heard](websocket::frame_type type, beast::string_view) {
        heard.pinged = heard.pinged || type == websocket::frame_type::ping;
    });
    stream.read_message_max(0);
    stream.accept(heard.error);
    while (!heard.error) {
        beast::flat_buffer message;
        stream.read(message, heard.error);
        if (heard.error)
            break;
        heard.binary = heard.binary && stream.got_binary();
        heard.messages.push_back(beast::buffers_to_string(message.data()));
        stream.binary(true);
        stream.auto_fragment(fragment != 0);
        stream.write_buffer_bytes(fragment == 0 ? 4096 : fragment);
        stream.write(message.data(), heard.error);
    }
    heard.why = stream.reason();
    return heard;
}

struct Conversation {
    WebSocketTalk ours;
    Heard theirs;
};

Conversation converse(const WebSocketScript& script, std::size_t fragment = 0) {
    Conversation result;
    {
        Peer peer([&result, fragment](int socket) { result.theirs = serve(socket, fragment); });
        result.ours = talk_over_websocket(peer.endpoint(), script);
    }
    return result;
}

// A message that ends the conversation: Beast answers a close frame and leaves.
std::string farewell() {
    return std::string(wire::text(wire::notation::bytes_of("88 m{ k1000 'bye' }")));
}

TEST(Beast, ReadsOurMessagesAndWeItsFragments) {
    WebSocketScript script;
    script.sends = {"a",
                    std::string(125, 'b'),
                    std::string(126, 'c'),
                    std::string(65535, 'd'),
                    std::string(65536, 'e'),
                    std::string(1 << 20, 'f')};
    script.frames = farewell();
    std::string all;
    for (const std::string& each : script.sends)
        all += each;
    for (const std::size_t fragment : {std::size_t(0), std::size_t(8), std::size_t(1000)}) {
        const Conversation talk = converse(script, fragment);
        EXPECT_EQ(talk.ours.upgrade->kind, core::Kind::accepted);
        EXPECT_EQ(fact(*talk.ours.upgrade, "subprotocol"), "mqtt");
        EXPECT_EQ(talk.theirs.messages, script.sends);
        EXPECT_TRUE(talk.theirs.binary);
        EXPECT_TRUE(talk.ours.bytes == all) << fragment;
        EXPECT_EQ(talk.theirs.error, websocket::error::closed);
        EXPECT_EQ(talk.theirs.why.code, 1000);
        EXPECT_EQ(talk.theirs.why.reason, "bye");
        ASSERT_EQ(talk.ours.others.size(), 1U);
        EXPECT_EQ(talk.ours.others[0].code, 1000);
    }
}

TEST(Beast, AnswersOurPing) {
    WebSocketScript script;
    script.frames =
        std::string(wire::text(wire::notation::bytes_of("02 m{ 'a' } 89 m{ 'ping' } 80 m{ 'b' }"))) + farewell();
    const Conversation talk = converse(script);
    EXPECT_TRUE(talk.theirs.pinged);
    EXPECT_EQ(talk.theirs.messages, std::vector<std::string>{"ab"});
    ASSERT_EQ(talk.ours.others.size(), 2U);
    EXPECT_EQ(talk.ours.others[0].code, 10);
    EXPECT_EQ(fact(talk.ours.others[0], "payload-text"), "ping");
    EXPECT_EQ(talk.ours.others[1].kind, core::Kind::fin);
}

TEST(Beast, RefusesTheWrongFramesThatWeCanSend) {
    for (const char* wrong : {"82 u{ 'x' }", "c2 m{ 'x' }", "83 m{ 'x' }", "80 m{ 'x' }", "09 m{ 'x' }",
                              "89 m{ 'x'*126 }", "82 m1/3 'x'", "02 m{ 'a' } 82 m{ 'b' }"}) {
        WebSocketScript script;
        script.frames = std::string(wire::text(wire::notation::bytes_of(wrong)));
        const Conversation talk = converse(script);
        EXPECT_TRUE(talk.theirs.error) << wrong;
        EXPECT_NE(talk.theirs.error, websocket::error::closed) << wrong;
        EXPECT_TRUE(talk.theirs.messages.empty()) << wrong;
    }
}

}  // namespace
}  // namespace gauntlet::net::test
