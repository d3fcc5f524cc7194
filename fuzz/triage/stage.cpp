#include "gauntlet/fuzz/triage/stage.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "configuration.hpp"
#include "gauntlet/broker/log.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/drive/converse.hpp"
#include "gauntlet/fuzz/oracles/crash_text.hpp"
#include "gauntlet/fuzz/oracles/ending.hpp"
#include "gauntlet/fuzz/oracles/liveness.hpp"
#include "gauntlet/fuzz/triage/recorder.hpp"
#include "gauntlet/fuzz/triage/same_fault.hpp"

namespace gauntlet::fuzz::triage {

namespace asio = boost::asio;
using oracles::Alarm;
using std::chrono::steady_clock;

namespace {

// Long enough for processor time, which the kernel counts in 10 ms, and for a broker to close what we closed.
constexpr std::chrono::milliseconds idle_time{300};

// How often, in 10 ms, it is asked whether a process that misbehaves has ended.
constexpr int patience = 20;

bool grows(const Alarm& expected) {
    return expected.oracle == "descriptors" || (expected.oracle == "memory" && expected.signature == "memory grows");
}

bool shows_in_idleness(const Alarm& expected) {
    return expected.oracle.empty() || expected.oracle == "spin" || expected.oracle == "half-open";
}

asio::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

Session control_session(const core::Profile& profile) {
    return {core::Open{.channel = "a", .client = "good", .at = "handshake", .upgrade = "upgrade"},
            core::Send{"a", core::connect_packet(profile, "c")},
            core::Read{"a", "connack"},
            core::Barrier{"a", "handled"},
            core::Send{"a", "e0 r0"},
            core::Close{"a"}};
}

asio::awaitable<void> Stage::close() {
    watch_.reset();
    if (!standing_)
        co_return;
    plan::Standing last = std::move(*standing_);
    standing_.reset();
    co_await last.stop(broker::StopHow::kill);
}

asio::awaitable<void> Stage::prepare(Broker broker) {
    if (standing_ && broker == Broker::usable && standing_->alive())
        co_return;
    co_await close();
    standing_.emplace(co_await arena_.start());
    if (configuration_.empty())
        configuration_ = configuration_of(standing_->pid());
    watch();
}

// From here on.
void Stage::watch() {
    oracles::Process process{standing_->pid(), standing_->log(), arena_.subject().adapter.crash};
    watch_.emplace(std::move(process), growth_, control_slope_);
}

// How often the sessions are played for the oracle to have an opinion.
std::size_t Stage::rounds(const Alarm& expected, std::size_t sessions) const {
    if (!grows(expected))
        return 1;
    return static_cast<std::size_t>(oracles::Growth::needed(growth_)) / std::max<std::size_t>(sessions, 1) + 1;
}

asio::awaitable<std::optional<Alarm>> Stage::run(Session session, bool good) {
    Recorder recorder(session);
    drive::Target target = standing_->target();
    target.witness = &recorder;
    target.timeout = std::min(target.timeout, longest_step_);
    core::Stimulus stimulus;
    stimulus.steps = std::move(session);
    const steady_clock::time_point begin = steady_clock::now();
    co_await drive::converse(stimulus, target);
    oracles::Session seen;
    seen.taken = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
    seen.exchanges = recorder.take_exchanges();
    state_ = recorder.state();
    co_return good ? watch_->after_control(seen) : watch_->after(seen);
}

asio::awaitable<std::optional<Alarm>> Stage::probe() {
    core::Stimulus stimulus;
    stimulus.steps = oracles::probe(arena_.profile());
    const drive::Conversation conversation = co_await drive::converse(stimulus, standing_->target());
    co_return oracles::liveness(conversation.observed);
}

asio::awaitable<std::optional<Alarm>> Stage::idle() {
    co_await pause(idle_time);
    watch_->begin_idle();
    co_await pause(idle_time);
    co_return watch_->end_idle();
}

// The process may still be dying, and what its log says may still be on its way.
asio::awaitable<std::optional<Alarm>> Stage::afterwards(Alarm expected) {
    std::optional<Alarm> alarm = co_await probe();
    for (int i = 0; i < patience && alarm && standing_->alive(); ++i)
        co_await pause(std::chrono::milliseconds(10));
    if (alarm || !standing_->alive()) {
        const oracles::Session nothing;
        if (std::optional<Alarm> why = watch_->after(nothing))
            co_return why;
        co_return alarm;
    }
    if (shows_in_idleness(expected))
        alarm = co_await idle();
    co_return alarm;
}

// How the process ended, and the crash text of its whole log: what was seen first may be half of it.
asio::awaitable<Alarm> Stage::explained(Alarm alarm) {
    if (standing_->pid() == 0)
        co_return alarm;
    for (int i = 0; i < patience && alarm.oracle == "log" && standing_->alive(); ++i)
        co_await pause(std::chrono::milliseconds(10));
    std::optional<Alarm> text;
    if (!standing_->log().empty())
        text = oracles::crash_text(broker::Log(standing_->log()).lines(0), arena_.subject().adapter.crash);
    if (standing_->alive())
        co_return alarm.oracle == "log" && text ? *text : alarm;
    const core::Observation end = co_await standing_->ended();
    std::optional<Alarm> ended = oracles::ended(end);
    if (!ended)
        co_return alarm;
    if (text) {
        ended->signature = text->signature;
        ended->text += "; " + text->text;
    }
    co_return *ended;
}

asio::awaitable<std::optional<Alarm>> Stage::play(Sessions sessions, Alarm expected, Broker broker) {
    co_await prepare(broker);
    if (grows(expected))
        watch();
    std::optional<Alarm> alarm;
    const std::size_t times = rounds(expected, sessions.size());
    for (std::size_t i = 0; i < times && !alarm; ++i)
        for (std::size_t k = 0; k < sessions.size() && !alarm; ++k) {
            alarm = co_await run(sessions[k], false);
            // Another fault on the way does not hide the one that is looked for, while the broker lives.
            if (alarm && !expected.oracle.empty() && !same_fault(expected, *alarm) && standing_->alive())
                alarm.reset();
        }
    if (!alarm)
        alarm = co_await afterwards(expected);
    if (!alarm)
        co_return alarm;
    Alarm precise = co_await explained(std::move(*alarm));
    // What a broker answers wrongly it answers wrongly again; everything else leaves it in a state of its own.
    if (precise.oracle != "statement" || !standing_->alive())
        co_await close();
    co_return precise;
}

asio::awaitable<std::optional<Alarm>> Stage::control(std::size_t sessions, Alarm expected) {
    constexpr std::size_t calibration = oracles::Latency::enough;
    control_slope_ = {};
    co_await prepare(Broker::fresh);
    const Session good = control_session(arena_.profile());
    const std::size_t times = std::max(calibration, sessions * rounds(expected, sessions));
    // First whether anybody is served at all: with one who is not, every session waits for its time-outs.
    std::optional<Alarm> alarm = co_await probe();
    for (std::size_t i = 0; i < times && !alarm; ++i)
        alarm = co_await run(good, true);
    if (!alarm)
        alarm = co_await afterwards(expected);
    // Where good sessions raise it too, it is not theirs to hide what the others do.
    if (const auto slope = watch_->growth().slope(); slope && !alarm)
        control_slope_ = *slope;
    if (!alarm)
        co_return alarm;
    Alarm precise = co_await explained(std::move(*alarm));
    co_await close();
    co_return precise;
}

}  // namespace gauntlet::fuzz::triage
