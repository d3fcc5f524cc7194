// What a row of the matrix opens: the scenario, and what each broker answered.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <tuple>

#include "describe.hpp"
#include "escape.hpp"
#include "parts.hpp"

namespace gauntlet::reports::html {

namespace {

void add_item(std::string& out, std::string_view name, const std::string& content) {
    if (!content.empty())
        fmt::format_to(std::back_inserter(out), "<dt>{}</dt><dd>{}</dd>\n", name, content);
}

std::string list(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "<br/>") + safe(line, 600);
    return text;
}

std::string code(std::string_view command) {
    return command.empty() ? "" : "<code>" + safe_command(command) + "</code>";
}

bool asks_for(const core::Expectation& expectation, const std::string& at, const std::string& fact) {
    const auto names = [&fact](const core::Pattern& pattern) {
        return std::ranges::any_of(pattern.facts, [&fact](const core::FactRule& rule) { return rule.name == fact; });
    };
    return std::ranges::any_of(expectation.rules, [&](const core::Rule& rule) {
        return rule.at == at && (std::ranges::any_of(rule.pass, names) || std::ranges::any_of(rule.weak, names));
    });
}

// Facts that no rule asks for (a handshake has a dozen) stay in the record and the transcript.
core::Observation without_idle_facts(core::Observation observation, const core::Expectation& expectation) {
    std::erase_if(observation.facts,
                  [&](const core::Fact& fact) { return !asks_for(expectation, observation.at, fact.name); });
    return observation;
}

std::vector<std::string> answers(const record::Cell& cell, const core::Expectation& expectation) {
    std::vector<std::string> lines;
    for (const core::Observation& observation : cell.evidence.observed)
        lines.push_back(observation.at + ": " + describe(without_idle_facts(observation, expectation)));
    return lines;
}

// Controls, aftermath and faults: what stands beside the answers.
std::vector<std::string> circumstances(const record::Cell& cell) {
    record::Cell other = cell;
    other.evidence.observed.clear();
    for (std::optional<core::Observation>* control : {&other.evidence.control_before, &other.evidence.control_after})
        if (*control)
            (*control)->facts.clear();
    std::vector<std::string> lines = observed_lines(other);
    const std::optional<core::Observation>& before = other.evidence.control_before;
    if (before && before == other.evidence.control_after) {
        lines.erase(lines.begin());
        lines.front() = "before and after: " + describe(*before);
    }
    return lines;
}

void add_scenario(std::string& out, const Row& row) {
    const record::ScenarioText& scenario = *row.scenario;
    out += "<dl>\n";
    add_item(out, "Clause", safe(fmt::format("{} ({})", clauses_text(scenario), core::to_string(scenario.level))));
    add_item(out, "Why it matters", safe(scenario.why));
    add_item(out, "Expected", list(expected_lines(scenario)));
    add_item(out, "How to mend", safe(scenario.mend));
    out += "</dl>\n<details><summary>Steps</summary>\n<pre>";
    for (const std::string& step : scenario.steps)
        out += safe(step, 600) + "\n";
    if (!scenario.control_steps.empty())
        out += "control, before and after:\n";
    for (const std::string& step : scenario.control_steps)
        out += "  " + safe(step, 600) + "\n";
    out += "</pre></details>\n";
}

std::string files_of(const record::Cell& cell) {
    std::string text;
    if (!cell.transcript.empty())
        text += file_link("transcript", cell.transcript);
    if (cell.capture)
        text += (text.empty() ? "" : ", ") + file_link("capture", *cell.capture);
    if (!cell.log.empty())
        text += (text.empty() ? "" : ", ") + file_link("log", cell.log);
    return text;
}

void add_whole(std::string& out, const Model& model, const Row& row, std::size_t column, std::size_t budget) {
    const record::Cell& cell = *row.cells[column];
    const record::BrokerInfo* info = model.columns[column].info;
    fmt::format_to(std::back_inserter(out), "<section class=\"cell {}\" id=\"r-{}-{}\">\n<h4>{} {}</h4>\n<dl>\n",
                   class_of(cell.verdict), row.number, column, badge(cell.verdict),
                   safe(model.columns[column].label()));
    add_item(out, "Reason", safe(cell.reason));
    if (cell.proof)
        add_item(out, "Must come out", safe(describe(*cell.proof)));
    if (cell.known)
        add_item(out, "Known", safe(describe(*cell.known)));
    add_item(out, "Observed", list(answers(cell, row.scenario->expectation)));
    add_item(out, "Control", list(circumstances(cell)));
    if (cell.verdict != core::Verdict::info)
        add_item(out, "Mend this broker", info != nullptr ? safe(record::remedy_of(*info, cell)) : "");
    add_item(out, "Repeat it", code(cell.reproduce));
    add_item(out, "Files", files_of(cell));
    out += "</dl>\n";
    if (cell.conversation)
        add_conversation(out, *cell.conversation, budget);
    out += "</section>\n";
}

// The command with the broker's name left open, so that those of several brokers are one text.
std::string command_of_any(const record::Cell& cell) {
    std::string command = cell.reproduce;
    for (const auto& [before, after] :
         {std::pair<std::string, std::string>{"--broker " + cell.broker + " ", "--broker BROKER "},
          {"--select " + cell.broker + "/", "--select BROKER/"}})
        if (const std::size_t at = command.find(before); at != std::string::npos)
            command.replace(at, before.size(), after);
    return command;
}

using Columns = std::vector<std::size_t>;
// What brokers have in common that have nothing to be looked into: verdict, reason, answers, command.
using Answer = std::tuple<core::Verdict, std::string, std::string, std::string>;

void add_group(std::string& out, const Model& model, const Row& row, const Answer& answer, const Columns& columns) {
    const auto& [verdict, reason, observed, command] = answer;
    fmt::format_to(std::back_inserter(out), "<section class=\"cell {}\">\n<h4>{}", class_of(verdict), badge(verdict));
    for (std::size_t i = 0; i < columns.size(); ++i)
        fmt::format_to(std::back_inserter(out), "{}<b id=\"r-{}-{}\">{}</b>", i == 0 ? " " : ", ", row.number,
                       columns[i], safe(model.columns[columns[i]].label()));
    out += "</h4>\n<dl>\n";
    add_item(out, "Reason", safe(reason));
    add_item(out, "Observed", observed);
    add_item(out, "Repeat it", code(columns.size() == 1 ? row.cells[columns.front()]->reproduce : command));
    out += "</dl>\n</section>\n";
}

void add_groups(std::string& out, const Model& model, const Row& row) {
    std::map<Answer, Columns> groups;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        const record::Cell* cell = row.cells[column];
        if (cell != nullptr && !is_shown_whole(*cell))
            groups[{cell->verdict, cell->reason, list(answers(*cell, row.scenario->expectation)),
                    command_of_any(*cell)}]
                .push_back(column);
    }
    for (const auto& [answer, columns] : groups)
        add_group(out, model, row, answer, columns);
}

