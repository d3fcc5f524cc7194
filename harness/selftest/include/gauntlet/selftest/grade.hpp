// Whether the flaws were caught.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>

#include "gauntlet/core/scenario.hpp"
#include "gauntlet/record/run.hpp"
#include "gauntlet/selftest/expected.hpp"

namespace gauntlet::selftest {

class Grader {
  public:
    // Points into `scenarios`.
    explicit Grader(std::span<const core::Scenario> scenarios);

    // What the cell was asked for, and what is wrong with it. Throws std::out_of_range where it is of another scenario,
    // or of a broker that subject_name() does not name.
    record::Proof proof_of(const record::Cell& cell) const;

  private:
    Fields fields_;
    std::map<std::string, const core::Scenario*, std::less<>> scenarios_;  // by id
    std::map<std::string, MaybeFlaw, std::less<>> flaws_;                  // by the subject's name
};

// Writes its proof into each cell, and into the run how many flaws were caught: of those that some cell was meant to
// show, the ones for which every such cell did.
void grade(record::Run& run, const Grader& grader);

}  // namespace gauntlet::selftest
