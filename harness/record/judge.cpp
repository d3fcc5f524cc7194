#include "gauntlet/record/judge.hpp"

#include <fmt/format.h>

namespace gauntlet::record {

namespace {

bool was_judged(const Cell& cell) {
    return cell.tries > 0 && cell.verdict != core::Verdict::unsupported && cell.verdict != core::Verdict::skipped;
}

bool is_dead(const core::Aftermath& aftermath) {
    return aftermath.state == core::Aftermath::State::died || aftermath.state == core::Aftermath::State::unclean;
}

const char* what_happened(const core::Aftermath& aftermath) {
    return aftermath.state == core::Aftermath::State::died ? "died" : "was not clean afterwards";
}

}  // namespace

core::Judgement judge(core::Level level, const core::Expectation& expectation, const Cell& cell) {
    const core::Evidence& last = cell.evidence;
    if (cell.earlier.empty() || !last.harness_fault.empty())
        return core::judge(level, expectation, last);
    const core::Aftermath& first = cell.earlier.front().aftermath;
    if (is_dead(last.aftermath))
        return {core::Verdict::fail, fmt::format("the broker {}, and again when the cell ran alone: {}",
                                                 what_happened(last.aftermath), last.aftermath.text)};
    const core::Judgement second = core::judge(level, expectation, last);
    if (second.verdict == core::Verdict::fail)
        return {core::Verdict::fail, fmt::format("the broker {} while the cell was open ({}), and the cell that ran "
                                                 "again, alone, failed: {}",
                                                 what_happened(first), first.text, second.reason)};
    return {core::Verdict::inconclusive,
            fmt::format("the broker {} while the cell was open ({}), but not when the cell ran again, alone",
                        what_happened(first), first.text)};
}

std::vector<Change> rejudge(Run& run) {
    std::vector<Change> changes;
    for (Cell& cell : run.cells) {
        const ScenarioText* scenario = scenario_of(run, cell);
        if (!was_judged(cell) || scenario == nullptr)
            continue;
        const core::Judgement before{cell.verdict, cell.reason};
        const core::Judgement after = judge(scenario->level, scenario->expectation, cell);
        if (after == before)
            continue;
        cell.verdict = after.verdict;
        cell.reason = after.reason;
        if (!is_red(cell, run.fail_on))
            cell.known.reset();
        changes.push_back({cell.id(), before, after});
    }
    return changes;
}

}  // namespace gauntlet::record
