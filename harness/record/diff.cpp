#include "gauntlet/record/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "gauntlet/record/gate.hpp"

namespace gauntlet::record {

namespace {

// How bad a verdict is; nothing where it is none.
std::optional<int> rank_of(const Cell* cell) {
    if (cell == nullptr)
        return std::nullopt;
    switch (cell->verdict) {
        case core::Verdict::pass:
        case core::Verdict::info:
            return 0;
        case core::Verdict::weak:
            return 1;
        case core::Verdict::fail:
            return 2;
        default:
            return std::nullopt;
    }
}

bool is_inconclusive(const Cell* cell) {
    return cell != nullptr && cell->verdict == core::Verdict::inconclusive;
}

// Texts are for people; payload-text has the run's own prefix in it.
bool is_same(const core::Observation& a, const core::Observation& b) {
    const auto facts_of = [](const core::Observation& observation) {
        std::vector<core::Fact> facts = observation.facts;
        std::erase_if(facts, [](const core::Fact& fact) { return fact.name == "payload-text"; });
        return facts;
    };
    return std::tie(a.at, a.layer, a.kind, a.code) == std::tie(b.at, b.layer, b.kind, b.code) &&
           facts_of(a) == facts_of(b);
}

bool is_same(const std::vector<core::Observation>& a, const std::vector<core::Observation>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const core::Observation& x, const core::Observation& y) { return is_same(x, y); });
}

std::optional<What> compare(const Cell* before, const Cell* after) {
    const std::optional<int> old_rank = rank_of(before);
    const std::optional<int> new_rank = rank_of(after);
    if (!old_rank)
        return new_rank                                             ? std::optional(What::appeared)
               : is_inconclusive(after) && !is_inconclusive(before) ? std::optional(What::undecided)
                                                                    : std::nullopt;
    if (!new_rank)
        return is_inconclusive(after) ? What::undecided : What::vanished;
    if (*old_rank != *new_rank)
        return *new_rank > *old_rank ? What::regression : What::repair;
    if (is_same(before->evidence.observed, after->evidence.observed))
        return std::nullopt;
    return What::observed;
}

using Cells = std::map<std::string, std::pair<const Cell*, const Cell*>>;  // by what the cells of both runs share

void collect(const Run& run, const std::string& broker, const Cell* Cells::mapped_type::*side, Cells& cells) {
    for (const Cell& cell : run.cells) {
        if (!broker.empty() && cell.broker != broker)
            continue;
        const std::string key = broker.empty() ? cell.id() : cell.id().substr(cell.broker.size());
        cells[key].*side = &cell;
    }
}

}  // namespace

std::size_t Diff::of(What what) const {
    return static_cast<std::size_t>(std::ranges::count(differences, what, &Difference::what));
}

std::size_t Diff::unexcused() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        differences, [](const Difference& d) { return d.what == What::regression && !d.after->known; }));
}

int Diff::exit() const {
    if (unexcused() != 0)
        return exit_gate;
    if (of(What::undecided) != 0)
        return exit_infrastructure;
    return compared == 0 ? exit_nothing_ran : exit_as_expected;
}

Diff diff(const Run& before, const Run& after, const Pair& pair) {
    Cells cells;
    collect(before, pair.before, &Cells::mapped_type::first, cells);
    collect(after, pair.after, &Cells::mapped_type::second, cells);
    Diff diff;
    for (const auto& [key, both] : cells) {
        const auto& [old_cell, new_cell] = both;
        diff.compared += rank_of(old_cell) && rank_of(new_cell) ? 1U : 0U;
        if (const auto what = compare(old_cell, new_cell))
            diff.differences.push_back({*what, old_cell, new_cell});
    }
    std::ranges::stable_sort(diff.differences, {}, &Difference::what);
    return diff;
}

std::string cell_of(const Difference& difference) {
    return (difference.after == nullptr ? difference.before : difference.after)->id();
}

}  // namespace gauntlet::record
