// The channel in clear, and what a TLS listener answers on it.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::Kind;
using core::Layer;

struct Heard {
    std::string bytes;
    core::Observation end;
};

Heard talk_in_clear(std::function<void(int)> serve) {
    Peer peer(std::move(serve));
    static Transcript transcript;
    return run([](Endpoint endpoint) -> boost::asio::awaitable<Heard> {
        Opened opened = co_await open_tcp(std::move(endpoint), Tap(transcript, "a"), soon());
        EXPECT_EQ(opened.observation.layer, Layer::tcp);
        EXPECT_EQ(opened.observation.kind, Kind::accepted);
        EXPECT_FALSE(opened.channel->session());
        const std::string hello = "hello";
        const bool sent = co_await opened.channel->send(wire::view(hello), soon());
        EXPECT_TRUE(sent);
        wire::Bytes bytes;
        Receipt receipt = Receipt::bytes;
        while (receipt == Receipt::bytes)
            receipt = co_await opened.channel->receive(bytes, soon());
        EXPECT_EQ(receipt, Receipt::ended);
        co_return Heard{std::string(wire::text(bytes)), *opened.channel->ended()};
    }(peer.endpoint()));
}

// Says it in the given pieces, then ends.
std::function<void(int)> says(std::vector<std::string> pieces, bool reset = false) {
    return [pieces = std::move(pieces), reset](int socket) {
        receive_some(socket, 5);
        for (const std::string& piece : pieces) {
            send_all(socket, piece);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        if (reset) {
            close_with_reset(socket);
            return;
        }
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    };
}

TEST(InClear, BytesThenFin) {
    const Heard heard = talk_in_clear(says({"abc", "def"}));
    EXPECT_EQ(heard.bytes, "abcdef");
    EXPECT_EQ(heard.end.layer, Layer::tcp);
    EXPECT_EQ(heard.end.kind, Kind::fin);
    EXPECT_EQ(find(heard.end, "close-notify"), nullptr);
}

TEST(InClear, BytesThenReset) {
    const Heard heard = talk_in_clear(says({"abc"}, true));
    EXPECT_EQ(heard.bytes, "abc");
    EXPECT_EQ(heard.end.kind, Kind::rst);
}

TEST(InClear, AnAlertOfATlsListener) {
    const std::string alert("\x15\x03\x01\x00\x02\x02\x46", 7);
    const std::string close_notify("\x15\x03\x01\x00\x02\x01\x00", 7);
    for (const auto& pieces : std::vector<std::vector<std::string>>{{alert},
                                                                    {alert.substr(0, 1), alert.substr(1)},
                                                                    {alert.substr(0, 6), alert.substr(6)},
                                                                    {alert + close_notify}}) {
        for (const bool reset : {false, true}) {
            const Heard heard = talk_in_clear(says(pieces, reset));
            EXPECT_EQ(heard.end.layer, Layer::tls);
            EXPECT_EQ(heard.end.kind, Kind::alert);
            EXPECT_EQ(heard.end.code, 70);
            EXPECT_EQ(heard.end.text, "alert 70 protocol_version");
            EXPECT_EQ(heard.bytes, "");
        }
    }
}

TEST(InClear, WhatIsNoAlertIsPassedOn) {
    const std::vector<std::string> all{
        std::string("\x15\x03\x01\x00\x02\x02", 6),      // not whole
        std::string("\x15\x03\x05\x00\x02\x02\x46", 7),  // no version
        std::string("\x15\x03\x01\x00\x03\x02\x46", 7),  // another length
        std::string("\x15\x03\x01\x00\x02\x03\x46", 7),  // no level
        std::string("\x16\x03\x01\x00\x02\x02\x46", 7),  // another type
        std::string("\x15", 1),
    };
    for (const std::string& bytes : all) {
        const Heard heard = talk_in_clear(says({bytes}));
        EXPECT_EQ(heard.bytes, bytes);
        EXPECT_EQ(heard.end.kind, Kind::fin);
    }
    const std::string later("x\x15\x03\x01\x00\x02\x02\x46", 8);
    EXPECT_EQ(talk_in_clear(says({later})).bytes, later);
}

TEST(InClear, ByOpenSslItself) {
    TlsServer server;
    const Heard heard = talk_in_clear(server.server());
    // Whatever it is, no acceptance: OpenSSL 3.0 closes without an alert here.
    EXPECT_TRUE(heard.end.kind == Kind::fin || heard.end.kind == Kind::rst || heard.end.kind == Kind::alert)
        << heard.end.text;
}

TEST(InClear, LargeBothWays) {
    const std::string big(1 << 20, 'b');
    Peer peer([&big](int socket) {
        send_all(socket, receive_some(socket, big.size()));
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    });
    Transcript transcript;
    run([](Endpoint endpoint, const std::string& sent, Transcript& log) -> boost::asio::awaitable<int> {
        Opened opened = co_await open_tcp(std::move(endpoint), Tap(log, "a", 1 << 22), soon());
        const bool whole = co_await opened.channel->send(wire::view(sent), soon());
        EXPECT_TRUE(whole);
        wire::Bytes bytes;
        Receipt receipt = Receipt::bytes;
        while (receipt == Receipt::bytes)
            receipt = co_await opened.channel->receive(bytes, soon());
        EXPECT_EQ(wire::text(bytes), sent);
        EXPECT_TRUE(opened.channel->tap().whole());
        EXPECT_EQ(wire::text(opened.channel->tap().sent()), sent);
        EXPECT_EQ(wire::text(opened.channel->tap().received()), sent);
        co_return 0;
    }(peer.endpoint(), big, transcript));
}

TEST(InClear, AWriteThatNobodyReadsEndsAtTheDeadline) {
    std::atomic<int> go = 0;
    Peer peer([&go](int) { wait_for(go, 1); });
    Transcript transcript;
    run([](Endpoint endpoint, Transcript& log) -> boost::asio::awaitable<int> {
        Opened opened = co_await open_tcp(std::move(endpoint), Tap(log, "a"), soon());
        const std::string big(std::size_t{64} << 20U, 'b');
        const bool whole = co_await opened.channel->send(wire::view(big), in(std::chrono::milliseconds(50)));
        EXPECT_FALSE(whole);
        co_return 0;
    }(peer.endpoint(), transcript));
    go = 1;
    go.notify_all();
}

TEST(Tls, LargeBothWays) {
    static const std::string big(3 << 20, 'b');
    TlsServer server;
    server.after = [](SSL* ssl, int) {
        std::string got(big.size(), ' ');
        std::size_t have = 0;
        while (have < got.size()) {
            const int count = SSL_read(ssl, got.data() + have, static_cast<int>(got.size() - have));
            if (count <= 0)
                return;
            have += static_cast<std::size_t>(count);
        }
        SSL_write(ssl, got.data(), static_cast<int>(got.size()));
        SSL_shutdown(ssl);
    };
    Peer peer(server.server());
    Client client;
    run([](Client& c, Endpoint endpoint) -> boost::asio::awaitable<int> {
        Opened opened = co_await c.open(std::move(endpoint));
        const bool whole = co_await opened.channel->send(wire::view(big), soon());
        EXPECT_TRUE(whole);
        wire::Bytes bytes;
        Receipt receipt = Receipt::bytes;
        while (receipt == Receipt::bytes)
            receipt = co_await opened.channel->receive(bytes, soon());
        EXPECT_EQ(wire::text(bytes), big);
        // What went over the wire is not what was said.
        const wire::Bytes& raw = opened.channel->tap().sent();
        EXPECT_EQ(wire::text(raw).find(std::string(64, 'b')), std::string::npos);
        EXPECT_GT(raw.size(), big.size());
        co_return 0;
    }(client, peer.endpoint()));
}

TEST(TapAndTranscript, AreBounded) {
    Transcript transcript;
    Tap tap(transcript, "a", 10);
    const std::string six = "sixsix";
    tap.pass(Direction::sent, wire::view(six));
    EXPECT_TRUE(tap.whole());
    tap.pass(Direction::sent, wire::view(six));
    EXPECT_FALSE(tap.whole());
    EXPECT_EQ(wire::text(tap.sent()), "sixsixsixs");
    const std::string large(Transcript::event_limit + 1, 'x');
    std::size_t kept = 12;
    for (std::size_t i = 2; i < Transcript::count_limit + 5; ++i)
        tap.pass(Direction::received, wire::view(large));
    EXPECT_EQ(transcript.events().size(), Transcript::count_limit);
    EXPECT_EQ(transcript.dropped(), 5U);
    EXPECT_EQ(transcript.events()[2].bytes.size(), Transcript::event_limit);
    EXPECT_EQ(transcript.events()[2].size, large.size());
    kept = 0;
    for (const Event& event : transcript.events())
        kept += event.bytes.size();
    EXPECT_EQ(kept, Transcript::total_limit);
}

TEST(TapAndTranscript, HidesSecrets) {
    Transcript transcript;
    transcript.hide("");
    transcript.hide("hunter2");
    const std::string bytes = "hunter2 or hunter2";
    transcript.add("a", Direction::sent, core::Layer::mqtt, "s'hunter2'", wire::view(bytes));
    EXPECT_EQ(wire::text(transcript.events()[0].bytes), "******* or *******");
    EXPECT_EQ(transcript.events()[0].text, "s'*******'");
}

TEST(TapAndTranscript, ReadsInOrder) {
    Transcript transcript;
    const std::string bytes = "\x10";
    transcript.add("a", Direction::sent, core::Layer::mqtt, "10 00", wire::view(bytes));
    transcript.add("b", Direction::received, core::Layer::tcp, {}, wire::view(bytes));
    transcript.add("a", Direction::none, core::Layer::tls, "alert 45 certificate_expired");
    const std::string text = to_text(transcript);
    EXPECT_NE(text.find("ms  a  >  mqtt    10 00\n"), std::string::npos) << text;
    EXPECT_NE(text.find("ms  b  <  tcp     10\n"), std::string::npos) << text;
    EXPECT_NE(text.find("ms  a  -  tls     alert 45 certificate_expired\n"), std::string::npos) << text;
    EXPECT_LE(transcript.events()[0].at, transcript.events()[2].at);
}

}  // namespace
}  // namespace gauntlet::net::test
