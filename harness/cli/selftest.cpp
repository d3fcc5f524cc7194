// gauntlet selftest: every scenario on the reference broker without and with its flaws.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "commands.hpp"
#include "execution.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/reports/progress.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "gauntlet/selftest/choice.hpp"
#include "gauntlet/selftest/grade.hpp"
#include "gauntlet/selftest/subject.hpp"
#include "inputs.hpp"
#include "out_folder.hpp"
#include "selection.hpp"
#include "subjects.hpp"
#include "terminal.hpp"
#include "usage.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

// Long enough for an answer that comes; nothing depends on it, for against silence a scenario is inconclusive either
// way.
constexpr std::chrono::milliseconds patience_with_silence{400};

struct Plan {
    std::uint64_t seed = 0;
    std::chrono::sys_seconds now{};
    std::vector<core::Scenario> scenarios;
    std::vector<plan::Subject> subjects;
    plan::Composition composition;
};

plan::Subject subject_of(const broker::Adapter& reference, broker::Installation installation,
                         selftest::MaybeFlaw flaw) {
    if (flaw)
        installation.settings["flaw"] = {core::name_of(*flaw)};
    plan::Subject subject{.adapter = reference,
                          .installation = std::move(installation),
                          .external = std::nullopt,
                          .listener = std::nullopt,
                          .name = selftest::subject_name(flaw),
                          .timeout = std::nullopt};
    if (flaw == core::Flaw::accepts_and_never_answers)
        subject.timeout = patience_with_silence;
    return subject;
}

std::vector<plan::Subject> all_subjects() {
    const broker::Adapter reference = named(load_all_adapters(), {selftest::subject_name({})}).front().adapter;
    const broker::Installation installation = broker::locate(reference);
    std::vector<plan::Subject> subjects{subject_of(reference, installation, {})};
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        subjects.push_back(subject_of(reference, installation, static_cast<core::Flaw>(i)));
    return subjects;
}

plan::Composition compose(const Plan& plan, const SelftestOptions& options) {
    const std::vector<plan::Candidate> candidates = plan::candidates_of(plan.subjects);
    plan::Selection selection = selection_of(options.selection);
    const selftest::Choice choice{.full = options.full, .seed = plan.seed, .shard = selection.shard};
    selection.shard = {};
    std::vector<plan::PlannedCell> cells = plan::cells_of(plan.scenarios, candidates, selection);
    return plan::place(selftest::choose(std::move(cells), candidates, choice), candidates);
}

void print_dry(const Plan& plan) {
    for (const plan::PlannedCell& cell : plan.composition.cells)
        fmt::print("{}\n", cell.id);
    fmt::print("{} cells on {} shared instances\n", plan.composition.cells.size(), plan.composition.instances.size());
}

std::string reproduce_command(const Plan& plan, const plan::PlannedCell& cell) {
    const selftest::MaybeFlaw flaw = selftest::flaw_of_subject(plan::name_of(plan.subjects[cell.broker]));
    const std::string set = flaw ? fmt::format(" --set reference.flaw={}", core::name_of(*flaw)) : "";
    return fmt::format("gauntlet run --broker reference{} --select {} --seed {} --now {}", set,
                       plan::cell_id(selftest::subject_name({}), cell.transport, cell.scenario->id()), plan.seed,
                       recipe::format_rfc3339(plan.now));
}

record::Run execute(const Plan& plan, const SelftestOptions& options, const selftest::Grader& grader,
                    broker::Supervisor& supervisor, const std::filesystem::path& out) {
    reports::ProgressLine line(std::cerr, is_terminal(STDERR_FILENO), width_of(STDERR_FILENO));
    std::size_t wrong = 0;
    const plan::Settings settings{
        .jobs = options.jobs,
        .timeout = milliseconds_of(options.timeout),
        .share_controls = true,
        .run_prefix = plan::new_run_prefix(plan.seed),
        .out = out,
        .keep_transcript =
            [&](const record::Cell& cell) {
                const bool keep = !grader.proof_of(cell).wrong.empty();
                wrong += keep ? 1 : 0;
                return keep;
            },
        .reproduce = [&](const plan::PlannedCell& cell) { return reproduce_command(plan, cell); },
        .progress = [&](const plan::Progress& p) { line.update(p.done, p.total, wrong, p.cell); }};
    issue::Issuer issuer(plan.seed, plan.now);
    record::Run run = plan::run(plan.composition, plan.subjects, supervisor, issuer, settings);
    line.finish();
    return run;
}

// A broker that is made to die does so between cells too.
void forgive_deaths(record::Run& run) {
    const std::string dying = selftest::subject_name(core::Flaw::crashes_after_a_refusal) + ": ";
    std::erase_if(run.faults, [&dying](const std::string& fault) { return fault.starts_with(dying); });
}

}  // namespace

int selftest(const SelftestOptions& options) {
    check_limits(options.jobs, options.timeout, options.out);
    Plan plan{.seed = seed_of(options.seed),
              .now = now_of(options.now),
              .scenarios = scenarios::all(),
              .subjects = all_subjects(),
              .composition = {}};
    plan.composition = compose(plan, options);
    if (plan.composition.cells.empty())
        return nothing_is_selected();
    if (options.dry_run) {
        print_dry(plan);
        return record::exit_as_expected;
    }
    // Forks its guardian, so it comes before the first thread.
    broker::Supervisor supervisor;
    const std::filesystem::path out = make_out_folder(options.out, clock_now(), plan.seed);
    fmt::print(stderr, "gauntlet {}: self-test of {} cells, seed {}, now {}\n", tool().version,
               plan.composition.cells.size(), plan.seed, recipe::format_rfc3339(plan.now));
    const selftest::Grader grader(plan.scenarios);
    record::Run run = execute(plan, options, grader, supervisor, out);
    forgive_deaths(run);
    selftest::grade(run, grader);
    return conclude(std::move(run), out, {.verbose = options.verbose});
}

}  // namespace gauntlet::cli
