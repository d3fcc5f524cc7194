// gauntlet selftest: every scenario on the reference broker without and with its flaws.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/junit.hpp"
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
                          .name = selftest::subject_name(flaw),
                          .timeout = std::nullopt};
    if (flaw == core::Flaw::accepts_and_never_answers)
        subject.timeout = patience_with_silence;
    return subject;
}

std::vector<plan::Subject> all_subjects() {
    const broker::Adapter reference = named(load_all_adapters(), {selftest::subject_name({})}).front();
    const broker::Installation installation = broker::locate(reference);
    std::vector<plan::Subject> subjects{subject_of(reference, installation, {})};
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        subjects.push_back(subject_of(reference, installation, static_cast<core::Flaw>(i)));
    return subjects;
}

plan::Composition compose(const Plan& plan, const SelftestOptions& options) {
    std::vector<plan::Candidate> candidates;
    for (const plan::Subject& subject : plan.subjects)
        candidates.push_back(plan::candidate_of(subject));
    plan::Selection selection = selection_of(options.selection);
    const selftest::Choice choice{.full = options.full, .seed = plan.seed, .shard = selection.shard};
    selection.shard = {};
    std::vector<plan::PlannedCell> cells = plan::cells_of(plan.scenarios, candidates, selection);
    return plan::place(selftest::choose(std::move(cells), candidates, choice), candidates);
}

void check(const SelftestOptions& options) {
    if (options.jobs == 0 || options.jobs > 256)
        throw UsageError(fmt::format("--jobs {}: must be 1 to 256", options.jobs));
    if (!std::isfinite(options.timeout) || options.timeout <= 0 || options.timeout > 3600)
        throw UsageError("--timeout: must be more than 0 and at most 3600 seconds");
    if (!options.out.empty())
        check_out_folder(options.out);
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
        .timeout = std::chrono::milliseconds(std::llround(options.timeout * 1000)),
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

int conclude(const SelftestOptions& options, const selftest::Grader& grader, record::Run run,
             const std::filesystem::path& out) {
    run.tool = tool();
    forgive_deaths(run);
    selftest::grade(run, grader);
    const record::Gate gate = record::gate(run, {.bad_input = {}, .ctest = under_ctest()});
    run.exit = gate.exit;
    record::write(run, out / "record.json");
    std::ofstream junit(out / "junit.xml", std::ios::binary);
    reports::write_junit(junit, run);
    if (!junit.flush())
        throw std::runtime_error((out / "junit.xml").string() + ": cannot be written");
    reports::write_console(std::cout, run,
                           {.colour = wants_colour(STDOUT_FILENO),
                            .verbose = options.verbose,
                            .width = width_of(STDOUT_FILENO),
                            .out = out.string(),
                            .gate = gate});
    return run.exit;
}

}  // namespace

int selftest(const SelftestOptions& options) {
    check(options);
    Plan plan{.seed = seed_of(options.seed),
              .now = now_of(options.now),
              .scenarios = scenarios::all(),
              .subjects = all_subjects(),
              .composition = {}};
    plan.composition = compose(plan, options);
    if (plan.composition.cells.empty()) {
        fmt::print(stderr, "gauntlet: nothing is selected; 'gauntlet list' names what there is\n");
        return under_ctest() ? record::exit_skipped : record::exit_nothing_ran;
    }
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
    return conclude(options, grader, execute(plan, options, grader, supervisor, out), out);
}

}  // namespace gauntlet::cli
