#include "fuzz.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>
#include <tuple>

#include "execution.hpp"
#include "external.hpp"
#include "fuzz_view.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/fuzz/campaign/board.hpp"
#include "gauntlet/fuzz/campaign/campaign.hpp"
#include "gauntlet/fuzz/campaign/engine_missing.hpp"
#include "gauntlet/fuzz/campaign/plane.hpp"
#include "gauntlet/fuzz/campaign/seeds.hpp"
#include "gauntlet/fuzz/triage/triage.hpp"
#include "gauntlet/plan/reach.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/finding_file.hpp"
#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "inputs.hpp"
#include "out_folder.hpp"
#include "pki_input.hpp"
#include "subjects.hpp"
#include "terminal.hpp"
#include "usage.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace campaign = fuzz::campaign;

namespace {

// Of each worker, where the listener is not ours (law 12).
constexpr double polite_rate = 200;
constexpr std::uint64_t polite_bytes = 1U << 20U;

PkiInputs pki_inputs(const FuzzOptions& options) {
    if (options.listener.pki.empty())
        return {seed_of(options.seed), now_of(options.now)};
    if (!options.now.empty())
        throw UsageError("--pki has its own time; leave --now out");
    return read_pki_inputs(options.listener.pki);
}

const core::Profile& profile_of(const std::vector<core::Scenario>& scenarios, const std::string& name) {
    if (const core::Profile* profile = record::find_profile(scenarios, name))
        return *profile;
    throw unknown_profile(scenarios, name);
}

core::Transport transport_of(const FuzzOptions& options, const plan::Subject& subject) {
    if (subject.external)
        return subject.external->address.transport;
    const auto transport = core::from_name<core::Transport>(options.transport, core::transport_names);
    if (!transport)
        throw UsageError(fmt::format("--transport {}: there is mqtt, mqtts, ws and wss", options.transport));
    return *transport;
}

plan::Subject subject_of(const FuzzOptions& options, const std::vector<core::Scenario>& scenarios,
                         issue::Issuer& issuer) {
    const std::vector<broker::Adapter> adapters = load_all_adapters();
    if (options.listener.url.empty() == options.broker.empty())
        throw UsageError("say what to fuzz, either --broker mosquitto or --listener mqtts://host:port");
    if (!options.listener.url.empty()) {
        if (!options.listener.allow_disruptive)
            throw UsageError(fmt::format("{}: fuzzing may end that broker; --allow-disruptive says that it may",
                                         options.listener.url));
        return external_subject(options.listener, scenarios, issuer, adapters);
    }
    std::vector<plan::Subject> subjects = locate_all(named(adapters, {options.broker}), options.set);
    if (subjects.size() != 1)
        throw UsageError("--broker: a campaign is about one broker");
    if (!subjects.front().installation.found())
        throw std::runtime_error(subjects.front().installation.missing);
    return std::move(subjects.front());
}

campaign::Settings settings_of(const FuzzOptions& options, const plan::Subject& subject, std::uint64_t seed,
                               const std::filesystem::path& folder) {
    campaign::Settings settings;
    settings.folder = folder;
    settings.seed = seed;
    settings.jobs = options.jobs;
    settings.time = duration_of(options.time);
    settings.sessions = options.sessions;
    settings.feedback = !options.no_feedback;
    settings.process_guides = !subject.adapter.binary.self;  // the engine is measured by it, so a seed repeats there
    settings.until_finding = options.until_finding;
    const bool polite = subject.external && options.rate < 0;
    settings.sessions_per_second = polite ? polite_rate : std::max(options.rate, 0.0);
    settings.bytes_per_second = polite ? polite_bytes : 0;
    return settings;
}

// Its plane is what the first of its sessions needed.
std::string plane_of(const std::vector<fuzz::mutate::Steps>& sessions) {
    return sessions.empty() ? "packets" : std::string(campaign::plane(sessions.back()));
}

// In the order in which they were found.
std::vector<record::Finding> found_before(const std::filesystem::path& folder) {
    std::vector<record::Finding> found;
    if (std::filesystem::is_directory(folder))
        for (const auto& each : std::filesystem::directory_iterator(folder))
            if (const std::filesystem::path file = each.path() / "finding.json"; std::filesystem::exists(file))
                found.push_back(record::read_finding(file));
    std::ranges::sort(found, {}, [](const record::Finding& each) { return std::tie(each.executions, each.id); });
    return found;
}

campaign::Triage triage_with(plan::Arena& arena, const PkiInputs& pki, const FuzzOptions& options,
                             const std::filesystem::path& folder, const std::vector<record::Finding>& found) {
    const auto known = std::make_shared<std::set<std::string>>();
    for (const record::Finding& each : found)
        known->insert(each.id);
    return [=, &arena](std::vector<fuzz::mutate::Steps> sessions, const fuzz::oracles::Alarm& alarm,
                       std::uint64_t executions) -> boost::asio::awaitable<campaign::Triaged> {
        fuzz::triage::Origin origin;
        origin.plane = plane_of(sessions);
        origin.set = options.set;
        origin.seed = pki.seed;
        origin.now = pki.now;
        origin.executions = executions;
        fuzz::triage::Options how;
        how.known = *known;
        fuzz::triage::Outcome outcome =
            co_await fuzz::triage::triage(arena, std::move(sessions), alarm, std::move(origin), std::move(how));
        campaign::Triaged triaged;
        triaged.note = outcome.note;
        triaged.repetition = outcome.known;
        if (!outcome.found)
            co_return triaged;
        if (known->insert(outcome.found->finding.id).second)
            fuzz::triage::write_finding(folder / "findings", *outcome.found);
        triaged.finding = outcome.found->finding;
        co_return triaged;
    };
}

void announce(const plan::Subject& subject, core::Transport transport, const campaign::Settings& settings) {
    fmt::print(stderr, "gauntlet {}: fuzzing {} over {}, seed {}, {} seeds, folder {}\n", tool().version,
               subject.external ? subject.external->url : subject.adapter.name + " " + subject.installation.version,
               to_string(transport), settings.seed, settings.seeds.size(), settings.folder.string());
}

record::Run record_of(const campaign::Result& result, const plan::Subject& subject, const PkiInputs& pki) {
    record::Run run;
    run.seed = pki.seed;
    run.now = pki.now;
    run.ended = clock_now();
    run.ms = result.progress.time;
    run.started = run.ended - std::chrono::duration_cast<std::chrono::seconds>(run.ms);
    run.signal = result.signal;
    run.brokers.push_back({.name = plan::name_of(subject),
                           .version = subject.installation.version,
                           .path = subject.external ? subject.external->url : subject.installation.binary.string()});
    run.faults = result.faults;
    run.findings = result.findings;
    run.campaign = record::Campaign{.executions = result.progress.sessions,
                                    .corpus = result.progress.corpus,
                                    .behaviours = result.progress.behaviours,
                                    .unconfirmed = result.progress.unconfirmed,
                                    .samples = result.samples};
    return run;
}

campaign::Result execute(plan::Arena& arena, const campaign::Settings& settings) {
    FuzzView view(std::cerr, is_terminal(STDERR_FILENO), width_of(STDERR_FILENO));
    const campaign::Result result =
        campaign::run(arena, settings, [&view](const campaign::Progress& progress) { view.update(progress); });
    view.finish();
    fmt::print(stderr, "{}\n", to_text(result.progress));
    // Equal where a campaign of one worker was repeated.
    if (result.sequences.size() == 1)
        fmt::print(stderr, "sequence {:016x}\n", result.sequences.front());
    return result;
}

int go(FuzzOptions options) {
    const bool resumed = !options.resume.empty();
    const PkiInputs pki = pki_inputs(options);
    const std::vector<core::Scenario> scenarios = scenarios::all();
    issue::Issuer issuer(pki.seed, pki.now);
    const plan::Subject subject = subject_of(options, scenarios, issuer);
    const core::Profile& profile = profile_of(scenarios, options.listener.profile);
    const core::Transport transport = transport_of(options, subject);
    const fuzz::mutate::Scope scope = scope_of(options.planes, transport);
    duration_of(options.time);
    // Forks its guardian, so it comes before the first thread.
    broker::Supervisor supervisor;
    const std::filesystem::path folder =
        resumed ? std::filesystem::path(options.resume) : make_out_folder(options.out, clock_now(), pki.seed);
    options.seed = std::to_string(pki.seed);
    if (options.listener.pki.empty())
        options.now = recipe::format_rfc3339(pki.now);
    write_campaign(folder, options);
    campaign::Settings settings = settings_of(options, subject, pki.seed, folder);
    settings.scope = scope;
    settings.found = found_before(folder / "findings");
    settings.seeds = campaign::seeds(scenarios, profile, transport, scope);
    plan::Arena arena(
        subject, profile, transport, supervisor, issuer,
        {.timeout = milliseconds_of(options.timeout), .run_prefix = plan::new_run_prefix(pki.seed), .out = folder});
    settings.triage = triage_with(arena, pki, options, folder, settings.found);
    announce(subject, transport, settings);
    return conclude(record_of(execute(arena, settings), subject, pki), folder, {});
}

}  // namespace

int fuzz(const FuzzOptions& options) {
    if (const std::string missing = campaign::engine_missing(); !missing.empty())
        throw UsageError(missing);
    check_limits(options.jobs, options.timeout, options.out);
    if (options.jobs > campaign::most_workers)
        throw UsageError(fmt::format("--jobs {}: must be 1 to {}", options.jobs, campaign::most_workers));
    return go(options.resume.empty() ? options : read_campaign(options));
}

}  // namespace gauntlet::cli
