#include "gauntlet/selftest/choice.hpp"

#include "gauntlet/core/fnv.hpp"
#include "gauntlet/selftest/expected.hpp"
#include "gauntlet/selftest/laws.hpp"
#include "gauntlet/selftest/subject.hpp"

namespace gauntlet::selftest {

namespace {

constexpr std::uint64_t one_in = 20;

// FNV-1a, then the finaliser of SplitMix64, whose low bits depend on all of the input.
std::uint64_t hash(std::uint64_t seed, std::string_view text) {
    std::uint64_t state = core::fnv1a(text, core::fnv_basis ^ seed);
    state = (state ^ (state >> 30U)) * 0xbf58476d1ce4e5b9U;
    state = (state ^ (state >> 27U)) * 0x94d049bb133111ebU;
    return state ^ (state >> 31U);
}

// Brokers with a flaw that every scenario is run against are dealt cell by cell, the others as a whole.
bool is_dealt_by_cell(MaybeFlaw flaw) {
    return !flaw || law_of(*flaw).has_value();
}

bool is_wanted(const plan::PlannedCell& cell, MaybeFlaw flaw, const Choice& choice) {
    if (choice.full || !flaw)
        return true;
    return law_of(*flaw) == Law::serves_nobody || names(*cell.scenario, *flaw) || is_drawn(choice.seed, cell.id);
}

}  // namespace

bool is_drawn(std::uint64_t seed, std::string_view cell_id) {
    return hash(seed, cell_id) % one_in == 0;
}

std::vector<plan::PlannedCell> choose(std::vector<plan::PlannedCell> cells, std::span<const plan::Candidate> candidates,
                                      const Choice& choice) {
    std::vector<MaybeFlaw> flaws;
    for (const plan::Candidate& candidate : candidates)
        flaws.push_back(flaw_of_subject(candidate.name));
    std::vector<plan::PlannedCell> chosen;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const MaybeFlaw flaw = flaws[cells[i].broker];
        const std::size_t dealt = is_dealt_by_cell(flaw) ? i : cells[i].broker;
        if (dealt % choice.shard.count == choice.shard.index - 1 && is_wanted(cells[i], flaw, choice))
            chosen.push_back(std::move(cells[i]));
    }
    return chosen;
}

}  // namespace gauntlet::selftest
