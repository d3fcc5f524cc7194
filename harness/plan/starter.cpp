#include "starter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::plan {

namespace asio = boost::asio;

namespace {

const char* yes_or_no(bool value) {
    return value ? "yes" : "no";
}

// What a Boot step observes: the outcome, and which of the signs of readiness were seen (law 5).
core::Observation with_signs(core::Observation observation, const broker::Readiness& seen) {
    const auto add = [&observation](const char* name, bool value) {
        observation.facts.push_back({name, yes_or_no(value)});
    };
    add("log-line", seen.log_line);
    add("port", seen.ports);
    add("handshake", !seen.handshakes.empty() && seen.complete());
    return observation;
}

drive::Usage usage_of(const broker::Resources& used) {
    return {
        .cpu = used.cpu, .memory = used.rss_bytes / 1024, .descriptors = static_cast<std::uint64_t>(used.descriptors)};
}

template <typename Duration>
void keep_slowest(std::optional<Duration>& slowest, Duration next) {
    slowest = std::max(slowest.value_or(next), next);
}

std::vector<record::Remedy> remedies_of(const broker::Adapter& adapter) {
    std::vector<record::Remedy> remedies;
    for (const broker::Remedy& remedy : adapter.remedies)
        remedies.push_back({remedy.scenarios, remedy.text});
    return remedies;
}

}  // namespace

Starter::Starter(std::span<const Subject> subjects, broker::Supervisor& supervisor, const Materials& materials,
                 const Settings& settings)
    : subjects_(subjects), supervisor_(supervisor), materials_(materials), settings_(settings) {
    for (const Subject& subject : subjects) {
        turns_.emplace_back(subject.adapter.starts_at_once);
        brokers_.push_back({.name = name_of(subject),
                            .version = subject.installation.version,
                            .path = subject.external ? subject.external->url : subject.installation.binary.string(),
                            .instances = 0,
                            .ready_ms = std::nullopt,
                            .stop_ms = std::nullopt,
                            .remedies = remedies_of(subject.adapter)});
    }
}

std::string Starter::next_log(std::size_t broker) {
    ++brokers_[broker].instances;
    if (settings_.out.empty())
        return {};
    return fmt::format("logs/{}-{}.log", brokers_[broker].name, brokers_[broker].instances);
}

drive::Target Starter::target(std::size_t broker, const core::Profile& profile) const {
    drive::Target target;
    target.contexts = &contexts_;
    target.anchors_der = materials_.anchors_der(profile);
    if (profile.server != nullptr)
        target.server_name = profile.server->host;
    target.material = [this](const recipe::Credentials& credentials) -> const recipe::Material& {
        return materials_.of(credentials);
    };
    if (profile.good_client != nullptr)
        target.good_client = &materials_.of(*profile.good_client);
    target.certificate_name = [this](std::string_view der) { return materials_.name_of(der); };
    target.user = materials_.user(profile);
    target.password = materials_.password();
    target.run_prefix = settings_.run_prefix;
    target.timeout = subjects_[broker].timeout.value_or(settings_.timeout);
    return target;
}

Server::Door Starter::door(std::size_t broker, const PlannedListener& listener,
                           const broker::ListenerPorts& ports) const {
    const std::string& path = subjects_[broker].adapter.websocket_path;
    const auto at = [&path](std::uint16_t port, core::Transport transport) {
        return drive::Address{.host = "127.0.0.1", .port = port, .transport = transport, .path = path};
    };
    drive::Target target = this->target(broker, *listener.profile);
    target.capture = !settings_.out.empty();
    target.listener = at(ports.tls, listener.transport);
    if (ports.second)
        target.second_listener = at(*ports.second, listener.transport);
    if (ports.plain)
        target.plain_listener =
            at(*ports.plain, listener.transport == core::Transport::ws ? core::Transport::ws : core::Transport::mqtt);
    if (ports.one_way)
        target.one_way_listener = at(*ports.one_way, listener.transport);
    return {listener, std::move(target)};
}

// What the steps do that concern the process itself. The instance outlives every conversation with it.
void Starter::give_process(drive::Target& target, broker::Instance& instance, std::size_t listener) const {
    target.usage = [&instance] {
        const std::optional<broker::Resources> used = instance.resources();
        return used ? std::optional(usage_of(*used)) : std::nullopt;
    };
    target.reload = [this, &instance, listener](const std::vector<const recipe::Crl*>& crls, net::Deadline deadline) {
        return instance.reload(listener, materials_.crls_pem(crls), deadline);
    };
}

Started Starter::connect(std::size_t broker, const External& external, const std::vector<PlannedListener>& listeners) {
    std::vector<Server::Door> doors;
    for (const PlannedListener& listener : listeners) {
        drive::Target target = this->target(broker, *listener.profile);
        target.listener = external.address;
        target.anchors_der = external.anchors_der;
        target.server_name = external.address.host;
        target.good_client = external.good_client ? &*external.good_client : nullptr;
        target.user = external.user;
        target.password = external.password;
        doors.push_back({listener, std::move(target)});
    }
    return {.server = std::make_unique<Server>(nullptr, std::move(doors), std::string()), .observation = {}, .log = {}};
}

asio::awaitable<Started> Starter::start(std::size_t broker, const std::vector<PlannedListener>& listeners) {
    const Subject& subject = subjects_[broker];
    if (subject.external)
        co_return connect(broker, *subject.external, listeners);

    const Turns::Turn turn = co_await turns_[broker].take();
    std::vector<broker::ListenerRequest> requests;
    for (const PlannedListener& listener : listeners)
        requests.push_back(materials_.request(*listener.profile, listener.transport));
    const std::string log = next_log(broker);
    const broker::Launch launch = log.empty() ? broker::Launch() : broker::Launch(settings_.out / log);
    broker::StartResult result =
        co_await supervisor_.start(subject.adapter, subject.installation, std::move(requests), launch);

    Started started{
        .server = nullptr, .observation = with_signs(std::move(result.observation), result.seen), .log = log};
    if (!result.ready())
        co_return started;
    keep_slowest(brokers_[broker].ready_ms, result.ready_ms);
    std::vector<Server::Door> doors;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        doors.push_back(door(broker, listeners[i], result.instance->ports()[i]));
        give_process(doors.back().target, *result.instance, i);
    }
    started.server = std::make_unique<Server>(std::move(result.instance), std::move(doors), log);
    co_return started;
}

asio::awaitable<void> Starter::stop(std::size_t broker, std::unique_ptr<Server> server, broker::StopHow how) {
    const bool ours = server->ours();
    const Server::Stopped stopped = co_await server->stop(how, subjects_[broker].adapter.stop_signal);
    if (ours && how == broker::StopHow::orderly)
        keep_slowest(brokers_[broker].stop_ms, stopped.ms);
    if (!stopped.fault.empty())
        add_fault(broker, stopped.fault);
}

void Starter::add_fault(std::size_t broker, const std::string& what) {
    faults_.push_back(fmt::format("{}: {}", brokers_[broker].name, what));
}

}  // namespace gauntlet::plan
