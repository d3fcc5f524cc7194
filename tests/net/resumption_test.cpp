// Sessions are offered again only where they were taken, and only from connections that ended in order.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::TlsVersion;

struct Row {
    TlsVersion version;
    bool tickets;
};

class Resumption : public testing::TestWithParam<Row> {
  protected:
    Resumption() {
        server.min = server.max = static_cast<int>(GetParam().version);
        server.tickets = GetParam().tickets;
        server.after = [](SSL* ssl, int socket) {
            SSL_write(ssl, "x", 1);
            read_to_end(ssl, socket);
            SSL_shutdown(ssl);
        };
        client.setup.offer.min = client.setup.offer.max = GetParam().version;
    }
    // Opens with the session, reads the server's byte, closes as told; what it then could offer.
    Session talk(const Endpoint& endpoint, Session offered, core::CloseHow how, std::string& resumed) {
        client.setup.session = std::move(offered);
        return run([](Client& c, Endpoint to, core::CloseHow close,
                      std::string& was_resumed) -> boost::asio::awaitable<Session> {
            Opened opened = co_await c.open(std::move(to));
            EXPECT_EQ(opened.fault, "");
            was_resumed = fact(opened.observation, "resumed");
            EXPECT_EQ(opened.served_der.empty(), was_resumed == "yes");
            wire::Bytes bytes;
            co_await opened.channel->receive(bytes, soon());
            EXPECT_EQ(wire::text(bytes), "x");
            co_await opened.channel->close(close, soon());
            if (close != core::CloseHow::rst)
                co_await ending(*opened.channel);
            co_return opened.channel->session();
        }(client, endpoint, how, resumed));
    }
    TlsServer server;
    Client client;
};

INSTANTIATE_TEST_SUITE_P(Sessions, Resumption,
                         testing::Values(Row{TlsVersion::tls_1_2, true}, Row{TlsVersion::tls_1_2, false},
                                         Row{TlsVersion::tls_1_3, true}, Row{TlsVersion::tls_1_3, false}),
                         [](const auto& row) {
                             return std::string(row.param.version == TlsVersion::tls_1_2 ? "tls12" : "tls13") +
                                    (row.param.tickets ? "tickets" : "ids");
                         });

TEST_P(Resumption, OfAConnectionThatEndedInOrder) {
    Peer peer(server.server());
    std::string resumed;
    Session session = talk(peer.endpoint(), nullptr, core::CloseHow::orderly, resumed);
    EXPECT_EQ(resumed, "no");
    ASSERT_TRUE(session);
    for (int again = 0; again < 3; ++again) {
        session = talk(peer.endpoint(), session, core::CloseHow::orderly, resumed);
        EXPECT_EQ(resumed, "yes");
        ASSERT_TRUE(session);
    }
    wait_for(server.seen->done, 4);
    EXPECT_EQ(server.seen->resumed, (std::vector<bool>{false, true, true, true}));
}

TEST_P(Resumption, NothingIsOfferedUnasked) {
    Peer peer(server.server());
    std::string resumed;
    for (int again = 0; again < 2; ++again) {
        ASSERT_TRUE(talk(peer.endpoint(), nullptr, core::CloseHow::orderly, resumed));
        EXPECT_EQ(resumed, "no");
    }
    wait_for(server.seen->done, 2);
    EXPECT_EQ(server.seen->resumed, (std::vector<bool>{false, false}));
}

TEST_P(Resumption, NotOfAConnectionThatWeReset) {
    Peer peer(server.server());
    std::string resumed;
    EXPECT_FALSE(talk(peer.endpoint(), nullptr, core::CloseHow::rst, resumed));
}

TEST_P(Resumption, NotOfOneThatEndedWithoutCloseNotify) {
    server.after = [](SSL* ssl, int socket) {
        SSL_write(ssl, "x", 1);
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    };
    Peer peer(server.server());
    std::string resumed;
    EXPECT_FALSE(talk(peer.endpoint(), nullptr, core::CloseHow::fin, resumed));
}

}  // namespace
}  // namespace gauntlet::net::test
