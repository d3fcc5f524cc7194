#include "gauntlet/record/baseline.hpp"

#include <fmt/format.h>

#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/print.hpp"
#include "gauntlet/record/version.hpp"
#include "toml_text.hpp"

namespace gauntlet::record {

namespace {

constexpr std::size_t comment_limit = 300;  // bytes

// TOML has no escapes in comments; a quoted text has no control character that would end one.
std::string comment(std::string_view name, std::string_view text) {
    return fmt::format("# {}: {}\n", name, quote(text.substr(0, comment_limit)));
}

std::string versions_of(const Cell& cell) {
    const std::string exact = "=" + cell.broker_version;
    return VersionRange::parse(exact) ? exact : "*";
}

std::string entry_of(const Run& run, const Cell& cell) {
    const ScenarioText* scenario = scenario_of(run, cell);
    std::string text = "\n" + comment(core::to_string(cell.verdict), cell.reason);
    if (scenario != nullptr)
        text += comment("title", scenario->title);
    if (!cell.reproduce.empty())
        text += comment("repeat", cell.reproduce);
    return text + "[[known]]\n" + toml_line("id", cell.scenario) +
           toml_line("broker", std::string(adapter_of(cell.broker))) + toml_line("versions", versions_of(cell)) +
           toml_line("transport", std::string(core::to_string(cell.transport))) + toml_line("reason", std::string()) +
           toml_line("confirm", std::string());
}

}  // namespace

Baseline baseline_of(const Run& run) {
    Baseline baseline;
    baseline.text = fmt::format(
        "# Failures of a run that began at {}. `reason` says why the broker fails, `confirm` is a command\n"
        "# without Gauntlet that exits 0 where the fault shows: a person writes both, and until then\n"
        "# 'gauntlet run --known' refuses this file. `link` and `until` (a date) may be added.\n",
        recipe::format_rfc3339(run.started));
    for (const Cell& cell : run.cells)
        if (is_red(cell, run.fail_on) && !cell.known && !cell.proof) {
            baseline.text += entry_of(run, cell);
            ++baseline.entries;
        }
    return baseline;
}

}  // namespace gauntlet::record
