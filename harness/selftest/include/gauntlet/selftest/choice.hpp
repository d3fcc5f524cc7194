// Which cells of scenario × flaw a self-test runs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gauntlet/plan/composition.hpp"
#include "gauntlet/plan/selection.hpp"

namespace gauntlet::selftest {

struct Choice {
    // The whole product. Otherwise every cell without a flaw, every intended one, and of the rest a twentieth that the
    // seed draws.
    bool full = false;
    std::uint64_t seed = 0;
    plan::Shard shard;
};

// `cells` are of candidates with names of subject_name(), sorted by id. The shards of one seed are disjoint and
// together whole; a shard has few flaws whole rather than a part of each, for each one is a broker to be started.
std::vector<plan::PlannedCell> choose(std::vector<plan::PlannedCell> cells, std::span<const plan::Candidate> candidates,
                                      const Choice& choice);

// Whether the seed draws the cell: one in twenty, whatever other cells there are.
bool is_drawn(std::uint64_t seed, std::string_view cell_id);

}  // namespace gauntlet::selftest
