// `gauntlet reference` as a process: what it says, how it ends, and that its adapter starts it.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "program.hpp"

namespace gauntlet::tests {
namespace {

TEST(Reference, ItsFlawsAreListedWithSentenceAndClause) {
    const Result result = gauntlet({"reference", "--flaws"});
    EXPECT_EQ(result.exit, 0);
    EXPECT_GT(count_lines(result.out), 100U);
    EXPECT_NE(result.out.find("ignores-crl "), std::string::npos);
    EXPECT_NE(result.out.find("loads the CRLs and never checks them (RFC 5280 6.3.3)"), std::string::npos);
}

// A port that somebody listens on.
class TakenPort {
  public:
    TakenPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, any, length) != 0 || ::listen(socket_, 1) != 0 || ::getsockname(socket_, any, &length) != 0)
            throw std::runtime_error("no port");
        number = ntohs(address.sin_port);
    }
    ~TakenPort() { ::close(socket_); }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;

    int number = 0;

  private:
    int socket_;
};

std::string plain_settings(int port) {
    return fmt::format("[[listener]]\nname = \"plain\"\ntransport = \"mqtt\"\nports = [{}]\n", port);
}

TEST(Reference, ATakenPortIsSaidInOneLine) {
    const TakenPort port;
    const TemporaryFolder folder;
    write_text(folder.path() / "reference.toml", plain_settings(port.number));
    const Result result = gauntlet({"reference", "--config", (folder.path() / "reference.toml").string()});
    EXPECT_EQ(result.exit, 3);
    EXPECT_EQ(result.err,
              fmt::format("gauntlet: cannot listen on 127.0.0.1:{}: Address already in use\n", port.number));
}

class ReferenceSignal : public testing::TestWithParam<int> {};

TEST_P(ReferenceSignal, EndsItInOrder) {
    const TemporaryFolder folder;
    write_text(folder.path() / "reference.toml", plain_settings(0));
    Program program({"reference", "--config", (folder.path() / "reference.toml").string()});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    program.signal(SIGHUP);
    program.signal(GetParam());
    const Result result = program.wait();
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_NE(result.err.find("plain: listens on mqtt://127.0.0.1:"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("reference broker 0.1.0 running\n"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find(" ended\n"), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(Cli, ReferenceSignal, testing::Values(SIGTERM, SIGINT));

TEST(Reference, AProfileIsServedFromAPkiAndSaysHow) {
    const TemporaryFolder folder;
    const std::string pki = (folder.path() / "pki").string();
    ASSERT_EQ(gauntlet({"pki", "make", "--out", pki}).exit, 0);
    Program program({"reference", "--profile", "mutual", "--port", "0", "--pki", pki});
    std::this_thread::sleep_for(std::chrono::seconds(2));
    program.signal(SIGTERM);
    const Result result = program.wait();
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_NE(result.out.find("mqtts://127.0.0.1:"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("wss://127.0.0.1:"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("mosquitto_pub -h localhost -p "), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("--cert " + pki + "/client/good/chain.pem"), std::string::npos) << result.out;
}

TEST(Reference, ItsAdapterFindsTheProgramItself) {
    const Result result = gauntlet({"brokers"});
    EXPECT_EQ(result.exit, 0);
    EXPECT_NE(result.out.find(std::string("0.1.0, ") + GAUNTLET_PROGRAM + " (mqtts, wss)"), std::string::npos)
        << result.out;
}

const Arguments one_scenario = {"run", "--broker", "reference", "--select", "reference/*/mutual/expired/tls-1-3"};

TEST(Reference, ARunOnItPasses) {
    const TemporaryFolder folder;
    Arguments arguments = one_scenario;
    arguments.insert(arguments.end(), {"--out", (folder.path() / "out").string()});
    const Result result = gauntlet(arguments);
    EXPECT_EQ(result.exit, 0) << result.out << result.err;
}

TEST(Reference, ARunOnAFlawFails) {
    const TemporaryFolder folder;
    Arguments arguments = one_scenario;
    arguments.insert(arguments.end(), {"--out", (folder.path() / "out").string(), "--set",
                                       "reference.flaw=spins,ignores-not-after-of-leaf"});
    const Result result = gauntlet(arguments);
    EXPECT_EQ(result.exit, 1) << result.out << result.err;
}

}  // namespace
}  // namespace gauntlet::tests
