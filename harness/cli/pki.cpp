#include "pki.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "execution.hpp"
#include "gauntlet/plan/reach.hpp"
#include "gauntlet/recipe/time.hpp"
#include "pki_folder.hpp"
#include "pki_inspect.hpp"
#include "url.hpp"
#include "usage.hpp"

namespace gauntlet::cli {
namespace {

constexpr int good = 0;
constexpr int wrong = 1;
constexpr int usage = 2;
constexpr int infrastructure = 3;

struct Arguments {
    std::string out;
    std::optional<std::uint64_t> seed;
    std::string now;
    std::string target;
    unsigned int warn_days = 30;
    double timeout = 5;  // seconds
    bool json = false;
    bool allow_remote = false;
};

std::chrono::sys_seconds time_of(const std::string& text) {
    if (text.empty())
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto time = recipe::parse_rfc3339(text);
    if (!time)
        throw UsageError(fmt::format("--now {}: not a time; write it as 2026-11-21T08:30:00Z", text));
    return *time;
}

std::uint64_t random_seed() {
    std::random_device device;
    return std::uint64_t{device()} << 32U | device();
}

int make(const Arguments& arguments) {
    const std::chrono::sys_seconds now = time_of(arguments.now);
    const std::uint64_t seed = arguments.seed ? *arguments.seed : random_seed();
    try {
        const std::size_t count = make_pki_folder(arguments.out, seed, now);
        fmt::print("{}: {} credentials; start with {}/INDEX.md\nseed {} now {}\n", arguments.out, count, arguments.out,
                   seed, recipe::format_rfc3339(now));
    } catch (const std::out_of_range& error) {
        throw UsageError(fmt::format("--now {}: {}", recipe::format_rfc3339(now), error.what()));
    }
    return good;
}

Inspection inspect_listener(const Arguments& arguments, const InspectRequest& request) {
    check_limits(1, arguments.timeout, {});
    const drive::Address address = parse_url(arguments.target);
    if (!core::has_tls(address.transport))
        throw UsageError(fmt::format("{}: a listener in clear has no certificates; name one with TLS, mqtts or wss",
                                     arguments.target));
    if (!arguments.allow_remote && !is_loopback(address.host))
        throw UsageError(
            fmt::format("{} is not this machine; --allow-remote says that the listener is yours to ask", address.host));
    const plan::Served served = plan::served_by(address, milliseconds_of(arguments.timeout));
    if (served.chain_der.empty())
        throw std::runtime_error(
            fmt::format("{}: {}; check host and port, and whether it speaks TLS", arguments.target, served.why));
    return inspect_served(arguments.target, address.host, served.chain_der, request);
}

int inspect(const Arguments& arguments) {
    const InspectRequest request{
        .file = arguments.target, .now = time_of(arguments.now), .warn = std::chrono::days(arguments.warn_days)};
    const bool is_url = arguments.target.find("://") != std::string::npos;
    const Inspection inspection = is_url ? inspect_listener(arguments, request) : inspect(request);
    fmt::print("{}", arguments.json ? inspection.json : inspection.text);
    return inspection.good ? good : wrong;
}

int guarded(const std::function<int()>& command) {
    try {
        return command();
    } catch (const UsageError& error) {
        fmt::print(stderr, "gauntlet: {}\n", error.what());
        return usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "gauntlet: {}\n", error.what());
        return infrastructure;
    }
}

}  // namespace

void add_pki(CLI::App& app, int& exit_code) {
    CLI::App* pki = app.add_subcommand("pki", "Make a folder of test certificates, or look into certificate files");
    pki->require_subcommand(1);
    const auto arguments = std::make_shared<Arguments>();

    CLI::App* making = pki->add_subcommand("make", "Write every credential of the suite into a folder, with an index");
    making->add_option("--out", arguments->out, "Folder to make; must be absent or empty")->required();
    making->add_option("--seed", arguments->seed, "The same seed and time make the same bytes (default: random)");
    making->add_option("--now", arguments->now, "RFC 3339 time that validity is counted from (default: the clock)");
    making->callback([arguments, &exit_code] { exit_code = guarded([&] { return make(*arguments); }); });

    CLI::App* inspecting = pki->add_subcommand("inspect",
                                               "Print what the certificates of a file or a listener say, and what is "
                                               "wrong with them: exits 0 good, 1 expiring or wrong, 2 no such file, "
                                               "3 no such listener");
    inspecting->add_option("target", arguments->target, "PEM or DER file, or mqtts://host:port")->required();
    inspecting->add_option("--now", arguments->now, "RFC 3339 time to judge by (default: the clock)");
    inspecting->add_option("--warn-days", arguments->warn_days, "Expiring within so many days is wrong")
        ->capture_default_str();
    inspecting->add_flag("--json", arguments->json, "As JSON");
    inspecting->add_option("--timeout", arguments->timeout, "Seconds that a listener may take")->capture_default_str();
    inspecting->add_flag("--allow-remote", arguments->allow_remote, "The listener is mine, on another machine");
    inspecting->callback([arguments, &exit_code] { exit_code = guarded([&] { return inspect(*arguments); }); });
}

}  // namespace gauntlet::cli
