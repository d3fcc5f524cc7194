#include "gauntlet/broker/supervisor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "companions.hpp"
#include "files.hpp"
#include "gauntlet/net/open.hpp"
#include "instance_state.hpp"
#include "ports.hpp"
#include "prepare.hpp"
#include "readiness.hpp"
#include "system_words.hpp"
#include "template_text.hpp"

namespace gauntlet::broker {
namespace {

using kainjow::mustache::data;
using std::chrono::steady_clock;

// Programs run 10 to 50 times slower in valgrind (its manual, 2.1), and a container starts first.
constexpr int wrapped_factor = 5;

// One try to start a broker; what it holds is given back by its destructor unless an Instance takes it over.
class Attempt {
  public:
    Attempt(std::shared_ptr<Warden> warden, std::optional<Identity> identity, const Adapter& adapter,
            const Installation& installation, const std::vector<ListenerRequest>& requests, const Launch& launch)
        : warden_(std::move(warden)),
          identity_(std::move(identity)),
          adapter_(adapter),
          installation_(installation),
          requests_(requests),
          launch_(launch),
          folder_(std::make_unique<PrivateFolder>(warden_, identity_)),
          log_(launch.log.empty() ? folder_->path() / "output.log" : launch.log) {
        for (const ListenerRequest& request : requests_)
            ports_.push_back(take_ports(request.profile));
        for (const PortRule& rule : adapter_.ports)
            take_port(rule);
    }

    boost::asio::awaitable<StartResult> run(net::TlsContexts& contexts) {
        const Descriptor output = open_log(log_.path());
        const Contexts variables = contexts_of(installation_, folder_->path(), requests_, ports_, named_);
        for (const auto& [path, content] : files_of(adapter_.files, variables))
            folder_->write(path, content);
        const Surroundings around = surroundings();
        co_await prepare(around, adapter_.name, adapter_.prepare, variables, log_, false);
        log_start_ = log_.size();
        reservation_.release();
        const TimePoint begin = steady_clock::now();
        started_ = true;
        const std::optional<core::Observation> fault = co_await start_companions(variables, output.get());
        if (fault)
            co_return without_companion(*fault);
        process_ = std::make_shared<Process>(warden_, broker_command(variables.instance, output.get()));
        const int factor = installation_.wrapper.empty() ? 1 : wrapped_factor;
        const auto deadline = steady_clock::now() + launch_.deadline.value_or(factor * adapter_.ready_deadline);
        const Candidate candidate{adapter_, *process_, log_, ports_, contexts, log_start_, deadline};
        const Readiness seen = co_await watch_readiness(candidate);
        co_return conclude(seen, steady_clock::now() - begin);
    }

    bool port_was_taken() const {
        return adapter_.port_taken && started_ && !log_.matching({*adapter_.port_taken}, log_start_).empty();
    }

  private:
    ListenerPorts take_ports(const core::Profile& profile) {
        ListenerPorts ports;
        ports.tls = reservation_.take();
        if (profile.second_listener)
            ports.second = reservation_.take();
        if (profile.plain_listener)
            ports.plain = reservation_.take();
        if (profile.one_way_listener)
            ports.one_way = reservation_.take();
        return ports;
    }

    void take_port(const PortRule& rule) {
        if (!rule.each_listener)
            named_[rule.name] = reservation_.take();
        else
            for (ListenerPorts& ports : ports_)
                ports.named[rule.name] = reservation_.take();
    }

    Surroundings surroundings() const { return {warden_, identity_, folder_->path()}; }

    // Each when the one before it is ready. What one of them came to that is not.
    boost::asio::awaitable<std::optional<core::Observation>> start_companions(const Contexts& variables, int output) {
        for (const Companion& rule : adapter_.companions) {
            SpawnRequest command = request_in(surroundings(), render_all(rule.command, variables.instance), output);
            add_environment(command, rule.environment, variables.instance);
            const std::uint64_t from = log_.size();
            const auto process = std::make_shared<Process>(warden_, command);
            companions_.push_back({rule.name, process, rule.stop_signal, rule.stop_grace});
            const std::uint16_t port = rule.port.empty() ? 0 : named_.at(rule.port);
            std::optional<core::Observation> fault = co_await wait_for_companion(rule, *process, log_, from, port);
            if (fault)
                co_return fault;
        }
        co_return std::nullopt;
    }

