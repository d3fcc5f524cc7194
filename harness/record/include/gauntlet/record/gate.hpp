// What a run means for a release: one exit code, and why.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

inline constexpr int exit_as_expected = 0;
inline constexpr int exit_gate = 1;            // an unknown fail, a stale known failure, a flaw that was not caught
inline constexpr int exit_bad_input = 2;       // usage, or a bad input file
inline constexpr int exit_infrastructure = 3;  // or anything inconclusive
inline constexpr int exit_nothing_ran = 4;     // nothing selected, or all of it unsupported or skipped
inline constexpr int exit_finding = 5;         // of a campaign
inline constexpr int exit_skipped = 77;        // instead of 4 under CTest

struct GateOptions {
    std::string bad_input;  // not empty: an input was bad, and how
    bool ctest = false;     // GAUNTLET_CTEST=1
};

struct Gate {
    int exit = exit_as_expected;
    std::vector<std::string> reasons;  // one line each, those of the exit code first; empty where exit is 0
    bool operator==(const Gate&) const = default;
};

// Precedence: 128 + signal, 2, 3, 1, 5, 4, 0.
Gate gate(const Run& run, const GateOptions& options = {});

}  // namespace gauntlet::record
