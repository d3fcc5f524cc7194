#include "gauntlet/core/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gauntlet::core {

namespace {

// Levenshtein's distance: insertions, deletions and replacements that make one text of the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& known, std::size_t count) {
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& one : known)
        ranked.emplace_back(distance(name, one), one);
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i)
        names.push_back(ranked[i].second);
    return names;
}

}  // namespace gauntlet::core
