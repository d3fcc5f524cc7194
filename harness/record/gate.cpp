#include "gauntlet/record/gate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::record {

namespace {

// What speaks for one exit code.
struct Ground {
    int exit;
    std::vector<std::string> reasons;
};

std::string cells_text(std::size_t count) {
    return count == 1 ? "1 cell" : fmt::format("{} cells", count);
}

template <class Predicate>
std::size_t count(const Run& run, Predicate predicate) {
    return static_cast<std::size_t>(std::count_if(run.cells.begin(), run.cells.end(), predicate));
}

Ground interrupted(const Run& run) {
    Ground ground{128 + run.signal, {}};
    if (run.signal != 0)
        ground.reasons.push_back(fmt::format("interrupted by signal {}", run.signal));
    return ground;
}

Ground infrastructure(const Run& run) {
    Ground ground{exit_infrastructure, run.faults};
    if (const std::size_t undecided = count(run, is_undecided); undecided != 0)
        ground.reasons.push_back(cells_text(undecided) +
                                 (run.selftest ? " not decided by the harness" : " inconclusive"));
    return ground;
}

Ground red(const Run& run) {
    Ground ground{exit_gate, {}};
    const auto unknown = [&run](core::Verdict verdict) {
        return count(
            run, [&](const Cell& c) { return c.verdict == verdict && !c.proof && is_red(c, run.fail_on) && !c.known; });
    };
    if (const std::size_t fails = unknown(core::Verdict::fail); fails != 0)
        ground.reasons.push_back(cells_text(fails) + " failed, and no known failure excuses it");
    if (const std::size_t weak = unknown(core::Verdict::weak); weak != 0)
        ground.reasons.push_back(cells_text(weak) + " weak, under --fail-on weak");
    for (const Stale& stale : run.stale)
        ground.reasons.push_back(describe(stale));
    const std::size_t wrong = count(run, [&run](const Cell& c) { return c.proof && is_red(c, run.fail_on); });
    if (wrong != 0)
        ground.reasons.push_back(cells_text(wrong) + " not as the flaws and the laws say");
    if (run.selftest && run.selftest->caught < run.selftest->of)
        ground.reasons.push_back(
            fmt::format("{} of {} flaws were not caught", run.selftest->of - run.selftest->caught, run.selftest->of));
    return ground;
}

Ground findings(const Run& run) {
    Ground ground{exit_finding, {}};
    for (const Finding& finding : run.findings)
        ground.reasons.push_back(fmt::format("finding {}: {}", finding.id, finding.signature));
    return ground;
}

Ground nothing_ran(const Run& run, bool ctest) {
    Ground ground{ctest ? exit_skipped : exit_nothing_ran, {}};
    if (run.cells.empty() && !run.selftest && !run.campaign)
        ground.reasons.emplace_back("nothing was selected; 'gauntlet list' names what there is");
    const std::size_t not_run = count(run, [](const Cell& c) {
        return c.verdict == core::Verdict::unsupported || c.verdict == core::Verdict::skipped;
    });
    if (!run.cells.empty() && not_run == run.cells.size())
        ground.reasons.push_back("nothing ran: " + cells_text(not_run) + " unsupported or skipped");
    return ground;
}

}  // namespace

Gate gate(const Run& run, const GateOptions& options) {
    Ground bad_input{exit_bad_input, {}};
    if (!options.bad_input.empty())
        bad_input.reasons.push_back(options.bad_input);
    Gate gate;
    for (const Ground& ground : std::vector<Ground>{interrupted(run), bad_input, infrastructure(run), red(run),
                                                    findings(run), nothing_ran(run, options.ctest)}) {
        if (ground.reasons.empty())
            continue;
        if (gate.exit == exit_as_expected)
            gate.exit = ground.exit;
        gate.reasons.insert(gate.reasons.end(), ground.reasons.begin(), ground.reasons.end());
    }
    return gate;
}

}  // namespace gauntlet::record
