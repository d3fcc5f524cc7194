// Law 12: whatever is started leaves no process, port, descriptor or folder behind.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "program.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;

constexpr unsigned at_a_time = 8;

// $TMPDIR, a folder of the test's own that the brokers' user may pass through.
class OwnTemporary {
  public:
    OwnTemporary() : before_(std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp") {
        ::setenv("TMPDIR", folder_.path().c_str(), 1);
    }
    ~OwnTemporary() { ::setenv("TMPDIR", before_.c_str(), 1); }
    OwnTemporary(const OwnTemporary&) = delete;
    OwnTemporary& operator=(const OwnTemporary&) = delete;
    std::ptrdiff_t entries() const {
        return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
    }

  private:
    TemporaryFolder folder_;
    std::string before_;
};

std::ptrdiff_t open_descriptors() {
    return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}

std::multiset<std::string> children() {
    std::multiset<std::string> all;
    for (const fs::directory_entry& thread : fs::directory_iterator("/proc/self/task")) {
        std::ifstream file(thread.path() / "children");
        all.insert(std::istream_iterator<std::string>(file), {});
    }
    return all;
}

// Ports on which somebody listens, of all processes (proc(5): state 0A of /proc/net/tcp).
std::set<unsigned> listening_ports() {
    std::set<unsigned> ports;
    std::ifstream file("/proc/net/tcp");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::string number;
        std::string local;
        std::string remote;
        std::string state;
        fields >> number >> local >> remote >> state;
        if (state == "0A")
            ports.insert(static_cast<unsigned>(std::stoul(local.substr(local.find(':') + 1), nullptr, 16)));
    }
    return ports;
}

broker::ListenerRequest one_way() {
    static issue::Issuer issuer(1,
                                std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now()));
    broker::ListenerRequest request;
    request.profile.name = "one-way";
    request.profile.server = &recipe::server::good;
    request.server = issuer.material(recipe::server::good);
    return request;
}

class Starts {
  public:
    Starts(broker::Supervisor& supervisor, const std::string& name, const broker::Settings& settings)
        : supervisor_(supervisor),
          adapter_(broker::load_adapter(GAUNTLET_ADAPTERS, name)),
          installation_(broker::locate(adapter_, settings)) {}

    bool possible() const { return installation_.found(); }
    const std::set<unsigned>& ports() const { return ports_; }

    // Every other one is killed, the others are stopped in an orderly way.
    unsigned start_and_stop(unsigned count) {
        left_ = count;
        ready_ = 0;
        asio::io_context loop;
        for (unsigned i = 0; i < at_a_time; ++i)
            asio::co_spawn(loop, work(), [](std::exception_ptr error) {
                if (error)
                    std::rethrow_exception(error);
            });
        loop.run();
        return ready_;
    }

  private:
    asio::awaitable<void> work() {
        while (left_ > 0) {
            --left_;
            std::vector<broker::ListenerRequest> listeners(1, one_way());
            broker::StartResult started = co_await supervisor_.start(adapter_, installation_, std::move(listeners));
            if (!started.ready())
                continue;
            ++ready_;
            ports_.insert(started.instance->ports().front().tls);
            const broker::StopHow how = ready_ % 2 == 0 ? broker::StopHow::kill : broker::StopHow::orderly;
            co_await started.instance->stop(how);
        }
    }

    broker::Supervisor& supervisor_;
    broker::Adapter adapter_;
    broker::Installation installation_;
    unsigned left_ = 0;
    unsigned ready_ = 0;
    std::set<unsigned> ports_;
};

void expect_nothing_left(const std::string& name, const broker::Settings& settings, unsigned count) {
    const OwnTemporary temporary;
    broker::Supervisor supervisor;
    Starts starts(supervisor, name, settings);
    if (!starts.possible())
        GTEST_SKIP() << name << " is not installed";
    ASSERT_EQ(starts.start_and_stop(at_a_time), at_a_time);  // what is made once and kept is there
    const std::ptrdiff_t descriptors = open_descriptors();
    const std::multiset<std::string> processes = children();
    ASSERT_EQ(processes.size(), 1U) << "the warden alone";

    EXPECT_EQ(starts.start_and_stop(count), count);
    EXPECT_EQ(open_descriptors(), descriptors);
    EXPECT_EQ(children(), processes);
    EXPECT_EQ(temporary.entries(), 0);
    const std::set<unsigned> listening = listening_ports();
    for (const unsigned port : starts.ports())
        EXPECT_FALSE(listening.contains(port)) << "somebody listens on port " << port;
}

TEST(Starts, AThousandOfTheReferenceLeaveNothingBehind) {
    expect_nothing_left("reference", {{"binary", GAUNTLET_PROGRAM}}, 1000);
}

TEST(Starts, AHundredOfMosquittoLeaveNothingBehind) {
    expect_nothing_left("mosquitto", {}, 100);
}

}  // namespace
}  // namespace gauntlet::tests
