// gauntlet run: from the command line to the record and its reports.
#include "gauntlet/plan/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <optional>

#include "cell_stream.hpp"
#include "commands.hpp"
#include "configured.hpp"
#include "execution.hpp"
#include "external.hpp"
#include "gauntlet/plan/reach.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/known.hpp"
#include "gauntlet/reports/progress.hpp"
#include "inputs.hpp"
#include "out_folder.hpp"
#include "own_scenarios.hpp"
#include "pki_input.hpp"
#include "reproduce.hpp"
#include "selection.hpp"
#include "subjects.hpp"
#include "terminal.hpp"
#include "usage.hpp"
#include "used_pki.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

// Everything that can be wrong with the command line or an input file is found before anything is started.
struct Plan {
    PkiInputs pki;
    std::vector<core::Scenario> scenarios;
    std::vector<plan::Subject> subjects;
    std::vector<record::KnownFailure> known;
    record::FailOn fail_on = record::FailOn::fail;
    plan::Composition composition;
};

PkiInputs pki_inputs(const RunOptions& options) {
    if (options.listener.pki.empty())
        return {seed_of(options.seed), now_of(options.now)};
    if (!options.seed.empty() || !options.now.empty())
        throw UsageError("--pki has its own seed and time; leave --seed and --now out");
    return read_pki_inputs(options.listener.pki);
}

record::FailOn fail_on_of(const std::string& text) {
    if (text != "fail" && text != "weak")
        throw UsageError(fmt::format("--fail-on {}: there is fail and weak", text));
    return text == "weak" ? record::FailOn::weak : record::FailOn::fail;
}

std::vector<record::KnownFailure> read_all_known(const std::vector<std::string>& files,
                                                 const std::vector<core::Scenario>& scenarios) {
    std::vector<record::KnownFailure> known;
    for (const std::string& file : files)
        for (record::KnownFailure& entry : record::read_known(file))
            known.push_back(std::move(entry));
    std::vector<std::string> ids;
    for (const core::Scenario& scenario : scenarios)
        ids.push_back(scenario.id());
    record::check_ids(known, ids);
    record::check_duplicates(known);
    return known;
}

std::vector<plan::Subject> subjects_of(const RunOptions& options, const std::vector<core::Scenario>& scenarios,
                                       issue::Issuer& issuer) {
    const std::vector<broker::Adapter> adapters = load_all_adapters();
    if (options.listener.url.empty() == options.brokers.empty())
        throw UsageError("say what to test, either --broker mosquitto or --listener mqtts://host:port");
    if (!options.config.empty())
        return configured_subjects(options, adapters);
    if (options.listener.url.empty())
        return locate_all(named(adapters, options.brokers), options.set);
    return {external_subject(options.listener, scenarios, issuer, adapters)};
}

// One line instead of a red cell for everything that there is.
void check_reachable(const Plan& plan, const RunOptions& options) {
    for (const plan::Subject& subject : plan.subjects)
        if (subject.external)
            if (const std::string why = plan::unreachable(subject.external->address, milliseconds_of(options.timeout));
                !why.empty())
                throw std::runtime_error(fmt::format("{}: {}; check host and port, and whether the broker is running",
                                                     subject.external->url, why));
}

std::string listeners_text(const plan::PlannedInstance& instance) {
    std::string text;
    for (const plan::PlannedListener& listener : instance.listeners)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", listener.profile->name);
    return text;
}

void print_dry(const Plan& plan) {
    std::size_t own = 0;
    std::size_t excused = 0;
    for (const plan::PlannedCell& cell : plan.composition.cells) {
        own += !cell.excuse && !cell.instance ? 1 : 0;
        excused += cell.excuse ? 1 : 0;
        fmt::print("{}  {}\n", cell.id,
                   cell.excuse     ? fmt::format("{}: {}", to_string(cell.excuse->verdict), cell.excuse->reason)
                   : cell.instance ? fmt::format("instance {}", *cell.instance + 1)
                                   : "an instance of its own");
    }
    fmt::print("\n");
    for (std::size_t i = 0; i < plan.composition.instances.size(); ++i)
        fmt::print("instance {}: {} with {}\n", i + 1, name_of(plan.subjects[plan.composition.instances[i].broker]),
                   listeners_text(plan.composition.instances[i]));
    fmt::print("{} cells: {} on {} shared instances, {} on instances of their own, {} not run\n",
               plan.composition.cells.size(), plan.composition.cells.size() - own - excused,
               plan.composition.instances.size(), own, excused);
}

