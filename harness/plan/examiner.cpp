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

// Cells with equal keys and equal clients have the same control, on the same broker. Further clients make it the cell's
// own.
std::string control_key(const PlannedCell& cell, const core::Control& control, const Server* server) {
    const core::Profile& profile = control.profile ? *control.profile : cell.scenario->profile;
    std::string key =
        fmt::format("{}/{}/{}/{}", cell.broker, fmt::ptr(server), to_string(cell.transport), profile.name);
    if (!control.stimulus.others.empty())
        key += "/" + cell.id;
    for (const core::Step& step : control.stimulus.steps)
        key += "\n" + core::to_text(step);
    return key;
}

void add_log(Try& attempt, const Server& server, std::uint64_t mark) {
    if (!server.log().empty())
        attempt.log_spans.push_back({.path = server.log(), .from = mark, .to = server.mark()});
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
        tries.push_back(co_await on_own(cell, false));
    if (disturbed(tries.front()))
        tries.push_back(co_await on_own(cell, true));
    co_return tries;
}

asio::awaitable<Try> Examiner::on_own(const PlannedCell& cell, bool alone) {
    return core::boots(cell.scenario->stimulus) ? booting(cell, alone) : on_fresh(cell);
}

asio::awaitable<Try> Examiner::on_shared(const PlannedCell& cell, Shared& shared) {
    const Shared::Served served = co_await shared.serving(listener_of(cell));
    if (served.server != nullptr && share_controls_)
        co_return co_await on_server_sharing(cell, *served.server);
    if (served.server != nullptr)
        co_return co_await on_server(cell, *served.server);
    Try attempt;
    attempt.evidence.harness_fault = served.fault;
    co_return attempt;
}

asio::awaitable<Try> Examiner::on_fresh(const PlannedCell& cell) {
    const std::vector<PlannedListener> listeners(1, listener_of(cell));
    Started started = co_await starter_.start(cell.broker, listeners);
    if (started.server) {
        Try attempt = co_await on_server(cell, *started.server);
        co_await starter_.stop(cell.broker, std::move(started.server), broker::StopHow::kill);
        co_return attempt;
    }
    Try attempt;
    attempt.logs = {started.log};
    if (!started.log.empty())
        attempt.log_spans.push_back({.path = started.log});
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
                        {stimulus_title, std::move(seen.stimulus)},
                        {"control after", std::move(seen.after)}};
    attempt.logs = {server.log()};
    attempt.evidence.aftermath = co_await server.aftermath(mark);
    add_log(attempt, server, mark);
    for (const std::string& topic : seen.retained)
        if (!server.ours())
            starter_.add_fault(cell.broker, "our retained message could not be removed from topic " + topic);
    co_return attempt;
}

asio::awaitable<Try> Examiner::on_server_sharing(const PlannedCell& cell, Server& server) {
    Try attempt;
    const std::uint64_t mark = server.mark();
    co_await control(cell, When::before, false, &server, attempt);
    Booted talk = co_await converse(cell, cell.scenario->stimulus, server);
    add(attempt, stimulus_title, talk);
    attempt.evidence.observed = std::move(talk.observed);
    co_await control(cell, When::after, false, &server, attempt);
    attempt.evidence.aftermath = co_await server.aftermath(mark);
    add_log(attempt, server, mark);
    co_return attempt;
}

asio::awaitable<Examiner::Booted> Examiner::converse(const PlannedCell& cell, const core::Stimulus& stimulus,
                                                     Server& server) {
    Booted talk;
    talk.log = server.log();
    talk.start.kind = core::Kind::accepted;
    drive::Conversation conversation = co_await drive::converse(stimulus, server.target(listener_of(cell)));
    talk.observed = std::move(conversation.observed);
    talk.harness_fault = std::move(conversation.harness_fault);
    talk.transcript = std::move(conversation.transcript);
    co_return talk;
}

