#include "gauntlet/record/scenario_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client_text.hpp"

namespace gauntlet::record {

namespace {

std::vector<std::string> lines_of(const core::Stimulus& stimulus) {
    std::vector<std::string> lines;
    if (const std::string client = text_of(stimulus.client); !client.empty())
        lines.push_back("client: " + client);
    for (const core::NamedClient& other : stimulus.others)
        if (const std::string client = text_of(other.client); !client.empty())
            lines.push_back(fmt::format("client '{}': {}", other.name, client));
    for (const core::Step& step : stimulus.steps)
        lines.push_back(core::to_text(step));
    return lines;
}

std::vector<std::string> names_of(const std::vector<core::ProvedBy>& flaws) {
    std::vector<std::string> names;
    for (const core::ProvedBy& proof : flaws)
        if (const std::string name = core::name_of(proof.flaw);
            std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    return names;
}

}  // namespace

ScenarioText text_of(const core::Scenario& scenario) {
    return {.id = scenario.id(),
            .check = scenario.check,
            .family = scenario.family(),
            .title = scenario.title,
            .why = scenario.why,
            .mend = scenario.mend,
            .level = scenario.level,
            .clauses = scenario.clauses,
            .catalogue = scenario.catalogue,
            .statements = scenario.statements,
            .profile = scenario.profile.name,
            .transports = scenario.transports,
            .needs = core::needs(scenario),
            .flaws = names_of(scenario.flaws),
            .steps = lines_of(scenario.stimulus),
            .control_steps = lines_of(core::control_of(scenario).stimulus),
            .expectation = scenario.expectation,
            .exclusive = scenario.exclusive};
}

}  // namespace gauntlet::record
