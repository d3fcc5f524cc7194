// From evidence to verdict, over all tries of a cell; offline as well.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/judge.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

// core::judge for a cell that ran once. For one that was run again because its broker died (law 11): dies again,
// or fails by what it shows -> fail, otherwise inconclusive.
core::Judgement judge(core::Level level, const core::Expectation& expectation, const Cell& cell);

struct Change {
    std::string cell;  // its id
    core::Judgement before;
    core::Judgement after;
    bool operator==(const Change&) const = default;
};

// Judges every cell that ran again, from what the record stores, and returns those that changed. Marks of known
// failures stay where the cell is still red.
std::vector<Change> rejudge(Run& run);

}  // namespace gauntlet::record
