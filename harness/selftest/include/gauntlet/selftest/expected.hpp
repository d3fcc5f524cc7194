// What must come out of a scenario on the reference broker with a flaw: derived from the hand-written `flaws` fields of
// the scenarios and from the laws alone, never from an earlier run.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "gauntlet/core/level.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/record/run.hpp"
#include "gauntlet/selftest/laws.hpp"
#include "gauntlet/selftest/subject.hpp"

namespace gauntlet::selftest {

// The fields as a whole say which flaws turn good clients away: those that a scenario names whose expectation is a
// welcome. With such a flaw the control of other scenarios may not hold, and law 3 makes them inconclusive.
class Fields {
  public:
    explicit Fields(std::span<const core::Scenario> scenarios);
    bool turns_good_clients_away(core::Flaw flaw) const { return unkind_.contains(flaw); }

  private:
    std::set<core::Flaw> unkind_;
};

struct Expected {
    // Why: the first that holds.
    enum class By : std::uint8_t {
        law,     // the flaw is one of law_flaws()
        field,   // the scenario names the flaw
        nothing  // there is no flaw, or none that the scenario names: as on the correct broker
    };
    By by = By::nothing;
    std::vector<core::Verdict> verdicts;          // any of them
    std::vector<const core::ProvedBy*> observed;  // all of them; they point into the scenario
    bool control_may_fail = false;                // then inconclusive is right too (law 3)
};

Expected expected_of(const core::Scenario& scenario, MaybeFlaw flaw, const Fields& fields);

// Whether one of the scenario's fields is about the flaw.
bool names(const core::Scenario& scenario, core::Flaw flaw);

// Whether the flaw is meant to show in the scenario: by a field, or by a law.
bool is_intended(const core::Scenario& scenario, MaybeFlaw flaw);

// For people: "fail, with connack: mqtt accepted".
std::string to_text(const Expected& expected);

// What came out of the cell otherwise; "" where nothing did.
std::string wrong_in(const record::Cell& cell, const core::Scenario& scenario, const Expected& expected,
                     MaybeFlaw flaw);

}  // namespace gauntlet::selftest
