#include "gauntlet/broker/instance.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "files.hpp"
#include "instance_state.hpp"
#include "log_line.hpp"

namespace gauntlet::broker {
namespace {

using std::chrono::steady_clock;

boost::asio::awaitable<core::Observation> observe_end(std::shared_ptr<Process> process, Log log) {
    while (process->alive())
        co_await process->ended_until(TimePoint::max());
    co_return observation_of(*process->ending(), log.tail(quoted_log_lines));
}

core::Observation reload_observation(const Instance::State& state, bool said) {
    if (const std::optional<Ending> ending = state.process->ending(); ending && !said)
        return observation_of(*ending, state.log.tail(quoted_log_lines));
    core::Observation seen{.layer = core::Layer::process, .kind = core::Kind::accepted, .text = "reloaded"};
    if (!said) {
        seen.kind = core::Kind::timeout;
        seen.text = fmt::format("its log does not say /{}/", state.reload->done.expression());
    }
    return seen;
}

}  // namespace

Instance::Instance(std::unique_ptr<State> state) : state_(std::move(state)) {}

// Before the folder goes: a process that still ran could write into it.
Instance::~Instance() {
    state_->process->kill_group();
    state_->process->finish();
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
    return state_->process->alive();
}

std::optional<Resources> Instance::resources() const {
    return alive() ? read_resources(state_->process->pid()) : std::nullopt;
}

std::vector<std::string> Instance::crash_lines(std::uint64_t from) const {
    return state_->log.matching(state_->crash, from);
}

boost::asio::awaitable<core::Observation> Instance::reload(std::size_t listener, std::string crl_pem,
                                                           TimePoint deadline) {
    State& state = *state_;
    if (!state.reload)
        throw std::logic_error("reload: the adapter does not say how");
    const auto files = [&state] {
        return files_of(state.files,
                        contexts_of(state.installation, state.folder->path(), state.requests, state.ports));
    };
    const auto before = files();
    state.requests.at(listener).crl_pem = std::move(crl_pem);
    for (const auto& [path, content] : files())
        if (before.at(path) != content)
            state.folder->replace(path, content);
    const std::uint64_t from = state.log.size();
    state.process->signal(state.reload->signal);
    const bool said = co_await wait_for_line(state.log, *state.process, state.reload->done, from, deadline);
    co_return reload_observation(state, said);
}

boost::asio::awaitable<core::Observation> Instance::ended() {
    return observe_end(state_->process, state_->log);
}

boost::asio::awaitable<Stopped> Instance::stop(StopHow how) {
    const TimePoint begin = steady_clock::now();
    Process& process = *state_->process;
    Stopped stopped;
    const bool asked = process.alive();
    if (asked) {
        // A wrapper may be the client of a container, which ends by the signal to it alone.
        if (how == StopHow::orderly || !state_->installation.wrapper.empty()) {
            process.signal(state_->stop_signal);
            co_await process.ended_until(begin + state_->stop_grace);
        }
        if (process.alive()) {
            stopped.killed = true;
            process.kill_group();
            co_await process.ended_until(TimePoint::max());
        }
    }
    const Ending ending = process.finish();
    stopped.stop_ms = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
    const std::size_t quoted = asked ? 0 : quoted_log_lines;  // the last words of one that we ended say nothing
    stopped.observation = observation_of(ending, state_->log.tail(quoted));
    state_->folder->remove();
    co_return stopped;
}

}  // namespace gauntlet::broker