void announce(const Plan& plan) {
    std::string subjects;
    for (const plan::Subject& subject : plan.subjects)
        subjects += fmt::format(
            "{}{}", subjects.empty() ? "" : ", ",
            subject.external ? subject.external->url : name_of(subject) + " " + subject.installation.version);
    fmt::print(stderr, "gauntlet {}: {} cells on {}, seed {}, now {}\n", tool().version, plan.composition.cells.size(),
               subjects, plan.pki.seed, recipe::format_rfc3339(plan.pki.now));
}

// With the mark that the record will have.
void write_line(CellStream& stream, const Plan& plan, record::Cell cell, const core::Scenario& scenario) {
    record::mark_known(plan.known, plan.fail_on, clock_now(), cell);
    stream.write(cell, record::text_of(scenario));
}

record::Run execute(const Plan& plan, const RunOptions& options, broker::Supervisor& supervisor, issue::Issuer& issuer,
                    const std::filesystem::path& out, std::optional<CellStream>& stream) {
    reports::ProgressLine line(std::cerr, is_terminal(STDERR_FILENO), width_of(STDERR_FILENO));
    const plan::Settings settings{
        .jobs = options.jobs,
        .timeout = milliseconds_of(options.timeout),
        .run_prefix = plan::new_run_prefix(plan.pki.seed),
        .out = out,
        .reproduce = [&](const plan::PlannedCell& cell) { return reproduce_command(options, plan.pki, cell); },
        .finished =
            [&](const plan::PlannedCell& planned, const record::Cell& cell) {
                if (stream)
                    write_line(*stream, plan, cell, *planned.scenario);
            },
        .progress = [&line](const plan::Progress& p) { line.update(p.done, p.total, p.failed, p.cell); }};
    record::Run run = plan::run(plan.composition, plan.subjects, supervisor, issuer, settings);
    line.finish();
    return run;
}

bool keeps_pki(const Plan& plan) {
    return plan.subjects.empty() || !plan.subjects.front().external || plan.subjects.front().external->own_pki;
}

}  // namespace

int run(const RunOptions& options) {
    check_limits(options.jobs, options.timeout, options.out);
    Plan plan{.pki = pki_inputs(options),
              .scenarios = all_scenarios(options.scenarios),
              .subjects = {},
              .known = {},
              .fail_on = fail_on_of(options.fail_on),
              .composition = {}};
    const plan::Selection selection = selection_of(options.selection);
    issue::Issuer issuer(plan.pki.seed, plan.pki.now);
    plan.subjects = subjects_of(options, plan.scenarios, issuer);
    plan.known = read_all_known(options.known, plan.scenarios);
    plan.composition = plan::compose(plan.scenarios, plan::candidates_of(plan.subjects), selection);
    if (plan.composition.cells.empty())
        return nothing_is_selected();
    if (options.dry_run) {
        print_dry(plan);
        return record::exit_as_expected;
    }
    check_reachable(plan, options);
    std::optional<CellStream> stream;
    if (!options.jsonl.empty())
        stream.emplace(options.jsonl);
    // Forks its guardian, so it comes before the first thread.
    broker::Supervisor supervisor;
    const std::filesystem::path out = make_out_folder(options.out, clock_now(), plan.pki.seed);
    announce(plan);
    record::Run run = execute(plan, options, supervisor, issuer, out, stream);
    if (keeps_pki(plan))
        write_used_pki(out / "pki", plan.composition, issuer);
    run.fail_on = plan.fail_on;
    run.selection = record::Selection{selection.globs, selection.level, selection.shard.index, selection.shard.count};
    record::apply_known(plan.known, run);
    if (stream)
        stream->finish(run);
    return conclude(std::move(run), out, {.verbose = options.verbose, .to_stderr = options.jsonl == "-"});
}

}  // namespace gauntlet::cli
