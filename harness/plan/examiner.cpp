#include "examiner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/core/lint.hpp"
#include "gauntlet/drive/converse.hpp"

namespace gauntlet::plan {

namespace asio = boost::asio;
using State = core::Aftermath::State;

namespace {

bool disturbed(const Try& attempt) {
    return attempt.evidence.aftermath.state == State::died || attempt.evidence.aftermath.state == State::unclean;
}

PlannedListener listener_of(const PlannedCell& cell) {
    return {&cell.scenario->profile, cell.transport};
}

void keep_first(std::string& fault, const std::string& next) {
    if (fault.empty())
        fault = next;
}

}  // namespace

asio::awaitable<std::vector<Try>> Examiner::examine(const PlannedCell& cell, Shared* shared) {
    std::vector<Try> tries;
    if (shared != nullptr)
        tries.push_back(co_await on_shared(cell, *shared));
    else
        tries.push_back(co_await on_own(cell));
    if (disturbed(tries.front()))
        tries.push_back(co_await on_own(cell));
    co_return tries;
}

asio::awaitable<Try> Examiner::on_own(const PlannedCell& cell) {
    return core::boots(cell.scenario->stimulus) ? booting(cell) : alone(cell);
}

asio::awaitable<Try> Examiner::on_shared(const PlannedCell& cell, Shared& shared) {
    const Shared::Served served = co_await shared.serving(listener_of(cell));
    if (served.server != nullptr)
        co_return co_await on_server(cell, *served.server);
    Try attempt;
    attempt.evidence.harness_fault = served.fault;
    co_return attempt;
}

asio::awaitable<Try> Examiner::alone(const PlannedCell& cell) {
    const std::vector<PlannedListener> listeners(1, listener_of(cell));
    Started started = co_await starter_.start(cell.broker, listeners);
    if (started.server) {
        Try attempt = co_await on_server(cell, *started.server);
        co_await starter_.stop(cell.broker, std::move(started.server), broker::StopHow::kill);
        co_return attempt;
    }
    Try attempt;
    attempt.logs = {started.log};
    attempt.evidence.harness_fault = fmt::format("the broker does not become ready with profile '{}': {}",
                                                 cell.scenario->profile.name, started.observation.text);
    co_return attempt;
}

asio::awaitable<Try> Examiner::on_server(const PlannedCell& cell, Server& server) {
    const std::uint64_t mark = server.mark();
    drive::Examination seen = co_await drive::examine(*cell.scenario, server.target(listener_of(cell)));
    Try attempt;
    attempt.evidence = std::move(seen.evidence);
    attempt.sections = {{"control before", std::move(seen.before)},
                        {"stimulus", std::move(seen.stimulus)},
                        {"control after", std::move(seen.after)}};
    attempt.logs = {server.log()};
    attempt.evidence.aftermath = co_await server.aftermath(mark);
    for (const std::string& topic : seen.retained)
        if (!server.ours())
            starter_.add_fault(cell.broker, "our retained message could not be removed from topic " + topic);
    co_return attempt;
}

asio::awaitable<Try> Examiner::booting(const PlannedCell& cell) {
    Try attempt;
    co_await control(cell, "control before", attempt.evidence.control_before, attempt);
    Booted booted = co_await boot(cell, cell.scenario->stimulus, cell.scenario->profile, "stimulus", attempt);
    attempt.evidence.observed = std::move(booted.observed);
    keep_first(attempt.evidence.harness_fault, booted.harness_fault);
    co_await control(cell, "control after", attempt.evidence.control_after, attempt);
    if (attempt.evidence.aftermath.state != State::died)
        attempt.evidence.aftermath = std::move(booted.aftermath);
    co_return attempt;
}

// A control boots a broker of its own with its own profile, whole and right, or with the scenario's.
asio::awaitable<void> Examiner::control(const PlannedCell& cell, std::string title,
                                        std::optional<core::Observation>& decisive, Try& attempt) {
    const core::Control control = core::control_of(*cell.scenario);
    const core::Profile& profile = control.profile ? *control.profile : cell.scenario->profile;
    Booted booted = co_await boot(cell, control.stimulus, profile, std::move(title), attempt);
    keep_first(attempt.evidence.harness_fault, booted.harness_fault);
    const auto found = std::find_if(booted.observed.begin(), booted.observed.end(),
                                    [&control](const core::Observation& o) { return o.at == control.at; });
    if (found != booted.observed.end())
        decisive = std::move(*found);
    else if (booted.start.kind != core::Kind::accepted)
        decisive = booted.start;
    if (booted.aftermath.state == State::died)
        attempt.evidence.aftermath = std::move(booted.aftermath);
}

asio::awaitable<Examiner::Booted> Examiner::boot(const PlannedCell& cell, const core::Stimulus& stimulus,
                                                 const core::Profile& profile, std::string title, Try& attempt) {
    const PlannedListener listener{&profile, cell.transport};
    const std::vector<PlannedListener> listeners(1, listener);
    Started started = co_await starter_.start(cell.broker, listeners);
    attempt.logs.push_back(started.log);
    Booted booted;
    booted.start = started.observation;
    if (core::boots(stimulus)) {
        booted.observed.push_back(started.observation);
        booted.observed.back().at = core::label_of(stimulus.steps.front());
    }
    if (!started.server) {
        const bool by_signal = started.observation.kind == core::Kind::signal;
        booted.aftermath = {by_signal ? State::died : State::unknown,
                            (by_signal ? "while it was starting: " : "it did not start: ") + started.observation.text};
        co_return booted;
    }
    drive::Conversation conversation = co_await drive::converse(stimulus, started.server->target(listener));
    std::move(conversation.observed.begin(), conversation.observed.end(), std::back_inserter(booted.observed));
    booted.harness_fault = std::move(conversation.harness_fault);
    attempt.sections.push_back({std::move(title), std::move(conversation.transcript)});
    booted.aftermath = co_await started.server->aftermath(0);
    co_await starter_.stop(cell.broker, std::move(started.server), broker::StopHow::kill);
    co_return booted;
}

}  // namespace gauntlet::plan
