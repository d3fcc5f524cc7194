#include "gauntlet/broker/supervisor.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "files.hpp"
#include "gauntlet/net/open.hpp"
#include "instance_state.hpp"
#include "ports.hpp"
#include "readiness.hpp"
#include "system_words.hpp"
#include "template_text.hpp"

namespace gauntlet::broker {
namespace {

using kainjow::mustache::data;
using std::chrono::steady_clock;

constexpr auto prepare_deadline = std::chrono::seconds(30);

Descriptor open_log(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!file)
        throw StartFault(system_words("cannot write the log " + path.string()));
    return file;
}

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
    }

    boost::asio::awaitable<StartResult> run(net::TlsContexts& contexts) {
        const Descriptor output = open_log(log_.path());
        const Contexts variables = contexts_of(installation_, folder_->path(), requests_, ports_);
        for (const auto& [path, content] : files_of(adapter_.files, variables))
            folder_->write(path, content);
        co_await prepare(variables, output.get());
        log_start_ = log_.size();
        reservation_.release();
        const TimePoint begin = steady_clock::now();
        process_ = std::make_shared<Process>(warden_, broker_command(variables.instance, output.get()));
        const auto deadline = begin + launch_.deadline.value_or(adapter_.ready_deadline);
        const Candidate candidate{adapter_, *process_, log_, ports_, contexts, log_start_, deadline};
        const Readiness seen = co_await watch_readiness(candidate);
        co_return conclude(seen, steady_clock::now() - begin);
    }

    bool port_was_taken() const {
        return adapter_.port_taken && process_ && !log_.matching({*adapter_.port_taken}, log_start_).empty();
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

    SpawnRequest request(std::vector<std::string> command, int output) const {
        return {.command = std::move(command),
                .environment = minimal_environment(folder_->path()),
                .folder = folder_->path(),
                .output = output,
                .identity = identity_};
    }

    static std::vector<std::string> render_all(const std::vector<Template>& texts, const data& variables) {
        std::vector<std::string> result;
        for (const Template& text : texts)
            result.push_back(render(text, variables));
        return result;
    }

    boost::asio::awaitable<void> prepare(const Contexts& variables, int output) const {
        for (const PrepareRule& rule : adapter_.prepare)
            for (const data* context : contexts_for(rule, variables)) {
                const SpawnRequest command = request(render_all(rule.command, *context), output);
                Process process(warden_, command);
                const bool ended = co_await process.ended_until(steady_clock::now() + prepare_deadline);
                process.kill_group();
                const Ending ending = process.finish();
                if (!ended || ending.by_signal || ending.code != 0)
                    throw StartFault(fmt::format("preparing {}: {}: {}", adapter_.name, command.command.front(),
                                                 observation_of(ending, log_.tail(quoted_log_lines)).text));
            }
    }

    SpawnRequest broker_command(const data& variables, int output) const {
        std::vector<std::string> command = installation_.wrapper;
        for (std::string& word : render_all(adapter_.command, variables))
            command.push_back(std::move(word));
        SpawnRequest result = request(std::move(command), output);
        for (const auto& [name, value] : adapter_.environment)
            result.environment.push_back(name + "=" + render(value, variables));
        return result;
    }

    StartResult conclude(Readiness seen, steady_clock::duration time) {
        StartResult result;
        result.ready_ms = std::chrono::duration_cast<std::chrono::milliseconds>(time);
        if (seen.complete()) {
            result.observation.layer = core::Layer::process;
            result.observation.kind = core::Kind::accepted;
            result.observation.text = "ready";
            result.instance = std::make_unique<Instance>(std::make_unique<Instance::State>(
                Instance::State{std::move(folder_), process_, ports_, log_, adapter_.crash, adapter_.stop_signal,
                                adapter_.stop_grace, adapter_.reload, adapter_.files, installation_, requests_}));
        } else {
            result.observation = failure(seen);
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
    std::shared_ptr<Process> process_;
};

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
    if (listeners.empty() || (adapter.listeners == Fit::one && listeners.size() > 1))
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
