// gauntlet explain ID: everything about one scenario.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "commands.hpp"
#include "gauntlet/core/flaw.hpp"
#include "gauntlet/core/nearest.hpp"
#include "gauntlet/record/scenario_text.hpp"
#include "own_scenarios.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

std::vector<std::string> ids(const std::vector<core::Scenario>& all) {
    std::vector<std::string> result;
    for (const core::Scenario& scenario : all)
        result.push_back(scenario.id());
    return result;
}

void print_list(const char* heading, const std::vector<std::string>& items) {
    if (!items.empty())
        fmt::print("{:<13}{}\n", heading, fmt::join(items, ", "));
}

void print_lines(const char* heading, const std::vector<std::string>& lines) {
    if (lines.empty())
        return;
    fmt::print("\n{}\n", heading);
    for (const std::string& line : lines)
        fmt::print("  {}\n", line);
}

std::vector<std::string> expectation_lines(const core::Expectation& expectation) {
    std::vector<std::string> lines;
    for (const core::Rule& rule : expectation.rules)
        lines.push_back(core::to_text(rule));
    lines.push_back("the control, before and after: " + core::to_text(expectation.control));
    lines.push_back("the broker lives on, and its log shows no crash");
    return lines;
}

std::vector<std::string> flaw_lines(const core::Scenario& scenario) {
    std::vector<std::string> lines;
    for (const core::ProvedBy& proof : scenario.flaws) {
        const core::FlawText& flaw = core::text_of(proof.flaw);
        lines.push_back(fmt::format("{}: a broker that {}; then at {}: {}", core::name_of(proof.flaw), flaw.sentence,
                                    proof.at, core::to_text(proof.observation)));
    }
    return lines;
}

std::vector<std::string> names_of(const std::vector<core::Transport>& transports) {
    std::vector<std::string> names;
    for (const core::Transport transport : transports)
        names.emplace_back(to_string(transport));
    return names;
}

void print(const core::Scenario& scenario) {
    const record::ScenarioText text = record::text_of(scenario);
    fmt::print("{}\n{}\n\n", text.id, text.title);
    fmt::print("{:<13}{}\n{:<13}{}\n{:<13}{}\n", "level", to_string(text.level), "why", text.why, "mend", text.mend);
    print_list("clauses", text.clauses);
    print_list("catalogue", text.catalogue);
    print_list("statements", text.statements);
    print_list("transports", names_of(text.transports));
    fmt::print("{:<13}{}\n", "profile", text.profile);
    print_list("needs", text.needs);
    if (text.exclusive)
        fmt::print("{:<13}{}\n", "exclusive", "it measures or disturbs the broker: an instance of its own");
    print_lines("What it does", text.steps);
    print_lines("The control, which must succeed before and after", text.control_steps);
    print_lines("What must be observed", expectation_lines(scenario.expectation));
    print_lines("Flaws of the reference broker that prove it", flaw_lines(scenario));
}

}  // namespace

int explain(const ExplainOptions& options) {
    const std::vector<core::Scenario> all = all_scenarios(options.scenarios);
    std::vector<const core::Scenario*> found;
    for (const core::Scenario& scenario : all)
        if (scenario.id() == options.id)
            found = {&scenario};
    if (found.empty())
        for (const core::Scenario& scenario : all)
            if (scenario.check == options.id)
                found.push_back(&scenario);
    if (found.empty())
        throw UsageError(fmt::format("there is no scenario '{}'; the nearest are {}", options.id,
                                     fmt::join(core::nearest(options.id, ids(all), 3), ", ")));
    print(*found.front());
    if (found.size() > 1) {
        fmt::print("\nOther rows of {}\n", options.id);
        for (std::size_t i = 1; i < found.size(); ++i)
            fmt::print("  {}\n", found[i]->id());
    }
    return 0;
}

}  // namespace gauntlet::cli
