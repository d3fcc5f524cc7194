#include "gauntlet/plan/arena.hpp"

#include <fmt/format.h>

#include "gauntlet/plan/materials.hpp"
#include "gauntlet/plan/run.hpp"
#include "server.hpp"
#include "starter.hpp"

namespace gauntlet::plan {

namespace asio = boost::asio;

Standing::Standing(std::unique_ptr<Server> server, drive::Target target, std::filesystem::path log)
    : server_(std::move(server)), target_(std::move(target)), log_(std::move(log)) {}

Standing::~Standing() = default;
Standing::Standing(Standing&&) noexcept = default;
Standing& Standing::operator=(Standing&&) noexcept = default;

pid_t Standing::pid() const {
    return server_->instance() != nullptr ? server_->instance()->pid() : 0;
}

bool Standing::alive() const {
    return !server_->gone();
}

std::vector<std::string> Standing::crash_lines() const {
    return server_->instance() != nullptr ? server_->instance()->crash_lines() : std::vector<std::string>();
}

asio::awaitable<core::Observation> Standing::ended() {
    return server_->instance()->ended();
}

asio::awaitable<void> Standing::stop(broker::StopHow how) {
    co_await server_->stop(how, 0);
}

namespace {

// A plain listener stands beside one with TLS: brokers that have only plain ones are not asked for.
bool is_plain(core::Transport transport) {
    return !core::has_tls(transport);
}

core::Profile with_plain_listener(core::Profile profile, core::Transport transport) {
    profile.plain_listener = profile.plain_listener || is_plain(transport);
    return profile;
}

PlannedCell cell_of(const core::Scenario& scenario) {
    PlannedCell cell;
    cell.scenario = &scenario;
    return cell;
}

}  // namespace

struct Arena::State {
    State(const Subject& of, core::Profile with, core::Transport over, broker::Supervisor& supervisor,
          issue::Issuer& issuer, Options options)
        : subject(of),
          transport(over),
          scenario{.check = "campaign", .profile = with_plain_listener(std::move(with), over)},
          settings{.timeout = options.timeout, .run_prefix = std::move(options.run_prefix), .out = options.out},
          cell(cell_of(scenario)),
          materials(issuer, std::span(&cell, 1)),
          starter(std::span(&subject, 1), supervisor, materials, settings) {}

    // Of ours the TLS listener is asked for, and the plain one comes with it.
    PlannedListener listener() const {
        const bool ours = !subject.external;
        return {&scenario.profile, ours && transport == core::Transport::mqtt ? core::Transport::mqtts : transport};
    }

    const Subject& subject;
    core::Transport transport;
    core::Scenario scenario;  // what Materials asks for a profile
    Settings settings;
    PlannedCell cell;
    Materials materials;
    Starter starter;
};

Arena::Arena(const Subject& subject, core::Profile profile, core::Transport transport, broker::Supervisor& supervisor,
             issue::Issuer& issuer, Options options)
    : state_(std::make_unique<State>(subject, std::move(profile), transport, supervisor, issuer, std::move(options))) {}

Arena::~Arena() = default;

const Subject& Arena::subject() const {
    return state_->subject;
}
const core::Profile& Arena::profile() const {
    return state_->scenario.profile;
}
core::Transport Arena::transport() const {
    return state_->transport;
}

asio::awaitable<Standing> Arena::start() {
    const PlannedListener listener = state_->listener();
    const std::vector<PlannedListener> listeners{listener};
    Started started = co_await state_->starter.start(0, listeners);
    if (!started.server)
        throw broker::StartFault(fmt::format("{} does not become ready: {}",
                                             state_->subject.installation.binary.string(), started.observation.text));
    drive::Target target = started.server->target(listener);
    if (target.plain_listener && !state_->subject.external && is_plain(state_->transport))
        target.listener = *target.plain_listener;
    std::filesystem::path log;
    if (!started.log.empty())
        log = state_->settings.out / started.log;
    co_return Standing(std::move(started.server), std::move(target), std::move(log));
}

}  // namespace gauntlet::plan
