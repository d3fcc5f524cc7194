#include "gauntlet/fuzz/campaign/executor.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <thread>

#include "behaviour.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/drive/converse.hpp"
#include "gauntlet/fuzz/oracles/ending.hpp"

namespace gauntlet::fuzz::campaign {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds idle_time{120};
constexpr int control_sessions = 40;

std::chrono::microseconds since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
}

// Listens to a session: for the engine, and for the oracle that knows the standard.
class Listener final : public drive::Witness {
  public:
    void clear() {
        behaviour.clear();
        exchanges_.clear();
        served_ = false;
    }
    void sent(std::string_view channel, wire::View bytes, bool frames) override {
        Heard& heard = of(channel);
        heard.known = heard.known && !frames;
        heard.exchange.sent.insert(heard.exchange.sent.end(), bytes.begin(), bytes.end());
    }
    void heard(std::string_view channel, const wire::mqtt::Packet& packet) override {
        behaviour.reply(channel, packet);
        served_ = packet.type() == wire::mqtt::PacketType::pingresp;
        wire::Bytes& received = of(channel).exchange.received;
        received.insert(received.end(), packet.bytes.begin(), packet.bytes.end());
    }
    void heard(std::string_view channel, const core::Observation& observation) override {
        behaviour.reply(channel, observation);
        served_ = served_ && observation.kind == core::Kind::fin;
    }
    // The last thing that was heard is the answer to a PINGREQ, and then the orderly end.
    bool calm() const { return served_; }

    // Of the channels that were opened once and carried nothing but MQTT.
    std::vector<oracles::Exchange> take_exchanges() {
        std::vector<oracles::Exchange> exchanges;
        for (Heard& heard : exchanges_)
            if (heard.known)
                exchanges.push_back(std::move(heard.exchange));
        return exchanges;
    }
    void lose(std::string_view channel) { of(channel).known = false; }

    Behaviour behaviour;

  private:
    struct Heard {
        std::string channel;
        oracles::Exchange exchange;
        bool known = true;
    };
    Heard& of(std::string_view channel) {
        for (Heard& heard : exchanges_)
            if (heard.channel == channel)
                return heard;
        return exchanges_.emplace_back(Heard{std::string(channel), {}, true});
    }
    std::vector<Heard> exchanges_;
    bool served_ = false;
};

}  // namespace

struct Executor::State {
    State(const drive::Target& given, core::Profile of, std::optional<oracles::Process> process)
        : target(given), profile(std::move(of)) {
        target.contexts = &contexts;
        target.terse = true;
        target.session = &session;
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

    void run(const std::vector<core::Step>& steps) {
        listener.clear();
        forget_twice_opened(steps);
        const Clock::time_point begin = Clock::now();
        const drive::Conversation conversation = converse(steps, &listener);
        ran.taken = since(begin);
        ran.fault = conversation.harness_fault;
        listener.behaviour.took(ran.taken);
        ran.behaviours = listener.behaviour.seen();
        ran.answers = listener.behaviour.answers();
        ran.hash = listener.behaviour.hash();
    }

    // What a channel carried before it was opened again belongs to another connection.
    void forget_twice_opened(const std::vector<core::Step>& steps) {
        std::vector<std::string_view> opened;
        for (const core::Step& step : steps)
            if (const auto* open = std::get_if<core::Open>(&step)) {
                if (std::find(opened.begin(), opened.end(), open->channel) != opened.end())
                    listener.lose(open->channel);
                opened.push_back(open->channel);
            }
    }

    std::optional<oracles::Alarm> judge(bool control) {
        const oracles::Session session_seen{ran.taken, listener.take_exchanges(), listener.calm()};
        if (watch)
            return control ? watch->after_control(session_seen) : watch->after(session_seen);
        for (const oracles::Exchange& exchange : session_seen.exchanges)
            if (auto alarm = oracles::violates(exchange))
                return alarm;
        return std::nullopt;
    }

    net::TlsContexts contexts;
    net::Session session;
    drive::Target target;
    core::Profile profile;
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
    state_->run(steps);
    state_->ran.alarm = state_->judge(false);
    return state_->ran;
}

std::optional<oracles::Alarm> Executor::calibrate() {
    std::vector<core::Step> steps{core::Open{.at = {}}, core::Send{"a", core::connect_packet(state_->profile, "a")},
                                  core::Read{"a", {}},  core::Barrier{"a", {}},
                                  core::Close{"a"},     core::Read{"a", {}, true}};
    for (int i = 0; i < control_sessions; ++i) {
        state_->run(steps);
        if (auto alarm = state_->judge(true))
            return alarm;
    }
    return std::nullopt;
}

bool Executor::serves() {
    return state_->pid != 0 ? !oracles::gone(state_->pid) : !probe();
}

std::optional<oracles::Alarm> Executor::probe() {
    return oracles::liveness(state_->converse(oracles::probe(state_->profile), nullptr).observed);
}

std::optional<oracles::Alarm> Executor::check() {
    if (auto alarm = probe())
        return alarm;
    if (!state_->watch)
        return std::nullopt;
    state_->watch->begin_idle();
    std::this_thread::sleep_for(idle_time);
    return state_->watch->end_idle();
}

}  // namespace gauntlet::fuzz::campaign
