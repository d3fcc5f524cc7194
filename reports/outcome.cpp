#include "outcome.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "describe.hpp"

namespace gauntlet::reports {

using record::Cell;
using record::Run;
using record::ScenarioText;

const record::Stale* stale_entry(const Run& run, const Cell& cell) {
    const auto found = std::find_if(run.stale.begin(), run.stale.end(), [id = cell.id()](const record::Stale& stale) {
        return stale.why == record::StaleWhy::fixed && stale.cell == id;
    });
    return found == run.stale.end() ? nullptr : &*found;
}

Outcome outcome_of(const Run& run, const Cell& cell) {
    if (cell.proof)
        return record::is_undecided(cell)          ? Outcome::error
               : record::is_red(cell, run.fail_on) ? Outcome::failure
                                                   : Outcome::passed;
    switch (cell.verdict) {
        case core::Verdict::inconclusive:
            return Outcome::error;
        case core::Verdict::unsupported:
        case core::Verdict::skipped:
            return Outcome::skipped;
        default:
            break;
    }
    if (!record::is_red(cell, run.fail_on))
        return stale_entry(run, cell) == nullptr ? Outcome::passed : Outcome::failure;
    return cell.known ? Outcome::skipped : Outcome::failure;
}

std::vector<const record::Stale*> other_stale(const Run& run) {
    std::vector<const record::Stale*> entries;
    for (const record::Stale& stale : run.stale)
        if (stale.why != record::StaleWhy::fixed)
            entries.push_back(&stale);
    return entries;
}

std::string message_of(const Run& run, const Cell& cell) {
    if (const record::Stale* stale = stale_entry(run, cell))
        return fmt::format("stale known failure: {}:{}: the cell passed; remove the entry or narrow it", stale->file,
                           stale->line);
    if (cell.known)
        return "known failure: " + describe(*cell.known);
    if (cell.proof)
        return describe(*cell.proof);
    return fmt::format("{}: {}", core::to_string(cell.verdict), cell.reason);
}

std::string details_of(const Run& run, const Cell& cell) {
    const ScenarioText* scenario = record::scenario_of(run, cell);
    std::string text = message_of(run, cell) + "\n";
    const auto add = [&text](const char* name, const std::string& value) {
        if (!value.empty())
            text += fmt::format("{}: {}\n", name, value);
    };
    if (scenario != nullptr) {
        add("title", scenario->title);
        add("expected", fmt::format("{}", fmt::join(expected_lines(*scenario), "\n          ")));
    }
    add("observed", fmt::format("{}", fmt::join(observed_lines(cell), "\n          ")));
    if (scenario != nullptr) {
        add("clause", clauses_text(*scenario));
        add("why", scenario->why);
        add("mend", scenario->mend);
    }
    add("transcript", cell.transcript);
    add("log", cell.log);
    add("repeat", cell.reproduce);
    return text;
}

}  // namespace gauntlet::reports
