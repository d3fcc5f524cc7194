// What changed between two runs: of two releases of a broker, or of one before and after a change.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

// In the order in which they ask for attention.
enum class What : std::uint8_t {
    regression,  // a worse verdict: pass (or info) before weak before fail
    undecided,   // inconclusive now, and not before
    vanished,    // had a verdict, and has none: not selected, unsupported or skipped now
    repair,      // a better verdict
    appeared,    // has a verdict, and had none
    observed,    // the same verdict on other observations
};
inline constexpr std::array<std::string_view, 6> what_names{"regression", "undecided", "vanished",
                                                            "repair",     "new",       "observed"};
constexpr std::string_view to_string(What what) {
    return what_names[static_cast<std::size_t>(what)];
}

struct Difference {
    What what = What::regression;
    const Cell* before = nullptr;  // of the old run; nullptr: it has no such cell
    const Cell* after = nullptr;   // of the new run; nullptr: it has no such cell
};

// Which broker of the old run is compared with which of the new one, where their names differ: of one matrix with two
// versions. Empty: each with the one of its name.
struct Pair {
    std::string before;
    std::string after;
};

struct Diff {
    std::vector<Difference> differences;  // by What, then by the cell's id
    std::size_t compared = 0;             // cells that have a verdict in both
    std::size_t of(What what) const;
    // Regressions that no known failure excuses.
    std::size_t unexcused() const;
    // 1: a regression; 3: none, but a cell that is inconclusive now; 4: no cell has a verdict in both; else 0.
    int exit() const;
};

// The differences point into both runs.
Diff diff(const Run& before, const Run& after, const Pair& pair = {});

// What a difference is of: the id of the new cell, or of the old one where there is no new one.
std::string cell_of(const Difference& difference);

// JSON (docs/schema/diff.schema.json).
std::string to_json(const Diff& diff, const Run& before, const Run& after);

}  // namespace gauntlet::record
