// Sentences that more than one report prints of a cell. Not neutralised: each report does so in its own way.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

// "alert 45 certificate_expired", with the facts that were seen.
std::string describe(const core::Observation& observation);

// One line for each rule: "connack: tls alert 45 certificate_expired; weak: …".
std::vector<std::string> expected_lines(const record::ScenarioText& scenario);

// One line for each observation of the last try, controls and aftermath included where they say something.
std::vector<std::string> observed_lines(const record::Cell& cell);

// "file:line: reason (link)".
std::string describe(const record::Known& known);

// "expected …, came out …" or, of what came out as it must, "as expected: …".
std::string describe(const record::Proof& proof);

// "log: heap-use-after-free in f < g": the oracle and what it saw.
std::string describe(const record::Finding& finding);

// "RFC 5280 4.1.2.5, MQTT-3.1.2-1", or the rows of the catalogue where no clause is named.
std::string clauses_text(const record::ScenarioText& scenario);

}  // namespace gauntlet::reports
