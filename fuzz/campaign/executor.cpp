#include "gauntlet/fuzz/campaign/executor.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <set>
#include <string>
#include <thread>

#include "behaviour.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/drive/converse.hpp"
#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/fuzz/oracles/ending.hpp"
#include "gauntlet/fuzz/oracles/exchanges.hpp"
#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::fuzz::campaign {

namespace asio = boost::asio;
namespace mqtt = wire::mqtt;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds idle_time{120};

// Who has not answered in so many times what the slowest good session took is silent, at least for now.
constexpr int patience_factor = 50;
constexpr std::chrono::milliseconds least_patience{150};
constexpr int control_sessions = 40;

// Retained messages of ours that a broker has before they are cleared.
constexpr std::size_t most_retained = 16;

std::chrono::microseconds since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
}

// Listens to a session: for the engine, and for the oracle that knows the standard.
class Listener final : public drive::Witness {
  public:
    void begin(const std::vector<core::Step>& session) {
        behaviour.clear();
        exchanges.begin(session);
        served_ = false;
    }
    void sent(std::string_view channel, wire::View bytes, bool frames) override {
        exchanges.sent(channel, bytes, frames);
    }
    void heard(std::string_view channel, const wire::mqtt::Packet& packet) override {
        behaviour.reply(channel, packet);
        served_ = packet.type() == wire::mqtt::PacketType::pingresp;
        exchanges.received(channel, packet.bytes);
    }
    void heard(std::string_view channel, const core::Observation& observation) override {
        behaviour.reply(channel, observation);
        served_ = served_ && observation.kind == core::Kind::fin;
        exchanges.received(channel, observation);
    }
    // The last thing that was heard is the answer to a PINGREQ, and then at most the orderly end.
    bool calm() const { return served_; }

    Behaviour behaviour;
    oracles::Exchanges exchanges;

  private:
    bool served_ = false;
};

}  // namespace

struct Executor::State {
    State(const drive::Target& given, core::Profile of, std::optional<oracles::Process> process)
        : target(given), profile(std::move(of)), timeout(given.timeout), patience(given.timeout) {
        target.contexts = &contexts;
        target.terse = true;
        target.session = &session;
        target.retained = &retained;
        if (process) {
            watch.emplace(*process);
            pid = process->pid;
        }
    }

    drive::Conversation converse(std::vector<core::Step> steps, drive::Witness* witness) {
        stimulus.steps = std::move(steps);
        target.witness = witness;
        drive::Conversation result;
        std::exception_ptr error;
        asio::co_spawn(io, drive::converse(stimulus, target),
                       [&](std::exception_ptr e, drive::Conversation conversation) {
                           error = std::move(e);
                           result = std::move(conversation);
                       });
        io.restart();
        io.run();
        if (error)
            std::rethrow_exception(error);
        return result;
    }

    void run(const std::vector<core::Step>& steps, std::chrono::milliseconds longest_step) {
        target.timeout = longest_step;
        listener.begin(steps);
        const Clock::time_point begin = Clock::now();
        const drive::Conversation conversation = converse(steps, &listener);
        ran.taken = since(begin);
        ran.fault = conversation.harness_fault;
        ran.behaviours = listener.behaviour.seen();
        ran.answers = listener.behaviour.answers();
        ran.hash = listener.behaviour.hash();
        ran.silent = listener.exchanges.any_silent();
    }

    // The first of its kind is worth all the time there is: it may be slow, and not silent.
    bool is_new_silence() { return ran.alarm && silences.insert(ran.alarm->signature).second; }

    // Every later subscriber to a wildcard would be sent them, and sessions would cost more and more. A broker may
    // refuse a topic for its characters ([MQTT-1.5.4-2] and what follows it), and with it all that is sent behind.
    void clear_retained() {
        if (retained.empty())
            return;
        if (!clears(retained))
            for (const std::string& topic : retained)
                clears({topic});
        retained.clear();
    }

