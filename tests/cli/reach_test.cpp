// A listener of the user's that is not there gives one line, not a red cell for everything.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "program.hpp"

namespace gauntlet::tests {

namespace {

// A port that is taken, so that nobody else gets it, and that nobody listens on.
class DeafPort {
  public:
    DeafPort() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        number_ = ntohs(address.sin_port);
    }
    ~DeafPort() { ::close(socket_); }
    DeafPort(const DeafPort&) = delete;
    DeafPort& operator=(const DeafPort&) = delete;
    int number() const { return number_; }

  private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int number_ = 0;
};

}  // namespace

TEST(Reach, ListenerThatIsNotThereIsOneLineAndNothingIsWritten) {
    const DeafPort port;
    const TemporaryFolder folder;
    const std::string url = "mqtts://127.0.0.1:" + std::to_string(port.number());
    const std::string out = (folder.path() / "out").string();
    const Result result = gauntlet({"run", "--listener", url, "--out", out});
    EXPECT_EQ(result.exit, 3);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err,
              "gauntlet: " + url + ": connection refused; check host and port, and whether the broker is running\n");
    EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace gauntlet::tests
