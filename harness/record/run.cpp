#include "gauntlet/record/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "gauntlet/record/glob.hpp"

namespace gauntlet::record {

std::string Cell::id() const {
    return fmt::format("{}/{}/{}", broker, core::to_string(transport), scenario);
}

std::string describe(const Stale& stale) {
    const std::string place = fmt::format("{}:{}: ", stale.file, stale.line);
    switch (stale.why) {
        case StaleWhy::expired:
            return place + "expired known failure: `until` is over, and nothing excuses " + stale.cell +
                   " any more; mend the broker, or decide again";
        case StaleWhy::duplicate:
            return place + "duplicate known failure: another entry excuses " + stale.cell + " already; keep one";
        case StaleWhy::unused:
            return place + "known failure of nothing: no cell of this run can be excused by it; remove the entry";
        case StaleWhy::fixed:
            break;
    }
    return place + "stale known failure: " + stale.cell + " passed; remove the entry or narrow it";
}

bool is_everything(const Selection& selection) {
    return selection.select.empty() && selection.level == core::Level::observe && selection.shards == 1;
}

std::string_view adapter_of(std::string_view broker) {
    return broker.substr(0, broker.find('@'));
}

const ScenarioText* scenario_of(const Run& run, const Cell& cell) {
    const auto found = std::find_if(run.scenarios.begin(), run.scenarios.end(),
                                    [&cell](const ScenarioText& s) { return s.id == cell.scenario; });
    return found == run.scenarios.end() ? nullptr : &*found;
}

std::string_view remedy_of(const BrokerInfo& broker, const Cell& cell) {
    const std::string place = fmt::format("{}/{}", core::to_string(cell.transport), cell.scenario);
    for (const Remedy& remedy : broker.remedies)
        for (const std::string& glob : remedy.scenarios)
            if (glob_matches(glob, cell.scenario) || glob_matches(glob, place))
                return remedy.text;
    return {};
}

bool is_red(const Cell& cell, FailOn fail_on) {
    if (cell.proof)
        return !cell.proof->wrong.empty() && !is_undecided(cell);
    return cell.verdict == core::Verdict::fail || (cell.verdict == core::Verdict::weak && fail_on == FailOn::weak);
}

bool is_undecided(const Cell& cell) {
    if (cell.proof)
        return !cell.proof->wrong.empty() && !cell.evidence.harness_fault.empty();
    return cell.verdict == core::Verdict::inconclusive;
}

int Totals::all() const {
    return std::accumulate(counts.begin(), counts.end(), 0);
}

Totals totals(const std::vector<Cell>& cells) {
    Totals totals;
    for (const Cell& cell : cells)
        ++totals.counts[static_cast<std::size_t>(cell.verdict)];
    return totals;
}

}  // namespace gauntlet::record
