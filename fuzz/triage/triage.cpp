#include "gauntlet/fuzz/triage/triage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/fuzz/triage/same_fault.hpp"

namespace gauntlet::fuzz::triage {

namespace asio = boost::asio;
using oracles::Alarm;

namespace {

// What is left of the budget where every question takes a fresh broker.
constexpr int fresh_share = 4;

constexpr std::chrono::milliseconds quick_step{150};

// A lenient broker tolerates dozens of things: none of them may take a minute.
Budget within(Budget budget, const Alarm& alarm) {
    constexpr Budget of_statement{.questions = 150, .time = std::chrono::seconds(10)};
    if (alarm.oracle != "statement")
        return budget;
    return {.questions = std::min(budget.questions, of_statement.questions),
            .time = std::min(budget.time, of_statement.time)};
}

// Without the paths of this machine: who replays it has their own.
std::vector<std::string> without_paths(std::vector<std::string> set) {
    std::erase_if(set, [](const std::string& entry) { return entry.find(".binary=") != std::string::npos; });
    return set;
}

// What one session does too little of to be seen. A broker that does it to everybody is at fault all the same; the
// finding's control says so.
bool is_cumulative(const Alarm& alarm) {
    return alarm.oracle == "memory" || alarm.oracle == "descriptors";
}

class Triage {
  public:
    Triage(plan::Arena& arena, Sessions ring, Alarm alarm, Options options)
        : arena_(arena),
          stage_(arena, options.growth),
          ring_(std::move(ring)),
          alarm_(std::move(alarm)),
          options_(options) {}

    asio::awaitable<Outcome> run(Origin origin) {
        Outcome outcome;
        const bool responsible = co_await find_responsible();
        if (!responsible) {
            co_await stage_.close();
            outcome.note = fmt::format("not a finding: {} did not come back with the last {} sessions", key_of(alarm_),
                                       ring_.size());
            co_return outcome;
        }
        if (options_.known.contains(finding_id(plan::name_of(arena_.subject()), alarm_))) {
            co_await stage_.close();
            outcome.known = true;
            outcome.note = "known: " + key_of(alarm_);
            co_return outcome;
        }
        co_await make_small(Broker::usable, options_.budget);
        Replayed replayed = co_await repeat(stage_, sessions_, alarm_);
        if (replayed.raised < replayed.times) {
            // What the broker still knew of earlier questions had helped.
            sessions_ = suffix_;
            Budget fewer = options_.budget;
            fewer.questions /= fresh_share;
            co_await make_small(Broker::fresh, fewer);
            replayed = co_await repeat(stage_, sessions_, alarm_);
        }
        state_ = stage_.state();
        co_await stage_.close();
        if (replayed.raised < replayed.times || (replayed.control != "quiet" && !is_cumulative(alarm_))) {
            outcome.note = fmt::format("not a finding: {} came back {} of {} times; good sessions: {}", key_of(alarm_),
                                       replayed.raised, replayed.times, replayed.control);
            co_return outcome;
        }
        alarm_ = with_state(alarm_, state_);
        outcome.found = found(origin, replayed);
        co_return outcome;
    }

  private:
    asio::awaitable<bool> find_responsible() {
        for (std::size_t count = 1; !ring_.empty(); count = std::min(count * 2, ring_.size())) {
            suffix_.assign(ring_.end() - static_cast<std::ptrdiff_t>(count), ring_.end());
            // Latency and growth are measured against the control, on the same broker.
            co_await stage_.control(count, alarm_);
            const std::optional<Alarm> seen = co_await stage_.play(suffix_, alarm_, Broker::usable);
            if (seen && may_be_same_fault(alarm_, *seen)) {
                alarm_ = *seen;
                sessions_ = suffix_;
                co_return true;
            }
            if (count == ring_.size())
                break;
        }
        co_return false;
    }

    asio::awaitable<void> make_small(Broker broker, Budget budget) {
        // Of these faults no time-out is a part.
        const bool answers = alarm_.oracle != "latency" && alarm_.oracle != "hang";
        if (answers)
            stage_.limit_steps(quick_step);
        const Predicate still = [this, broker](const Sessions& candidate) { return raises(candidate, broker); };
        budget = within(budget, alarm_);
        const Depth depth = alarm_.oracle == "latency" ? Depth::sessions : Depth::bytes;
        sessions_ = co_await minimise(sessions_, still, budget, depth);
        stage_.limit_steps(std::chrono::hours(1));
    }

    asio::awaitable<bool> raises(Sessions candidate, Broker broker) {
        const std::optional<Alarm> seen = co_await stage_.play(std::move(candidate), alarm_, broker);
        co_return seen&& same_fault(alarm_, *seen);
    }

    Found found(const Origin& origin, const Replayed& replayed) const {
        const plan::Subject& subject = arena_.subject();
        const std::string name = plan::name_of(subject);
        record::Finding finding{.id = finding_id(name, alarm_),
                                .plane = origin.plane,
                                .oracle = alarm_.oracle,
                                .signature = alarm_.signature,
                                .reproduced = fmt::format("{}/{}", replayed.raised, replayed.times),
                                .control = replayed.control,
                                .broker = name,
                                .version = subject.installation.version,
                                .seed = origin.seed,
                                .executions = origin.executions,
                                .statements = alarm_.statements};
        record::Reproducer reproducer{.finding = finding.id,
                                      .plane = origin.plane,
                                      .broker = subject.adapter.name,
                                      .version = finding.version,
                                      .set = without_paths(origin.set),
                                      .transport = arena_.transport(),
                                      .profile = arena_.profile().name,
                                      .seed = origin.seed,
                                      .now = origin.now,
                                      .configuration = stage_.configuration(),
                                      .oracle = alarm_.oracle,
                                      .signature = alarm_.signature,
                                      .text = alarm_.text,
                                      .statements = alarm_.statements,
                                      .sessions = sessions_};
        return {std::move(finding), std::move(reproducer)};
    }

    plan::Arena& arena_;
    Stage stage_;
    Sessions ring_;
    Alarm alarm_;
    Options options_;
    std::string state_;
    Sessions suffix_;
    Sessions sessions_;
};

}  // namespace

asio::awaitable<Replayed> repeat(Stage& stage, Sessions sessions, Alarm expected, int times) {
    Replayed replayed;
    replayed.control = "quiet";
    for (; replayed.times < times; ++replayed.times) {
        const std::optional<Alarm> control = co_await stage.control(sessions.size(), expected);
        if (control)
            replayed.control = key_of(*control);
        const std::optional<Alarm> seen = co_await stage.play(sessions, expected, Broker::usable);
        if (seen && same_fault(expected, *seen)) {
            ++replayed.raised;
            replayed.last = seen;
        } else if (seen) {
            replayed.other = seen;
        }
    }
    co_return replayed;
}

asio::awaitable<Outcome> triage(plan::Arena& arena, Sessions ring, Alarm alarm, Origin origin, Options options) {
    Triage triage(arena, std::move(ring), std::move(alarm), options);
    co_return co_await triage.run(std::move(origin));
}

}  // namespace gauntlet::fuzz::triage
