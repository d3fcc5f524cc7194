#include "describe.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gauntlet/wire/tables/alerts.hpp"

namespace gauntlet::reports {

namespace {

// "alert 45 certificate_expired", "connack 5", "fin"
std::string head_of(const core::Observation& observation) {
    std::string head(core::to_string(observation.kind));
    if (observation.code)
        head += fmt::format(" {}", *observation.code);
    if (observation.kind == core::Kind::alert && observation.code)
        head += fmt::format(" {}", wire::tls::alert_name(static_cast<std::uint8_t>(*observation.code)));
    return head;
}

std::string named(const char* name, const std::optional<core::Observation>& control) {
    return fmt::format("{}: {}", name, control ? describe(*control) : "not run");
}

}  // namespace

std::string describe(const core::Observation& observation) {
    const std::string head = head_of(observation);
    std::string text = fmt::format("{} ", core::to_string(observation.layer));
    if (observation.text.starts_with(head))
        text += observation.text;
    else
        text += observation.text.empty() ? head : fmt::format("{} ({})", head, observation.text);
    for (std::size_t i = 0; i < observation.facts.size(); ++i)
        text +=
            fmt::format("{}{} = {}", i == 0 ? " with " : ", ", observation.facts[i].name, observation.facts[i].value);
    return text;
}

std::vector<std::string> expected_lines(const record::ScenarioText& scenario) {
    std::vector<std::string> lines;
    for (const core::Rule& rule : scenario.expectation.rules)
        lines.push_back(core::to_text(rule));
    return lines;
}

std::vector<std::string> observed_lines(const record::Cell& cell) {
    std::vector<std::string> lines;
    const core::Evidence& evidence = cell.evidence;
    for (const core::Observation& observation : evidence.observed)
        lines.push_back(fmt::format("{}: {}", observation.at, describe(observation)));
    if (evidence.control_before || evidence.control_after) {
        lines.push_back(named("control before", evidence.control_before));
        lines.push_back(named("control after", evidence.control_after));
    }
    if (cell.tries > 0 && evidence.aftermath.state != core::Aftermath::State::alive)
        lines.push_back(
            fmt::format("aftermath: {} ({})", core::to_string(evidence.aftermath.state), evidence.aftermath.text));
    if (!evidence.harness_fault.empty())
        lines.push_back("harness: " + evidence.harness_fault);
    for (const core::Evidence& earlier : cell.earlier)
        lines.push_back(
            fmt::format("an earlier try: {} ({})", core::to_string(earlier.aftermath.state), earlier.aftermath.text));
    return lines;
}

std::string describe(const record::Known& known) {
    return fmt::format("{}:{}: {}{}", known.file, known.line, known.reason,
                       known.link.empty() ? "" : " (" + known.link + ")");
}

std::string describe(const record::Proof& proof) {
    return proof.wrong.empty() ? "as expected: " + proof.expected
                               : fmt::format("expected {}, came out {}", proof.expected, proof.wrong);
}

std::string describe(const record::Finding& finding) {
    return fmt::format("{}: {}", finding.oracle, finding.signature);
}

std::string clauses_text(const record::ScenarioText& scenario) {
    return fmt::format("{}", fmt::join(scenario.clauses.empty() ? scenario.catalogue : scenario.clauses, ", "));
}

}  // namespace gauntlet::reports
