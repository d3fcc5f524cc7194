// Law 4: every way in which a broker can end a connection is told from every other.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include "peer.hpp"

namespace gauntlet::net::test {
namespace {

using core::Kind;
using core::Layer;
using core::TlsVersion;

constexpr std::string_view connect_bytes = "not a packet, but bytes";

void expect(const core::Observation& seen, Layer layer, Kind kind, std::optional<int> code = std::nullopt) {
    EXPECT_EQ(core::to_string(seen.layer), core::to_string(layer)) << seen.text;
    EXPECT_EQ(core::to_string(seen.kind), core::to_string(kind)) << seen.text;
    EXPECT_EQ(seen.code, code) << seen.text;
}

class EveryVersion : public testing::TestWithParam<TlsVersion> {
  protected:
    EveryVersion() {
        server.min = server.max = static_cast<int>(GetParam());
        client.setup.offer.min = client.setup.offer.max = GetParam();
    }
    // Opens, sends at once, and reads to the end.
    core::Observation end_of_conversation() {
        Peer peer(server.server());
        return run([](Client& c, Endpoint endpoint) -> boost::asio::awaitable<core::Observation> {
            Opened opened = co_await c.open(std::move(endpoint));
            EXPECT_EQ(opened.fault, "");
            if (!opened.channel->ended()) {
                EXPECT_EQ(opened.observation.kind, Kind::accepted);
                co_await opened.channel->send(wire::view(connect_bytes), soon());
            }
            const std::optional<core::Observation> end = co_await ending(*opened.channel);
            // An ended channel keeps answering with how it ended.
            const std::optional<core::Observation> again = co_await ending(*opened.channel);
            EXPECT_EQ(end, again);
            co_return end.value_or(core::Observation{.text = "timed out"});
        }(client, peer.endpoint()));
    }
    TlsServer server;
    Client client;
};

INSTANTIATE_TEST_SUITE_P(Endings, EveryVersion, testing::Values(TlsVersion::tls_1_2, TlsVersion::tls_1_3),
                         [](const auto& version) { return version.param == TlsVersion::tls_1_2 ? "tls12" : "tls13"; });

TEST_P(EveryVersion, AlertForAMissingCertificate) {
    server.verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    const int required = GetParam() == TlsVersion::tls_1_3 ? 116 : 40;
    expect(end_of_conversation(), Layer::tls, Kind::alert, required);
}

TEST_P(EveryVersion, AlertForTheCertificate) {
    struct Row {
        int error;
        int alert;
    };
    const recipe::Material good = material(recipe::client::good);
    client.setup.credentials = &good;
    server.verify_mode = SSL_VERIFY_PEER;
    for (const Row row : {Row{X509_V_ERR_CERT_HAS_EXPIRED, 45}, Row{X509_V_ERR_CERT_REVOKED, 44},
                          Row{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, 48}, Row{X509_V_ERR_INVALID_PURPOSE, 43}}) {
        server.verify_error = row.error;
        const core::Observation seen = end_of_conversation();
        expect(seen, Layer::tls, Kind::alert, row.alert);
        EXPECT_EQ(seen.text.find("(warning)"), std::string::npos);
    }
}

// The peer serves one connection after another: when it has served a second one, the first one is closed.
boost::asio::awaitable<void> wait_until_closed(Endpoint endpoint, const TlsServer& server) {
    Transcript unused;
    Opened second = co_await open_tcp(std::move(endpoint), Tap(unused, "b"), soon());
    const std::string junk(64, 'x');
    co_await second.channel->send(wire::view(junk), soon());
    wait_for(server.seen->done, 2);
}

// As EveryVersion::end_of_conversation(), but sends when the peer has long reset the connection.
core::Observation end_after_late_writes(Client& client, const TlsServer& server, std::string_view first) {
    Peer peer([&server, context = server.context()](int socket) {
        close_with_reset(socket);
        server.serve(context.get(), socket);
    });
    return run([](Client& c, Endpoint endpoint, const TlsServer& s,
                  std::string_view at_once) -> boost::asio::awaitable<core::Observation> {
        Opened opened = co_await c.open(endpoint);
        EXPECT_EQ(opened.fault, "");
        co_await opened.channel->send(wire::view(at_once), soon());
        co_await wait_until_closed(endpoint, s);
        for (int i = 0; i < 3; ++i) {
            const bool sent = co_await opened.channel->send(wire::view(connect_bytes), soon());
            EXPECT_FALSE(sent);
        }
        co_return (co_await ending(*opened.channel)).value();
    }(client, peer.endpoint(), server, first));
}

TEST_P(EveryVersion, AlertIsFoundBehindAResetAndAFailedWrite) {
    const recipe::Material good = material(recipe::client::good);
    client.setup.credentials = &good;
    server.verify_mode = SSL_VERIFY_PEER;
    server.verify_error = X509_V_ERR_CERT_HAS_EXPIRED;
    expect(end_after_late_writes(client, server, {}), Layer::tls, Kind::alert, 45);
}

TEST_P(EveryVersion, FinWithCloseNotify) {
    server.after = [](SSL* ssl, int) {
        char byte = 0;
        SSL_read(ssl, &byte, 1);
        SSL_shutdown(ssl);
    };
    const core::Observation seen = end_of_conversation();
    expect(seen, Layer::tls, Kind::fin);
    EXPECT_EQ(fact(seen, "close-notify"), "yes");
}

TEST_P(EveryVersion, FinWithoutCloseNotify) {
    server.after = [](SSL* ssl, int socket) {
        char buffer[256];
        SSL_read(ssl, buffer, sizeof buffer);
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    };
    const core::Observation seen = end_of_conversation();
    expect(seen, Layer::tcp, Kind::fin);
    EXPECT_EQ(fact(seen, "close-notify"), "no");
}

TEST_P(EveryVersion, Reset) {
    server.after = [](SSL* ssl, int socket) {
        char buffer[256];
        SSL_read(ssl, buffer, sizeof buffer);
        close_with_reset(socket);
    };
    const core::Observation seen = end_of_conversation();
    expect(seen, Layer::tcp, Kind::rst);
    EXPECT_EQ(fact(seen, "close-notify"), "no");
}

TEST_P(EveryVersion, ResetThatTheWriteTakesIsNoFin) {
    server.after = [](SSL* ssl, int) {
        char byte = 0;
        SSL_read(ssl, &byte, 1);
    };
    expect(end_after_late_writes(client, server, "x"), Layer::tcp, Kind::rst);
}

TEST_P(EveryVersion, SilenceIsATimeoutAndTheChannelLivesOn) {
    std::atomic<int> go = 0;
    server.after = [&go](SSL* ssl, int socket) {
        wait_for(go, 1);
        SSL_write(ssl, "late", 4);
        read_to_end(ssl, socket);
    };
    Peer peer(server.server());
    run([](Client& c, Endpoint endpoint, std::atomic<int>& let_go) -> boost::asio::awaitable<int> {
        Opened opened = co_await c.open(std::move(endpoint));
        wire::Bytes bytes;
        const Receipt nothing = co_await opened.channel->receive(bytes, in(std::chrono::milliseconds(30)));
        EXPECT_EQ(nothing, Receipt::timeout);
        EXPECT_FALSE(opened.channel->ended());
        let_go = 1;
        let_go.notify_all();
        const Receipt something = co_await opened.channel->receive(bytes, soon());
        EXPECT_EQ(something, Receipt::bytes);
        EXPECT_EQ(wire::text(bytes), "late");
        co_await opened.channel->close(core::CloseHow::orderly, soon());
        co_return 0;
    }(client, peer.endpoint(), go));
}

TEST_P(EveryVersion, ReadingGoesOnAfterOurHalfClose) {
    server.after = [](SSL* ssl, int socket) {
        read_to_end(ssl, socket);
        SSL_write(ssl, "after", 5);
        SSL_shutdown(ssl);
    };
    for (const core::CloseHow how : {core::CloseHow::notify, core::CloseHow::fin, core::CloseHow::orderly}) {
        Peer peer(server.server());
        run([](Client& c, Endpoint endpoint, core::CloseHow close) -> boost::asio::awaitable<int> {
            Opened opened = co_await c.open(std::move(endpoint));
            co_await opened.channel->close(close, soon());
            wire::Bytes bytes;
            const Receipt receipt = co_await opened.channel->receive(bytes, soon());
            EXPECT_EQ(receipt, Receipt::bytes);
            EXPECT_EQ(wire::text(bytes), "after");
            const core::Observation end = (co_await ending(*opened.channel)).value();
            expect(end, Layer::tls, Kind::fin);
            co_return 0;
        }(client, peer.endpoint(), how));
    }
}

TEST_P(EveryVersion, OurOwnResetReachesThePeer) {
    std::atomic<int> reset = 0;
    server.after = [&reset](SSL* ssl, int socket) {
        SSL_write(ssl, "x", 1);
        reset = receive_to_fin(socket) ? 2 : 1;
        reset.notify_all();
    };
    Peer peer(server.server());
    run([](Client& c, Endpoint endpoint) -> boost::asio::awaitable<int> {
        Opened opened = co_await c.open(std::move(endpoint));
        wire::Bytes bytes;
        co_await opened.channel->receive(bytes, soon());
        co_await opened.channel->close(core::CloseHow::rst, soon());
        EXPECT_TRUE(opened.channel->reset_by_us());
        co_return 0;
    }(client, peer.endpoint()));
    wait_for(reset, 1);
    EXPECT_EQ(reset.load(), 1);
}

TEST_P(EveryVersion, CancelledWhileReading) {
    server.after = read_to_end;
    Peer peer(server.server());
    boost::asio::io_context context;
    boost::asio::cancellation_signal interrupt;
    bool aborted = false;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            Opened opened = co_await client.open(peer.endpoint());
            boost::asio::post(context, [&interrupt] { interrupt.emit(boost::asio::cancellation_type::terminal); });
            wire::Bytes bytes;
            co_await opened.channel->receive(bytes, soon());
            ADD_FAILURE() << "went on";
        },
        boost::asio::bind_cancellation_slot(interrupt.slot(), [&aborted](const std::exception_ptr& error) {
            try {
                if (error)
                    std::rethrow_exception(error);
            } catch (const boost::system::system_error& e) {
                aborted = e.code() == boost::asio::error::operation_aborted;
            }
        }));
    context.run();
    EXPECT_TRUE(aborted);
}

