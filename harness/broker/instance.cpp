#include "gauntlet/broker/instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "files.hpp"
#include "gauntlet/broker/exiting.hpp"
#include "instance_state.hpp"
#include "log_line.hpp"
#include "prepare.hpp"

namespace gauntlet::broker {
namespace {

using std::chrono::steady_clock;

// How the broker ended, or a companion, without which it is no broker any more; nothing while all of them run.
std::optional<core::Observation> end_of(const Process& process, const std::vector<RunningCompanion>& companions,
                                        const Log& log) {
    if (const std::optional<Ending> ending = process.ending())
        return observation_of(*ending, log.tail(quoted_log_lines));
    return ended_companion(companions, log);
}

boost::asio::awaitable<core::Observation> observe_end(std::shared_ptr<Process> process,
                                                      std::vector<RunningCompanion> companions, Log log) {
    std::vector<std::shared_ptr<Process>> all{process};
    for (const RunningCompanion& companion : companions)
        all.push_back(companion.process);
    for (;;) {
        std::optional<core::Observation> end = end_of(*process, companions, log);
        if (end)
            co_return *std::move(end);
        co_await one_has_ended(all);
    }
}

void kill_all(Process& process, const std::vector<RunningCompanion>& companions) {
    process.kill_group();
    process.finish();
    for (const RunningCompanion& companion : companions) {
        companion.process->kill_group();
        companion.process->finish();
    }
}

core::Observation reload_observation(const Instance::State& state, bool said) {
    core::Observation seen{.layer = core::Layer::process, .kind = core::Kind::accepted, .text = "reloaded"};
    if (said)
        return seen;
    if (const auto end = end_of(*state.process, state.companions, state.log))
        return *end;
    seen.kind = core::Kind::timeout;
    seen.text = fmt::format("its log does not say /{}/", state.reload->done->expression());
    return seen;
}

}  // namespace

Instance::Instance(std::unique_ptr<State> state) : state_(std::move(state)) {}

// Before the folder goes: a process that still ran could write into it.
Instance::~Instance() {
    kill_all(*state_->process, state_->companions);
}

pid_t Instance::pid() const {
    return state_->process->pid();
}
const std::vector<ListenerPorts>& Instance::ports() const {
    return state_->ports;
}
const Log& Instance::log() const {
    return state_->log;
}
bool Instance::alive() const {
    return state_->process->alive() && !ended_companion(state_->companions, state_->log);
}
bool Instance::exiting() const {
    return is_exiting(state_->process->pid()) ||
           std::ranges::any_of(state_->companions,
                               [](const RunningCompanion& companion) { return is_exiting(companion.process->pid()); });
}

std::optional<Resources> Instance::resources() const {
    if (!alive())
        return std::nullopt;
    std::optional<Resources> sum = read_resources(state_->process->pid());
    for (const RunningCompanion& companion : state_->companions) {
        const std::optional<Resources> used = read_resources(companion.process->pid());
        if (!sum || !used)
            return std::nullopt;
        sum->rss_bytes += used->rss_bytes;
        sum->descriptors += used->descriptors;
        sum->threads += used->threads;
        sum->cpu += used->cpu;
    }
    return sum;
}

std::vector<std::string> Instance::crash_lines(std::uint64_t from) const {
    return state_->log.matching(state_->crash, from);
}

boost::asio::awaitable<core::Observation> Instance::reload(std::size_t listener, std::string crl_pem,
                                                           TimePoint deadline) {
    State& state = *state_;
    if (!state.reload)
        throw std::logic_error("reload: the adapter does not say how");
    const auto contexts = [&state] {
        return contexts_of(state.installation, state.folder->path(), state.requests, state.ports, state.named_ports);
    };
    const auto before = files_of(state.files, contexts());
    state.requests.at(listener).crl_pem = std::move(crl_pem);
    for (const auto& [path, content] : files_of(state.files, contexts()))
        if (before.at(path) != content)
            state.folder->replace(path, content);
    const Surroundings around{state.warden, state.identity, state.folder->path()};
    const Contexts variables = contexts();
    co_await prepare(around, state.adapter, state.prepare, variables, state.log, true);
    if (state.reload->signal == 0)
        co_return reload_observation(state, state.process->alive());
    const std::uint64_t from = state.log.size();
    state.process->signal(state.reload->signal);
    const bool said = co_await wait_for_line(state.log, *state.process, *state.reload->done, from, deadline);
    co_return reload_observation(state, said);
}

boost::asio::awaitable<core::Observation> Instance::ended() {
    return observe_end(state_->process, state_->companions, state_->log);
}

boost::asio::awaitable<Stopped> Instance::stop(StopHow how) {
    const TimePoint begin = steady_clock::now();
    Process& process = *state_->process;
    const std::optional<core::Observation> before = end_of(process, state_->companions, state_->log);
    Stopped stopped;
    // A wrapper may be the client of a container, which ends by the signal to it alone.
    if (how == StopHow::kill && state_->installation.wrapper.empty()) {
        stopped.killed = process.alive();
        process.kill_group();
        co_await process.ended_until(TimePoint::max());
        kill_all(process, state_->companions);
    } else {
        const bool orderly = co_await stop_process(process, state_->stop_signal, state_->stop_grace);
        stopped.killed = !orderly;
        for (auto companion = state_->companions.rbegin(); companion != state_->companions.rend(); ++companion)
            co_await stop_process(*companion->process, companion->stop_signal, companion->stop_grace);
    }
    stopped.stop_ms = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
    // The last words of one that we ended say nothing.
    stopped.observation = before ? *before : observation_of(process.finish(), {});
    state_->folder->remove();
    co_return stopped;
}

}  // namespace gauntlet::broker
