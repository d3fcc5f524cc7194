#include "serve.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "client_commands.hpp"
#include "external.hpp"
#include "gauntlet/broker/temporary_folder.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/core/profile.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/plan/vigil.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "inputs.hpp"
#include "new_file.hpp"
#include "out_folder.hpp"
#include "pki_index.hpp"
#include "shell_word.hpp"
#include "subjects.hpp"
#include "usage.hpp"
#include "used_pki.hpp"

namespace gauntlet::cli {

namespace {

namespace fs = std::filesystem;

plan::Subject subject_of(const ServeOptions& options) {
    std::vector<plan::Subject> subjects = locate_all(named(load_all_adapters(), {options.broker}), options.set);
    if (subjects.size() != 1)
        throw UsageError(fmt::format("serve {}: name one broker", options.broker));
    if (!subjects.front().installation.found())
        throw std::runtime_error(subjects.front().installation.missing);
    return std::move(subjects.front());
}

core::Transport transport_of(const ServeOptions& options) {
    const auto transport = core::from_name<core::Transport>(options.transport, core::transport_names);
    if (!transport)
        throw UsageError(fmt::format("--transport {}: there is mqtt, mqtts, ws and wss", options.transport));
    return *transport;
}

// What the broker cannot be asked for is said before it is started.
void require(const broker::Adapter& adapter, core::Profile profile, core::Transport transport) {
    const bool websocket = core::has_websocket(transport);
    const core::Transport over_tls = websocket ? core::Transport::wss : core::Transport::mqtts;
    if (std::ranges::find(adapter.transports, over_tls) == adapter.transports.end())
        throw UsageError(
            fmt::format("--transport {}: {} has no {}", to_string(transport), adapter.name, to_string(over_tls)));
    profile.plain_listener = profile.plain_listener || !core::has_tls(transport);
    for (const std::string& capability : core::needs(profile))
        if (const auto lack = adapter.lacks(capability))
            throw UsageError(
                fmt::format("--profile {}: {} lacks {}: {}", profile.name, adapter.name, capability, lack->why));
}

class Service {
  public:
    Service(const plan::Arena& arena, issue::Issuer& issuer, fs::path folder)
        : arena_(arena), profile_(arena.profile()), issuer_(issuer), folder_(std::move(folder)) {}

    void write_pki() const {
        write_credentials(pki(), *profile_.server, issuer_);
        if (profile_.good_client != nullptr)
            write_credentials(pki(), *profile_.good_client, issuer_);
        if (!profile_.crls.empty())
            write_new_file(pki() / "crl" / (profile_.name + ".pem"), issuer_.crls_pem(profile_.crls), public_mode);
    }

    // What a person needs next.
    std::string instructions(const plan::Standing& broker) const {
        const drive::Target& target = broker.target();
        std::string text = fmt::format("{} {}, process {}, profile {}\n", arena_.subject().adapter.title,
                                       arena_.subject().installation.version, broker.pid(), profile_.name);
        text += listener("listener", target.listener);
        if (target.second_listener)
            text += listener("second", *target.second_listener);
        if (target.one_way_listener)
            text += listener("one-way", *target.one_way_listener);
        if (target.plain_listener && target.plain_listener->port != target.listener.port)
            text += listener("in clear", *target.plain_listener);
        text += fmt::format("log       {}\nPKI       {}\n", broker.log().string(), pki().string());
        if (host() != "localhost")
            text += fmt::format("name      the certificate is for {0}: let /etc/hosts say 127.0.0.1 {0}\n", host());
        text += commands(client(target), target.listener.transport);
        if (has_constants(target))
            text += fmt::format("\nESP32     {}: host, port, topic{}{} for a sketch\n", constants().string(),
                                core::has_tls(target.listener.transport) ? ", certificates" : "",
                                profile_.access == core::Access::password ? ", user, password" : "");
        return text + "\nCtrl-C ends it.\n";
    }

    // Where the constants of a sketch are, that instructions() names.
    void write_constants(const plan::Standing& broker) const {
        if (has_constants(broker.target()))
            write_new_file(constants(), esp32_constants(client(broker.target())), secret_mode);
    }

  private:
    fs::path pki() const { return folder_ / "pki"; }
    // The libraries that sketches use speak no WebSocket.
    static bool has_constants(const drive::Target& target) { return !core::has_websocket(target.listener.transport); }
    fs::path constants() const { return folder_ / "esp32.h"; }
    std::string host() const {
        return profile_.server->host.empty() ? "localhost" : std::string(profile_.server->host);
    }

    std::string listener(const char* name, const drive::Address& address) const {
        return fmt::format("{:<10}{}://{}:{}{}\n", name, to_string(address.transport), host(), address.port,
                           core::has_websocket(address.transport) ? address.path : "");
    }

    ClientSide client(const drive::Target& target) const {
        ClientSide client;
        client.host = host();
        client.port = target.listener.port;
        if (core::has_tls(target.listener.transport)) {
            client.anchors = pki() / anchors_file(*profile_.server);
            if (profile_.good_client != nullptr) {
                client.chain = pki() / chain_file(*profile_.good_client);
                client.key = pki() / key_file(*profile_.good_client);
            }
        }
        if (profile_.access == core::Access::password) {
            client.user = target.user;
            client.password = target.password;
        }
        if (profile_.own_topics_only)
            client.topic = fmt::format("gauntlet/{}/t", target.user);
        return client;
    }

    std::string commands(const ClientSide& client, core::Transport transport) const {
        std::string text;
        if (core::has_websocket(transport))
            text += "\n# mosquitto_pub speaks no WebSocket; any client that does needs the files above\n";
        else
            text += fmt::format("\n{}\n{}\n", mosquitto_sub(client), mosquitto_pub(client));
        if (core::has_tls(transport))
            text += openssl_s_client(client) + "\n";
        return text;
    }

    const plan::Arena& arena_;
    const core::Profile& profile_;
    issue::Issuer& issuer_;
    fs::path folder_;
};

}  // namespace

int serve(const ServeOptions& options) {
    const std::uint64_t seed = seed_of(options.seed);
    const std::vector<core::Scenario> scenarios = scenarios::all();
    const core::Profile* profile = record::find_profile(scenarios, options.profile);
    if (profile == nullptr)
        throw unknown_profile(scenarios, options.profile);
    const core::Transport transport = transport_of(options);
    const plan::Subject subject = subject_of(options);
    require(subject.adapter, *profile, transport);
    if (!options.out.empty())
        check_out_folder(options.out);
    issue::Issuer issuer(seed, now_of(options.now));
    // Both fork guardians, so they come before the first thread.
    broker::Supervisor supervisor;
    std::optional<broker::TemporaryFolder> temporary;
    if (options.out.empty())
        temporary.emplace();
    const fs::path folder = temporary ? temporary->path() : fs::absolute(options.out);
    make_private_folders(folder / "logs");
    plan::Arena arena(subject, *profile, transport, supervisor, issuer,
                      {.run_prefix = plan::new_run_prefix(seed), .out = folder});
    const Service service(arena, issuer, folder);
    service.write_pki();
    const auto ended = plan::keep(arena, [&service](const plan::Standing& broker) {
        service.write_constants(broker);
        fmt::print("{}", service.instructions(broker));
        std::fflush(stdout);
    });
    if (ended)
        throw std::runtime_error(fmt::format("{} has ended: {}", subject.adapter.name, ended->text));
    return 0;
}

}  // namespace gauntlet::cli
