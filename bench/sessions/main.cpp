// A campaign's sessions per second beside those of a plain C client, on brokers with one configuration, one after the
// other in one run, repeated: the medians and their ratio. Two at a time have a broker each.
//
//     sessions_bench [BROKER [SECONDS [ROUNDS]]]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/fuzz/campaign/campaign.hpp"
#include "gauntlet/plan/arena.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

using namespace gauntlet;
namespace campaign = fuzz::campaign;

namespace {

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// One plain client for each port, at the same time.
double plain_client(const std::vector<std::uint16_t>& ports, core::Transport transport, int seconds,
                    const char* how = "") {
    std::string command;
    for (const std::uint16_t port : ports)
        command += fmt::format("{} {} {} {} 1 {} & ", PLAIN_CLIENT, port, to_string(transport), seconds, how);
    FILE* pipe = ::popen((command + "wait").c_str(), "r");
    double sum = 0;
    double rate = 0;
    std::size_t lines = 0;
    for (; pipe != nullptr && std::fscanf(pipe, "%lf", &rate) == 1; ++lines)
        sum += rate;
    if (pipe == nullptr || ::pclose(pipe) != 0 || lines != ports.size())
        throw std::runtime_error("the plain client failed: " + command);
    return sum;
}

double s_time(std::uint16_t port, int seconds, const char* how) {
    const std::string command =
        fmt::format("openssl s_time -connect 127.0.0.1:{} {} -tls1_2 -time {} 2>/dev/null", port, how, seconds);
    FILE* pipe = ::popen(command.c_str(), "r");
    double rate = 0;
    char line[256];
    while (pipe != nullptr && std::fgets(line, sizeof line, pipe) != nullptr) {
        double connections = 0;
        double real = 0;
        // Its other rate is by user time.
        if (std::sscanf(line, "%lf connections in %lf real seconds", &connections, &real) == 2 && real > 0)
            rate = connections / real;
    }
    if (pipe == nullptr || ::pclose(pipe) != 0)
        throw std::runtime_error("openssl s_time failed");
    return rate;
}

// So many brokers, and what their ports are asked while they stand.
template <typename Ask>
double standing(plan::Arena& arena, unsigned brokers, Ask ask) {
    boost::asio::io_context io;
    double rate = 0;
    std::exception_ptr error;
    const auto visit = [&]() -> boost::asio::awaitable<void> {
        std::vector<plan::Standing> all;
        std::vector<std::uint16_t> ports;
        for (unsigned i = 0; i < brokers; ++i) {
            plan::Standing broker = co_await arena.start();
            ports.push_back(broker.target().listener.port);
            all.push_back(std::move(broker));
        }
        rate = ask(ports);
        for (plan::Standing& broker : all)
            co_await broker.stop(broker::StopHow::kill);
    };
    boost::asio::co_spawn(io, visit(), [&error](std::exception_ptr e) { error = std::move(e); });
    io.run();
    if (error)
        std::rethrow_exception(error);
    return rate;
}

struct Bench {
    const plan::Subject& subject;
    broker::Supervisor& supervisor;
    issue::Issuer& issuer;
    const std::vector<core::Scenario>& scenarios;
    std::filesystem::path folder;
    int seconds;
    int rounds;
    int campaigns = 0;

    const core::Profile& profile() const {
        return std::ranges::find(scenarios, "one-way", [](const core::Scenario& s) { return s.profile.name; })->profile;
    }

    double fuzz(plan::Arena& arena, unsigned jobs) {
        campaign::Settings settings;
        settings.folder = folder / fmt::format("campaign-{}", ++campaigns);
        settings.seed = static_cast<std::uint64_t>(campaigns);
        settings.jobs = jobs;
        settings.time = std::chrono::seconds(seconds);
        // One client with one mutated packet behind its CONNECT, as the plain client has one.
        settings.scope = {.sequences = false, .connections = false, .unauthenticated = false};
        settings.seeds = {{core::Open{.at = {}}, core::Send{"a", core::connect_packet(profile(), "a")},
                           core::Read{"a", {}}, core::Send{"a", "32 r{ s'{topic}' i1 'x' }"}}};
        const campaign::Result result = campaign::run(arena, settings, [](const campaign::Progress& p) {
            if (!p.event.empty())
                fmt::print(stderr, "{}\n", p.event);
        });
        for (const std::string& fault : result.faults)
            throw std::runtime_error(fault);
        return static_cast<double>(result.progress.sessions) /
               (static_cast<double>(result.progress.time.count()) / 1000);
    }

    void compare(core::Transport transport, unsigned jobs) {
        plan::Arena arena(subject, profile(), transport, supervisor, issuer,
                          {.run_prefix = plan::new_run_prefix(1), .out = folder});
        std::vector<double> plain;
        std::vector<double> fuzzed;
        for (int round = 0; round < rounds; ++round) {
            plain.push_back(standing(arena, jobs, [&](const std::vector<std::uint16_t>& ports) {
                return plain_client(ports, transport, seconds);
            }));
            fuzzed.push_back(fuzz(arena, jobs));
        }
        fmt::print("{:<6} {} at a time: plain client {:8.0f}/s  gauntlet fuzz {:8.0f}/s  ratio {:.2f}\n",
                   to_string(transport), jobs, median(plain), median(fuzzed), median(fuzzed) / median(plain));
        std::fflush(stdout);
    }

    // A few seconds tell a handshake's rate; a campaign needs longer, because it triages most of its findings early.
    void check_plain_client() const {
        const int few = std::min(seconds, 6);
        plan::Arena arena(subject, profile(), core::Transport::mqtts, supervisor, issuer,
                          {.run_prefix = plan::new_run_prefix(1), .out = folder});
        for (const char* how : {"new", "reuse"}) {
            std::vector<double> plain;
            std::vector<double> openssl;
            for (int round = 0; round < rounds; ++round)
                standing(arena, 1, [&](const std::vector<std::uint16_t>& ports) {
                    plain.push_back(
                        plain_client(ports, core::Transport::mqtts, few, fmt::format("{} 1.2 handshake", how).c_str()));
                    openssl.push_back(s_time(ports[0], few, fmt::format("-{}", how).c_str()));
                    return 0.0;
                });
            fmt::print("TLS 1.2 -{:<6} plain client {:8.0f}/s  openssl s_time {:8.0f}/s  ratio {:.2f}\n", how,
                       median(plain), median(openssl), median(plain) / median(openssl));
            std::fflush(stdout);
        }
    }
};

int run(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "mosquitto";
    const broker::Adapter adapter = broker::load_adapter(broker::data_folder() / "adapters", name);
    const plan::Subject subject{.adapter = adapter, .installation = broker::locate(adapter)};
    if (!subject.installation.found())
        throw std::runtime_error(subject.installation.missing);
    broker::Supervisor supervisor;
    issue::Issuer issuer(1, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    const std::vector<core::Scenario> scenarios = scenarios::all();
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / fmt::format("sessions-bench-{}", ::getpid());
    std::filesystem::create_directories(folder / "logs");
    Bench bench{subject,
                supervisor,
                issuer,
                scenarios,
                folder,
                argc > 2 ? std::atoi(argv[2]) : 5,
                argc > 3 ? std::atoi(argv[3]) : 3};
    fmt::print("{} {}\n", name, subject.installation.version);
    bench.check_plain_client();
    for (const unsigned jobs : {1U, 2U})
        for (const core::Transport transport : {core::Transport::mqtt, core::Transport::mqtts})
            bench.compare(transport, jobs);
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "sessions_bench: {}\n", error.what());
        return 3;
    }
}
