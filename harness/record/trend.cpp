#include "gauntlet/record/trend.hpp"

#include <algorithm>
#include <map>

namespace gauntlet::record {

namespace {

bool changes(const std::vector<std::optional<core::Verdict>>& verdicts) {
    std::optional<core::Verdict> first;
    for (const std::optional<core::Verdict>& verdict : verdicts) {
        if (first && verdict && *verdict != *first)
            return true;
        first = first ? first : verdict;
    }
    return false;
}

}  // namespace

Trend trend(const std::vector<NamedRun>& runs) {
    Trend trend;
    for (const NamedRun& named : runs)
        trend.points.push_back({named.file, &named.run, totals(named.run.cells)});
    std::ranges::stable_sort(trend.points, {}, [](const Point& point) { return point.run->started; });
    std::map<std::string, std::vector<std::optional<core::Verdict>>> cells;
    for (std::size_t i = 0; i < trend.points.size(); ++i)
        for (const Cell& cell : trend.points[i].run->cells) {
            auto& verdicts = cells[cell.id()];
            verdicts.resize(trend.points.size());
            verdicts[i] = cell.verdict;
        }
    for (auto& [id, verdicts] : cells)
        if (changes(verdicts))
            trend.courses.push_back({id, std::move(verdicts)});
    return trend;
}

}  // namespace gauntlet::record
