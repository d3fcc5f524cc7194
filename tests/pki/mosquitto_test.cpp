// The folder's configurations start a real mosquitto, and the folder's clients are let in or not as the index says.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <regex>
#include <thread>

#include "pki_folder.hpp"
#include "support.hpp"

namespace gauntlet::cli {
namespace {

namespace fs = std::filesystem;
namespace test = issue::test;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t free_port() {
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(descriptor, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size), 0);
    close(descriptor);
    return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool connected = connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(descriptor);
    return connected;
}

// mosquitto with one of the folder's configurations on a port of its own; ends with its life.
class Broker {
  public:
    Broker(const fs::path& folder, const std::string& name) : port_(free_port()) {
        std::ifstream in(folder / "mosquitto" / name);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        text = std::regex_replace(text, std::regex("listener 8883"), "listener " + std::to_string(port_));
        const fs::path configuration = folder / ("test-" + name);
        std::ofstream(configuration) << text;
        start(folder, configuration);
        for (int tries = 0; tries < 500 && running() && !listens(port_); ++tries)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ~Broker() {
        if (running()) {
            kill(child_, SIGKILL);
            waitpid(child_, nullptr, 0);
        }
    }
    Broker(Broker&&) = delete;

    bool ready() { return running() && listens(port_); }
    std::string port() const { return std::to_string(port_); }

  private:
    bool running() {
        if (child_ > 0 && waitpid(child_, nullptr, WNOHANG) != 0)
            child_ = -1;
        return child_ > 0;
    }

    void start(const fs::path& folder, const fs::path& configuration) {
        // exec: the process to end is mosquitto itself.
        const std::string command = "cd '" + folder.string() + "' && PATH=$PATH:/usr/sbin exec mosquitto -c '" +
                                    configuration.string() + "' >mosquitto.log 2>&1";
        std::string shell = "sh";
        std::string option = "-c";
        std::string text = command;
        std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
        if (posix_spawnp(&child_, "sh", nullptr, nullptr, arguments.data(), environ) != 0)
            child_ = -1;
    }

    std::uint16_t port_;
    pid_t child_ = -1;
};

class Mosquitto : public testing::Test {
  protected:
    void SetUp() override {
        if (test::run({"sh", "-c", "PATH=$PATH:/usr/sbin command -v mosquitto && command -v mosquitto_pub"}).status !=
            0)
            GTEST_SKIP() << "mosquitto is not installed: apt-get install mosquitto mosquitto-clients";
        make_pki_folder(folder_, test::seed,
                        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    }

    // Exit status of mosquitto_pub with the client's files; empty: without a certificate.
    int publish(const Broker& broker, const std::string& client) const {
        std::vector<std::string> command = {"mosquitto_pub",
                                            "-h",
                                            "localhost",
                                            "-p",
                                            broker.port(),
                                            "--cafile",
                                            file("ca/server-root.pem"),
                                            "-t",
                                            "greeting",
                                            "-m",
                                            "hello",
                                            "-q",
                                            "1"};
        if (!client.empty()) {
            command.insert(command.end(), {"--cert", file(client + "/chain.pem"), "--key", file(client + "/key.pem")});
        }
        return test::run(command).status;
    }

    std::string file(const std::string& name) const { return (folder_ / name).string(); }

    test::TemporaryFolder place_;
    fs::path folder_ = place_.path() / "pki";
};

TEST_F(Mosquitto, StartsAndJudgesClientsAsTheIndexSays) {
    {
        Broker broker(folder_, "one-way.conf");
        ASSERT_TRUE(broker.ready());
        EXPECT_EQ(publish(broker, ""), 0);
    }
    {
        Broker broker(folder_, "mutual.conf");
        ASSERT_TRUE(broker.ready());
        EXPECT_EQ(publish(broker, "client/good"), 0);
        EXPECT_EQ(publish(broker, "client/rsa-2048"), 0);
        EXPECT_EQ(publish(broker, "client/three-intermediates"), 0);
        EXPECT_EQ(publish(broker, "client/revoked"), 0);
        EXPECT_NE(publish(broker, ""), 0);
        EXPECT_NE(publish(broker, "client/expired"), 0);
        EXPECT_NE(publish(broker, "client/untrusted-root"), 0);
        EXPECT_NE(publish(broker, "client/same-name-other-key"), 0);
    }
    {
        Broker broker(folder_, "mutual-crl.conf");
        ASSERT_TRUE(broker.ready());
        EXPECT_EQ(publish(broker, "client/good"), 0);
        EXPECT_NE(publish(broker, "client/revoked"), 0);
    }
}

// The index's own s_client line, on a port that is free.
TEST_F(Mosquitto, ThePrintedHandshakeCommandWorks) {
    if (!test::has_openssl())
        GTEST_SKIP() << "the openssl program is not installed: apt-get install openssl";
    std::ifstream in(folder_ / "INDEX.md");
    const std::string index{std::istreambuf_iterator<char>(in), {}};
    std::smatch match;
    ASSERT_TRUE(std::regex_search(index, match, std::regex("openssl s_client[^\n]*")));
    Broker broker(folder_, "mutual.conf");
    ASSERT_TRUE(broker.ready());
    const std::string command = std::regex_replace(match[0].str(), std::regex("8883"), broker.port());
    const test::Output output = test::run({"sh", "-c", "cd '" + folder_.string() + "' && " + command});
    EXPECT_EQ(output.status, 0) << output.text;
    EXPECT_NE(output.text.find("Verify return code: 0 (ok)"), std::string::npos) << output.text;
}

}  // namespace
}  // namespace gauntlet::cli
