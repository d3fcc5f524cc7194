#include "gauntlet/reports/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "describe.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/print.hpp"
#include "outcome.hpp"

namespace gauntlet::reports {

namespace {

namespace json = boost::json;
using core::Verdict;
using record::Cell;
using record::Run;

constexpr std::size_t limit = 8'000;  // bytes of a message: an uploader refuses files above 10 MB

json::string text(std::string_view characters) {
    if (characters.size() <= limit)
        return json::string(characters.data(), characters.size());
    const std::string cut =
        fmt::format("{}… ({} more bytes in the record)", characters.substr(0, limit), characters.size() - limit);
    return json::string(cut.data(), cut.size());
}

json::object message(std::string_view characters) {
    return {{"text", text(characters)}};
}

// A path as a relative reference (RFC 3986): what is not unreserved is encoded, but for "/".
json::string uri(std::string_view path) {
    constexpr std::string_view unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    std::string out;
    for (const char c : path)
        if (unreserved.find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return json::string(out.data(), out.size());
}

json::object place(std::string_view path, int line) {
    return {{"physicalLocation", json::object{{"artifactLocation", json::object{{"uri", uri(path)}}},
                                              {"region", json::object{{"startLine", std::max(line, 1)}}}}}};
}

// Results of one kind are of one rule; a rule stands in the list once.
class Rules {
  public:
    std::size_t index_of(const std::string& id, const json::object& rule) {
        const auto [found, is_new] = indices_.emplace(id, list_.size());
        if (is_new)
            list_.push_back(rule);
        return found->second;
    }
    json::array take() { return std::move(list_); }

  private:
    std::map<std::string, std::size_t> indices_;
    json::array list_;
};

json::object rule_of(const std::string& id, std::string_view title, std::string_view why, std::string_view help,
                     const char* level, json::array tags) {
    return {{"id", text(id)},
            {"shortDescription", message(title)},
            {"fullDescription", message(why)},
            {"help", message(help)},
            {"defaultConfiguration", json::object{{"level", level}}},
            {"properties", json::object{{"tags", std::move(tags)}}}};
}

json::object rule_of(const record::ScenarioText& scenario) {
    const std::string help =
        fmt::format("Clause: {}\nWhy: {}\nMend: {}", clauses_text(scenario), scenario.why, scenario.mend);
    return rule_of(scenario.id, scenario.title, scenario.why, help,
                   scenario.level == core::Level::should ? "warning" : "error",
                   {text(scenario.family), text(core::to_string(scenario.level))});
}

// SARIF 3.27.9 and 3.27.10: a level other than "none" is of kind "fail" alone. "open": could not be decided.
struct Grade {
    const char* kind;
    const char* level;
};

Grade grade_of(const Run& run, const Cell& cell) {
    if (record::is_undecided(cell))
        return {"open", "none"};
    return {"fail", cell.verdict == Verdict::weak && !record::is_red(cell, run.fail_on) ? "warning" : "error"};
}

bool is_result(const Run& run, const Cell& cell) {
    const Outcome outcome = outcome_of(run, cell);
    return outcome == Outcome::failure || outcome == Outcome::error || cell.known ||
           (cell.verdict == Verdict::weak && !cell.proof);
}

json::array suppressions_of(const Cell& cell) {
    if (!cell.known)
        return {};
    return {json::object{{"kind", "external"},
                         {"status", "accepted"},
                         {"location", place(cell.known->file, cell.known->line)},
                         {"justification", text(describe(*cell.known))}}};
}

class Log {
  public:
    explicit Log(const Run& run) : run_(run) {}

    json::object document() {
        for (const Cell& cell : run_.cells)
            if (is_result(run_, cell))
                add(cell);
        for (const record::Stale* entry : other_stale(run_))
            add(*entry);
        for (const record::Finding& finding : run_.findings)
            add(finding);
        json::object driver{{"name", "gauntlet"}, {"rules", rules_.take()}};
        if (!run_.tool.version.empty())
            driver["version"] = text(run_.tool.version);
        return {
            {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs",
             json::array{json::object{{"tool", json::object{{"driver", std::move(driver)}}},
                                      {"invocations", json::array{invocation()}},
                                      {"columnKind", "unicodeCodePoints"},
                                      {"results", std::move(results_)},
                                      {"properties", json::object{{"seed", text(std::to_string(run_.seed))},
                                                                  {"now", text(recipe::format_rfc3339(run_.now))}}}}}}};
    }

  private:
    void add(const Cell& cell) {
        const record::ScenarioText* scenario = record::scenario_of(run_, cell);
        const std::size_t rule = scenario != nullptr ? rules_.index_of(scenario->id, rule_of(*scenario)) : 0;
        const Grade grade = grade_of(run_, cell);
        const std::string id = cell.id();
        // Code scanning wants a file, and the same one in every run.
        json::object location = place(cell.transcript.empty() ? "record.json" : cell.transcript, 1);
        location["logicalLocations"] = json::array{json::object{{"fullyQualifiedName", text(id)}, {"kind", "cell"}}};
        json::object result{{"ruleId", text(cell.scenario)},
                            {"ruleIndex", rule},
                            {"kind", grade.kind},
                            {"level", grade.level},
                            {"message", message(details_of(run_, cell))},
                            {"locations", json::array{std::move(location)}},
                            {"partialFingerprints", fingerprints(id)},
                            {"properties", json::object{{"broker", text(cell.broker)},
                                                        {"brokerVersion", text(cell.broker_version)},
                                                        {"transport", text(core::to_string(cell.transport))},
                                                        {"verdict", text(core::to_string(cell.verdict))},
                                                        {"reproduce", text(cell.reproduce)}}}};
        // Present everywhere or nowhere (SARIF 3.27.23): an empty array says that a result is not suppressed.
        result["suppressions"] = suppressions_of(cell);
        results_.push_back(std::move(result));
    }

    void add(const record::Stale& entry) {
        const std::string id =
            "known-failures/" + std::string(record::stale_names[static_cast<std::size_t>(entry.why)]);
        const std::size_t rule =
            rules_.index_of(id, rule_of(id, "An entry of a known-failure file must go",
                                        "Known failures can only become fewer: an entry that excuses nothing is red.",
                                        "Remove the entry, or narrow it.", "error", {"known-failures"}));
        results_.push_back(json::object{{"ruleId", text(id)},
                                        {"ruleIndex", rule},
                                        {"kind", "fail"},
                                        {"level", "error"},
                                        {"message", message(record::describe(entry))},
                                        {"locations", json::array{place(entry.file, entry.line)}},
                                        {"partialFingerprints", fingerprints(entry.file + "/" + entry.cell)},
                                        {"suppressions", json::array{}}});
    }

    void add(const record::Finding& finding) {
        const std::string id = "finding/" + finding.oracle;
        const std::size_t rule = rules_.index_of(
            id, rule_of(id, "Found by a campaign", "A session broke what must hold for every input.",
                        "Repeat it with: gauntlet replay findings/ID", "error", {"fuzz", text(finding.plane)}));
        std::string statements;
        for (const std::string& statement : finding.statements)
            statements += (statements.empty() ? "\nviolates: " : ", ") + statement;
        results_.push_back(json::object{
            {"ruleId", text(id)},
            {"ruleIndex", rule},
            {"kind", "fail"},
            {"level", "error"},
            {"message", message(fmt::format("{} on {} {}{}\nrepeat: gauntlet replay findings/{}", describe(finding),
                                            finding.broker, finding.version, statements, finding.id))},
            {"locations", json::array{place("findings/" + finding.id + "/finding.json", 1)}},
            {"partialFingerprints", fingerprints(finding.broker + "/" + finding.oracle + "/" + finding.signature)},
            {"suppressions", json::array{}}});
    }

    // The second one is what GitHub's code scanning looks at.
    static json::object fingerprints(const std::string& identity) {
        return {{"gauntletCell/v1", text(identity)}, {"primaryLocationLineHash", text(identity)}};
    }

    json::object invocation() const {
        json::array notifications;
        for (const std::string& fault : run_.faults)
            notifications.push_back(json::object{{"level", "error"}, {"message", message(fault)}});
        json::object invocation{{"executionSuccessful", run_.faults.empty() && run_.signal == 0},
                                {"exitCode", run_.exit},
                                {"startTimeUtc", text(recipe::format_rfc3339(run_.started))},
                                {"endTimeUtc", text(recipe::format_rfc3339(run_.ended))},
                                {"toolExecutionNotifications", std::move(notifications)}};
        if (run_.signal != 0)
            invocation["exitSignalNumber"] = run_.signal;
        return invocation;
    }

    const Run& run_;
    Rules rules_;
    json::array results_;
};

}  // namespace

void write_sarif(std::ostream& out, const Run& run) {
    out << record::print(Log(run).document());
}

}  // namespace gauntlet::reports