    bool clears(const std::set<std::string>& topics) {
        std::string clear;
        for (const std::string& topic : topics) {
            const mqtt::Publish empty{.topic = topic, .retain = true};
            clear += mutate::hex_notation(mqtt::encode(empty, mqtt::Version::v3_1_1)) + " ";
        }
        target.timeout = timeout;
        const drive::Conversation done =
            converse({core::Open{.at = {}}, core::Send{"a", core::connect_packet(profile, "a")}, core::Read{"a", {}},
                      core::Send{"a", clear}, core::Barrier{"a", "clear"}, core::Close{"a"}, core::Read{"a", {}, true}},
                     nullptr);
        return std::ranges::any_of(done.observed, [](const core::Observation& seen) {
            return seen.at == "clear" && seen.kind == core::Kind::packet;
        });
    }

    // Not in the hash: a log comes when it comes, and a busy machine stretches our own part of the time.
    void add_signs() {
        ran.signs = listener.behaviour.slowness(ran.taken);
        if (watch)
            for (const std::uint64_t sign : watch->signs())
                ran.signs.push_back(behaviour_of(sign));
    }

    std::optional<oracles::Alarm> judge(bool control) {
        const oracles::Session session_seen{ran.taken, listener.exchanges.take(), listener.calm()};
        if (watch)
            return control ? watch->after_control(session_seen) : watch->after(session_seen);
        for (const oracles::Exchange& exchange : session_seen.exchanges)
            if (auto alarm = oracles::violates(exchange))
                return alarm;
        return std::nullopt;
    }

    net::TlsContexts contexts;
    net::Session session;
    std::set<std::string> retained;
    drive::Target target;
    core::Profile profile;
    std::chrono::milliseconds timeout;   // of a step
    std::chrono::milliseconds patience;  // the same where nobody needs to know how long it would have taken
    std::set<std::string> silences;      // signatures of alarms
    core::Stimulus stimulus{.client = {.tls = {.resume = true}}, .others = {}, .steps = {}};
    std::optional<oracles::Watch> watch;
    pid_t pid = 0;
    asio::io_context io{1};
    Listener listener;
    Ran ran;
};

Executor::Executor(const drive::Target& target, core::Profile profile, std::optional<oracles::Process> process)
    : state_(std::make_unique<State>(target, std::move(profile), std::move(process))) {}

Executor::~Executor() = default;

const Ran& Executor::run(const std::vector<core::Step>& steps) {
    State& state = *state_;
    state.run(steps, state.patience);
    state.ran.alarm = state.judge(false);
    if (state.ran.silent && state.is_new_silence()) {
        state.run(steps, state.timeout);
        state.ran.alarm = state.judge(false);
    }
    state.add_signs();
    if (state.retained.size() >= most_retained)
        state.clear_retained();
    return state.ran;
}

void Executor::clear_retained() {
    state_->clear_retained();
}

std::optional<oracles::Alarm> Executor::calibrate() {
    std::vector<core::Step> steps{core::Open{.at = {}}, core::Send{"a", core::connect_packet(state_->profile, "a")},
                                  core::Read{"a", {}},  core::Barrier{"a", {}},
                                  core::Close{"a"},     core::Read{"a", {}, true}};
    std::chrono::microseconds slowest{0};
    for (int i = 0; i < control_sessions; ++i) {
        state_->run(steps, state_->timeout);
        if (auto alarm = state_->judge(true))
            return alarm;
        slowest = std::max(slowest, state_->ran.taken);
    }
    const auto long_enough = std::chrono::ceil<std::chrono::milliseconds>(slowest * patience_factor);
    state_->patience = std::min(state_->timeout, std::max(least_patience, long_enough));
    return std::nullopt;
}

bool Executor::serves() {
    return state_->pid != 0 ? !oracles::gone(state_->pid) : !probe();
}

std::optional<oracles::Alarm> Executor::probe() {
    state_->target.timeout = state_->timeout;
    return oracles::liveness(state_->converse(oracles::probe(state_->profile), nullptr).observed);
}

std::optional<oracles::Alarm> Executor::check() {
    if (auto alarm = probe())
        return alarm;
    state_->clear_retained();
    if (!state_->watch)
        return std::nullopt;
    state_->watch->begin_idle();
    std::this_thread::sleep_for(idle_time);
    return state_->watch->end_idle();
}

}  // namespace gauntlet::fuzz::campaign