bool has_attention(std::span<const Row> rows) {
    return std::ranges::any_of(rows, [](const Row& row) {
        return std::ranges::any_of(
            row.cells, [](const record::Cell* cell) { return cell != nullptr && asks_for_attention(*cell); });
    });
}

void add_row(std::string& out, const Model& model, const Row& row, std::size_t budget) {
    fmt::format_to(std::back_inserter(out),
                   "<div id=\"r-{}\">\n<p class=\"over\">over {} <a href=\"#{}\">back</a></p>\n", row.number,
                   core::to_string(row.transport),
                   model.run->selftest ? std::string("attention") : fmt::format("m-{}", row.number));
    for (std::size_t column = 0; column < row.cells.size(); ++column)
        if (row.cells[column] != nullptr && is_shown_whole(*row.cells[column]))
            add_whole(out, model, row, column, budget);
    add_groups(out, model, row);
    out += "</div>\n";
}

// The rows of one scenario: one for each transport.
void add_panel(std::string& out, const Model& model, std::span<const Row> rows, std::size_t budget) {
    const Row& first = rows.front();
    fmt::format_to(std::back_inserter(out),
                   "<article class=\"panel{0}\" aria-labelledby=\"t-{1}\">\n<h3 id=\"t-{1}\">{2}</h3>\n<p>{3}</p>\n",
                   has_attention(rows) ? " bad" : "", first.number, safe(first.scenario->id),
                   safe(first.scenario->title));
    add_scenario(out, first);
    for (const Row& row : rows)
        add_row(out, model, row, budget);
    out += "</article>\n";
}

void add_panels_of(std::string& out, const Model& model, std::span<const Row> rows, std::size_t budget) {
    while (!rows.empty()) {
        const auto end =
            std::ranges::find_if(rows, [&rows](const Row& row) { return row.scenario != rows.front().scenario; });
        const auto count = static_cast<std::size_t>(end - rows.begin());
        add_panel(out, model, rows.first(count), budget);
        rows = rows.subspan(count);
    }
}

}  // namespace

void add_panels(std::string& out, const Model& model, std::size_t budget) {
    if (model.families.empty())
        return;
    out +=
        "<section id=\"cells\" aria-labelledby=\"h-cells\">\n<h2 id=\"h-cells\">Cells</h2>\n<p "
        "class=\"hint\">Choose a row or a cell: what it is about is shown here.</p>\n";
    for (const Family& family : model.families)
        add_panels_of(out, model, family.rows, budget);
    out += "</section>\n";
}

}  // namespace gauntlet::reports::html