asio::awaitable<Try> Examiner::booting(const PlannedCell& cell, bool alone) {
    Try attempt;
    co_await control(cell, When::before, alone, nullptr, attempt);
    Booted booted = co_await boot(cell, cell.scenario->stimulus, cell.scenario->profile);
    add(attempt, stimulus_title, booted);
    if (!booted.log.empty())
        attempt.log_spans.push_back({.path = booted.log});
    attempt.evidence.observed = std::move(booted.observed);
    co_await control(cell, When::after, alone, nullptr, attempt);
    if (attempt.evidence.aftermath.state != State::died)
        attempt.evidence.aftermath = std::move(booted.aftermath);
    co_return attempt;
}

void Examiner::add(Try& attempt, std::string title, const Booted& booted) {
    attempt.logs.push_back(booted.log);
    keep_first(attempt.evidence.harness_fault, booted.harness_fault);
    if (booted.transcript)
        attempt.sections.push_back({std::move(title), *booted.transcript});
}

asio::awaitable<void> Examiner::control(const PlannedCell& cell, When when, bool alone, Server* server, Try& attempt) {
    const SharedRound round = co_await control_round(cell, when, alone, server);
    if (round->error)
        std::rethrow_exception(round->error);
    const Booted& booted = round->booted;
    add(attempt, when == When::before ? "control before" : "control after", booted);
    const std::string at = core::control_of(*cell.scenario).at;
    std::optional<core::Observation>& decisive =
        when == When::before ? attempt.evidence.control_before : attempt.evidence.control_after;
    const auto found = std::find_if(booted.observed.begin(), booted.observed.end(),
                                    [&at](const core::Observation& o) { return o.at == at; });
    if (found != booted.observed.end())
        decisive = *found;
    else if (booted.start.kind != core::Kind::accepted)
        decisive = booted.start;
    if (booted.aftermath.state == State::died)
        attempt.evidence.aftermath = booted.aftermath;
}

Examiner::Rounds& Examiner::rounds_of(const PlannedCell& cell, Server* server) {
    const core::Control control = core::control_of(*cell.scenario);
    std::list<RoundsOf>& all = rounds_[control_key(cell, control, server)];
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&control](const RoundsOf& r) { return r.client == control.stimulus.client; });
    return found != all.end() ? found->rounds : all.emplace_back(RoundsOf{control.stimulus.client, {}}).rounds;
}

asio::awaitable<Examiner::SharedRound> Examiner::control_round(const PlannedCell& cell, When when, bool alone,
                                                               Server* server) {
    if (alone) {
        const SharedRound own = std::make_shared<Round>(io_);
        co_await run(own, cell, server);
        co_return own;
    }
    Rounds& rounds = rounds_of(cell, server);
    if (when == When::before && rounds.latest) {
        const SharedRound latest = rounds.latest;
        co_await latest->done.wait();
        co_return latest;
    }
    if (rounds.next) {
        const SharedRound next = rounds.next;
        co_await next->done.wait();
        co_return next;
    }
    const SharedRound mine = std::make_shared<Round>(io_);
    if (rounds.latest && !rounds.latest->done.is_set()) {
        rounds.next = mine;
        const SharedRound latest = rounds.latest;
        co_await latest->done.wait();
        rounds.next.reset();
    }
    rounds.latest = mine;
    co_await run(mine, cell, server);
    co_return mine;
}

asio::awaitable<void> Examiner::run(SharedRound round, const PlannedCell& cell, Server* server) {
    const core::Control control = core::control_of(*cell.scenario);
    const core::Profile profile = control.profile ? *control.profile : cell.scenario->profile;
    try {
        if (server != nullptr)
            round->booted = co_await converse(cell, control.stimulus, *server);
        else
            round->booted = co_await boot(cell, control.stimulus, profile);
    } catch (...) {
        round->error = std::current_exception();
    }
    round->done.set();
}

asio::awaitable<Examiner::Booted> Examiner::boot(const PlannedCell& cell, const core::Stimulus& stimulus,
                                                 const core::Profile& profile) {
    const PlannedListener listener{&profile, cell.transport};
    const std::vector<PlannedListener> listeners(1, listener);
    Started started = co_await starter_.start(cell.broker, listeners);
    Booted booted;
    booted.log = started.log;
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
    booted.transcript = std::move(conversation.transcript);
    booted.aftermath = co_await started.server->aftermath(0);
    co_await starter_.stop(cell.broker, std::move(started.server), broker::StopHow::kill);
    co_return booted;
}

}  // namespace gauntlet::plan