core::Observation open_observation(Client& client, Endpoint endpoint, std::string& fault, Deadline deadline = soon()) {
    Opened opened = run(client.open(std::move(endpoint), deadline));
    fault = opened.fault;
    EXPECT_TRUE(opened.channel || !fault.empty());
    EXPECT_TRUE(!opened.channel || opened.observation.kind == Kind::accepted || opened.channel->ended());
    return opened.observation;
}

TEST(Handshake, AlertWithinIt) {
    TlsServer server;
    server.max = TLS1_2_VERSION;
    Client client;
    client.setup.offer.min = TlsVersion::tls_1_3;
    Peer peer(server.server());
    std::string fault;
    expect(open_observation(client, peer.endpoint(), fault), Layer::tls, Kind::alert, 70);
    EXPECT_EQ(fault, "");
}

TEST(Handshake, AWarningThatIsFollowedByMoreIsNotHowItEnded) {
    TlsServer server;
    server.max = TLS1_2_VERSION;
    server.warn_name = true;
    server.after = [](SSL*, int socket) {
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    };
    Client client;
    Peer peer(server.server());
    run([](Client& c, Endpoint endpoint) -> boost::asio::awaitable<int> {
        Opened opened = co_await c.open(std::move(endpoint));
        EXPECT_EQ(opened.observation.kind, Kind::accepted);
        expect((co_await ending(*opened.channel)).value(), Layer::tcp, Kind::fin);
        co_await opened.channel->close(core::CloseHow::orderly, soon());
        co_return 0;
    }(client, peer.endpoint()));
    const std::string transcript = to_text(client.transcript);
    EXPECT_NE(transcript.find("alert 112 unrecognized_name (warning)"), std::string::npos) << transcript;
}

