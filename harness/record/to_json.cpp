#include "gauntlet/record/json.hpp"
#include "gauntlet/record/print.hpp"
#include "writer.hpp"

namespace gauntlet::record {

std::string to_json(const Run& run) {
    ScenarioIndex scenarios;
    for (const ScenarioText& scenario : run.scenarios)
        scenarios.emplace(scenario.id, &scenario);
    Writer writer(scenarios);
    fields(writer, run);
    return print(writer.take());
}

std::string to_json_line(const Cell& cell, const ScenarioText& scenario) {
    const ScenarioIndex scenarios{{scenario.id, &scenario}};
    Writer writer(scenarios);
    fields(writer, cell);
    return print_line(writer.take());
}

std::string to_json(const Finding& finding) {
    const ScenarioIndex none;
    Writer writer(none);
    fields(writer, finding);
    return print(writer.take());
}

}  // namespace gauntlet::record