    StartResult without_companion(const core::Observation& fault) const {
        StartResult result;
        result.observation = fault;
        result.log_tail = log_.tail(20);
        return result;
    }

    static void add_environment(SpawnRequest& request, const std::map<std::string, Template>& rules,
                                const data& variables) {
        for (const auto& [name, value] : rules)
            request.environment.push_back(name + "=" + render(value, variables));
    }

    SpawnRequest broker_command(const data& variables, int output) const {
        std::vector<std::string> command = installation_.wrapper;
        for (std::string& word : render_all(adapter_.command, variables))
            command.push_back(std::move(word));
        SpawnRequest result = request_in(surroundings(), std::move(command), output);
        add_environment(result, adapter_.environment, variables);
        return result;
    }

    StartResult conclude(Readiness seen, steady_clock::duration time) {
        StartResult result;
        result.ready_ms = std::chrono::duration_cast<std::chrono::milliseconds>(time);
        const std::optional<core::Observation> ended = ended_companion(companions_, log_);
        if (seen.complete() && !ended) {
            result.observation.layer = core::Layer::process;
            result.observation.kind = core::Kind::accepted;
            result.observation.text = "ready";
            result.instance = std::make_unique<Instance>(std::make_unique<Instance::State>(Instance::State{
                std::move(folder_), process_, companions_, ports_, log_, adapter_.crash, adapter_.stop_signal,
                adapter_.stop_grace, adapter_.name, adapter_.reload, adapter_.files, adapter_.prepare, installation_,
                requests_, named_, warden_, identity_}));
        } else {
            result.observation = ended ? *ended : failure(seen);
            result.log_tail = log_.tail(20);
        }
        result.seen = std::move(seen);
        return result;
    }

    core::Observation failure(const Readiness& seen) const {
        if (const std::optional<Ending> ending = process_->ending())
            return observation_of(*ending, log_.tail(quoted_log_lines));
        core::Observation observation;
        observation.layer = core::Layer::process;
        observation.kind = core::Kind::timeout;
        observation.text = "not ready before the deadline: " + missing(seen, adapter_);
        return observation;
    }

    std::shared_ptr<Warden> warden_;
    std::optional<Identity> identity_;
    const Adapter& adapter_;
    const Installation& installation_;
    const std::vector<ListenerRequest>& requests_;
    const Launch& launch_;
    std::unique_ptr<PrivateFolder> folder_;  // before the process: destroyed after it
    std::vector<ListenerPorts> ports_;
    PortReservation reservation_;
    Log log_;
    std::uint64_t log_start_ = 0;
    NamedPorts named_;
    bool started_ = false;
    std::vector<RunningCompanion> companions_;
    std::shared_ptr<Process> process_;
};

bool fits(Fit fit, const std::vector<ListenerRequest>& requests) {
    const auto same_profile = [&requests](const ListenerRequest& one) {
        return one.profile.name == requests.front().profile.name;
    };
    return fit == Fit::many || requests.size() == 1 ||
           (fit == Fit::one_profile && std::ranges::all_of(requests, same_profile));
}

}  // namespace

class Supervisor::Parts {
  public:
    std::shared_ptr<Warden> warden = std::make_shared<Warden>();
    std::optional<Identity> identity = unprivileged_identity();
    net::TlsContexts contexts;
};

// An ignored SIGCHLD, which may be inherited, would let the kernel reap our children behind our back.
Supervisor::Supervisor() : parts_(std::make_unique<Parts>()) {
    ::signal(SIGCHLD, SIG_DFL);
}
Supervisor::~Supervisor() = default;

boost::asio::awaitable<StartResult> Supervisor::start(const Adapter& adapter, const Installation& installation,
                                                      std::vector<ListenerRequest> listeners, Launch launch) {
    if (adapter.external || !installation.found())
        throw std::logic_error("start: there is no program to start");
    if (listeners.empty() || !fits(adapter.listeners, listeners))
        throw std::logic_error("start: one instance of " + adapter.name + " cannot have these listeners");
    for (int attempt = 0; attempt < 2; ++attempt) {
        Attempt one(parts_->warden, parts_->identity, adapter, installation, listeners, launch);
        StartResult result = co_await one.run(parts_->contexts);
        if (result.ready() || !one.port_was_taken())
            co_return result;
    }
    throw StartFault("the ports of " + adapter.name + " were taken by others twice; run again");
}

}  // namespace gauntlet::broker