TEST(Handshake, AWarningAsLastWordIsHowItEnded) {
    Peer peer([](int socket) {
        receive_some(socket, 64);
        send_all(socket, std::string_view("\x15\x03\x03\x00\x02\x01\x70", 7));
        ::shutdown(socket, SHUT_WR);
        receive_to_fin(socket);
    });
    Client client;
    client.setup.offer.max = TlsVersion::tls_1_2;
    std::string fault;
    const core::Observation seen = open_observation(client, peer.endpoint(), fault);
    expect(seen, Layer::tls, Kind::alert, 112);
    EXPECT_NE(seen.text.find("(warning)"), std::string::npos);
}

struct Ended {
    const char* name;
    std::function<void(int)> serve;
    Layer layer;
    Kind kind;
};

TEST(Handshake, EndsOtherwiseThanByAnAlert) {
    const Ended rows[] = {
        {"FIN at once", [](int) {}, Layer::tcp, Kind::fin},
        {"FIN after the ClientHello",
         [](int socket) {
             receive_some(socket, 64);
             ::shutdown(socket, SHUT_WR);
             receive_to_fin(socket);
         },
         Layer::tcp, Kind::fin},
        {"RST after the ClientHello",
         [](int socket) {
             receive_some(socket, 64);
             close_with_reset(socket);
         },
         Layer::tcp, Kind::rst},
        {"no TLS",
         [](int socket) {
             receive_some(socket, 64);
             send_all(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
             receive_to_fin(socket);
         },
         Layer::tcp, Kind::packet},
        {"a CONNACK in clear",
         [](int socket) {
             receive_some(socket, 64);
             send_all(socket, std::string_view("\x20\x02\x00\x00", 4));
             send_all(socket, std::string_view("\x20\x02\x00\x00", 4));
             receive_to_fin(socket);
         },
         Layer::tcp, Kind::packet},
        {"a record with a ServerHello that is none",
         [](int socket) {
             receive_some(socket, 64);
             send_all(socket, std::string_view("\x16\x03\x03\x00\x05\x02\x00\x00\x01\x00", 10));
             receive_to_fin(socket);
         },
         Layer::tcp, Kind::packet},
    };
    for (const Ended& row : rows) {
        SCOPED_TRACE(row.name);
        Peer peer(row.serve);
        Client client;
        std::string fault;
        const core::Observation seen = open_observation(client, peer.endpoint(), fault);
        if (std::string_view(row.name) == "FIN at once" && seen.kind == Kind::rst)
            continue;  // the ClientHello came after the close: the kernel's answer
        expect(seen, row.layer, row.kind);
        EXPECT_EQ(fault, "");
        EXPECT_EQ(seen.text.find("our client cannot go on") == 0, row.kind == Kind::packet) << seen.text;
    }
}

TEST(Handshake, SilenceIsATlsTimeout) {
    Peer peer([](int socket) { receive_to_fin(socket); });
    Client client;
    std::string fault;
    expect(open_observation(client, peer.endpoint(), fault, in(std::chrono::milliseconds(200))), Layer::tls,
           Kind::timeout);
    EXPECT_EQ(fault, "");
}

TEST(Connecting, RefusedIsAReset) {
    const std::uint16_t port = closed_port();
    Client client;
    std::string fault;
    const core::Observation tls = open_observation(client, {"127.0.0.1", port}, fault);
    expect(tls, Layer::tcp, Kind::rst);
    EXPECT_EQ(tls.text, "connection refused");
    Transcript transcript;
    const Opened tcp = run(open_tcp({"127.0.0.1", port}, Tap(transcript, "a"), soon()));
    expect(tcp.observation, Layer::tcp, Kind::rst);
    EXPECT_EQ(tcp.channel->ended(), tcp.observation);
}

TEST(Connecting, ANameThatDoesNotResolveIsOurFault) {
    Client client;
    std::string fault;
    open_observation(client, {"no such host", 1}, fault);
    EXPECT_NE(fault.find("no such host"), std::string::npos) << fault;
}

TEST(Connecting, NamesAndBothFamilies) {
    TlsServer server;
    server.after = read_to_end;
    for (const bool ipv6 : {false, true}) {
        Peer peer(server.server(), ipv6);
        Endpoint by_name = peer.endpoint();
        by_name.host = "localhost";
        for (const Endpoint& endpoint : {peer.endpoint(), by_name}) {
            Client client;
            std::string fault;
            const core::Observation seen = open_observation(client, endpoint, fault);
            // A machine may have no ::1 for localhost.
            if (ipv6 && endpoint.host == "localhost" && seen.kind == Kind::rst)
                continue;
            expect(seen, Layer::tls, Kind::accepted);
        }
    }
}

}  // namespace
}  // namespace gauntlet::net::test
