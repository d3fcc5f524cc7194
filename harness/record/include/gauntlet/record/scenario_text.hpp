// What the record, `list` and `explain` say of a scenario: no pointers to recipes, and everything that is needed to
// judge its cells again offline.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/expectation.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/core/transport.hpp"

namespace gauntlet::record {

struct ScenarioText {
    std::string id;      // "mutual/expired-leaf/tls-1-2"
    std::string check;   // "mutual/expired-leaf"
    std::string family;  // "mutual"
    std::string title;
    std::string why;
    std::string mend;
    core::Level level = core::Level::must;
    std::vector<std::string> clauses;
    std::vector<std::string> catalogue;
    std::vector<std::string> statements;
    std::string profile;  // its name
    std::vector<core::Transport> transports;
    std::vector<std::string> needs;          // capabilities
    std::vector<std::string> flaws;          // names of those that prove it
    std::vector<std::string> steps;          // one line each; first who the clients are, where they deviate
    std::vector<std::string> control_steps;  // likewise
    core::Expectation expectation;
    bool exclusive = false;
    bool operator==(const ScenarioText&) const = default;
};

ScenarioText text_of(const core::Scenario& scenario);

}  // namespace gauntlet::record
