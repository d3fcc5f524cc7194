#include "gauntlet/reports/junit.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <utility>

#include "describe.hpp"
#include "gauntlet/recipe/time.hpp"
#include "outcome.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

using record::Cell;
using record::Run;

std::string seconds(std::chrono::milliseconds ms) {
    return fmt::format("{}.{:03}", ms.count() / 1000, ms.count() % 1000);
}

struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
};

Counts counts_of_findings(const Run& run) {
    return {.tests = std::max<std::size_t>(run.findings.size(), 1), .failures = run.findings.size()};
}

Counts counts_of(const Run& run, const std::vector<const Cell*>& cells) {
    Counts counts{.tests = cells.size()};
    for (const Cell* cell : cells)
        switch (outcome_of(run, *cell)) {
            case Outcome::passed:
                break;
            case Outcome::failure:
                ++counts.failures;
                break;
            case Outcome::error:
                ++counts.errors;
                break;
            case Outcome::skipped:
                ++counts.skipped;
                break;
        }
    return counts;
}

std::chrono::milliseconds time_of(const std::vector<const Cell*>& cells) {
    std::chrono::milliseconds sum{0};
    for (const Cell* cell : cells)
        sum += cell->ms;
    return sum;
}

std::string family_of(const Cell& cell) {
    return cell.scenario.substr(0, cell.scenario.find('/'));
}

void write_element(std::ostream& out, const char* element, const Run& run, const Cell& cell) {
    fmt::print(out, "      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", element, xml(message_of(run, cell)),
               core::to_string(cell.verdict), xml(details_of(run, cell)));
}

void write_outcome(std::ostream& out, const Run& run, const Cell& cell) {
    switch (outcome_of(run, cell)) {
        case Outcome::failure:
            write_element(out, "failure", run, cell);
            break;
        case Outcome::error:
            write_element(out, "error", run, cell);
            break;
        case Outcome::skipped: {
            // Content besides the attribute: GitLab shows the content, Jenkins the attribute.
            const std::string text = xml(cell.known ? details_of(run, cell) : message_of(run, cell));
            fmt::print(out, "      <skipped message=\"{}\">{}</skipped>\n", xml(message_of(run, cell)), text);
            break;
        }
        case Outcome::passed:
            if (cell.verdict != core::Verdict::pass && !cell.proof)
                fmt::print(out, "      <system-out>{}</system-out>\n", xml(details_of(run, cell)));
    }
}

void write_cell(std::ostream& out, const Run& run, const Cell& cell) {
    // GitLab ignores a second test of the same class and name: both together are the cell's id.
    fmt::print(out, "    <testcase classname=\"{}.{}.{}\" name=\"{}\" time=\"{}\">\n", xml(cell.broker),
               core::to_string(cell.transport), xml(family_of(cell)), xml(cell.scenario), seconds(cell.ms));
    write_outcome(out, run, cell);
    out << "    </testcase>\n";
}

// xs:dateTime without a zone, which Jenkins reads as it stands.
std::string timestamp(const Run& run) {
    std::string text = recipe::format_rfc3339(run.started);
    text.pop_back();
    return text;
}

void open_suite(std::ostream& out, const Run& run, const std::string& name, const Counts& counts,
                std::chrono::milliseconds time) {
    fmt::print(out,
               "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\" "
               "timestamp=\"{}\">\n",
               xml(name), counts.tests, counts.failures, counts.errors, counts.skipped, seconds(time), timestamp(run));
}

void write_suite(std::ostream& out, const Run& run, const std::string& name, const std::vector<const Cell*>& cells) {
    open_suite(out, run, name, counts_of(run, cells), time_of(cells));
    fmt::print(
        out,
        "    <properties>\n      <property name=\"seed\" value=\"{}\"/>\n      <property name=\"broker-version\" "
        "value=\"{}\"/>\n    </properties>\n",
        run.seed, xml(cells.front()->broker_version));
    for (const Cell* cell : cells)
        write_cell(out, run, *cell);
    out << "  </testsuite>\n";
}

// Faults that belong to no cell: a run that did not get as far as its cells must not look green.
void write_faults(std::ostream& out, const Run& run) {
    open_suite(out, run, "infrastructure", {.tests = 1, .errors = 1}, {});
    fmt::print(out,
               "    <testcase classname=\"gauntlet\" name=\"infrastructure\" time=\"0.000\">\n"
               "      <error message=\"{}\" type=\"infrastructure\">{}</error>\n    </testcase>\n  </testsuite>\n",
               xml(run.faults.front()), xml(fmt::format("{}", fmt::join(run.faults, "\n"))));
}

// Entries that must go although no cell shows it: what closes the gate must be red here too.
void write_stale(std::ostream& out, const std::vector<const record::Stale*>& entries) {
    for (const record::Stale* entry : entries) {
        const std::string text = record::describe(*entry);
        fmt::print(out,
                   "    <testcase classname=\"known-failures.{}\" name=\"{}:{} {}\" time=\"0.000\">\n"
                   "      <failure message=\"{}\" type=\"stale\">{}</failure>\n    </testcase>\n",
                   record::stale_names[static_cast<std::size_t>(entry->why)], xml(entry->file), entry->line,
                   xml(entry->cell), xml(text), xml(text));
    }
    out << "  </testsuite>\n";
}

// A campaign is a suite: what it found fails, and one that found nothing passes.
void write_findings(std::ostream& out, const Run& run) {
    const Counts counts = counts_of_findings(run);
    open_suite(out, run, "findings", counts, run.ms);
    if (run.findings.empty())
        fmt::print(out, "    <testcase classname=\"findings\" name=\"none\" time=\"{}\"/>\n", seconds(run.ms));
    for (const record::Finding& finding : run.findings) {
        const std::string statements =
            finding.statements.empty() ? "" : fmt::format("violates: {}\n", fmt::join(finding.statements, ", "));
        const std::string details = fmt::format(
            "{}\nbroker: {} {}\nplane: {}\nreproduced: {}; good sessions: {}\n{}repeat: gauntlet replay findings/{}\n",
            describe(finding), finding.broker, finding.version, finding.plane, finding.reproduced, finding.control,
            statements, finding.id);
        fmt::print(out,
                   "    <testcase classname=\"findings.{}.{}\" name=\"{}\" time=\"0.000\">\n"
                   "      <failure message=\"{}\" type=\"finding\">{}</failure>\n    </testcase>\n",
                   xml(finding.broker), xml(finding.oracle), xml(finding.id), xml(describe(finding)), xml(details));
    }
    out << "  </testsuite>\n";
}

}  // namespace

void write_junit(std::ostream& out, const Run& run) {
    std::map<std::string, std::vector<const Cell*>> suites;
    std::vector<const Cell*> all;
    for (const Cell& cell : run.cells) {
        suites[fmt::format("{}.{}", cell.broker, family_of(cell))].push_back(&cell);
        all.push_back(&cell);
    }
    Counts counts = counts_of(run, all);
    counts.tests += run.faults.empty() ? 0 : 1;
    counts.errors += run.faults.empty() ? 0 : 1;
    const bool fuzzed = run.campaign || !run.findings.empty();
    counts.tests += fuzzed ? counts_of_findings(run).tests : 0;
    counts.failures += run.findings.size();
    const std::vector<const record::Stale*> stale = other_stale(run);
    counts.tests += stale.size();
    counts.failures += stale.size();
    fmt::print(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<testsuites name=\"gauntlet\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\">\n",
               counts.tests, counts.failures, counts.errors, seconds(run.ms));
    if (!run.faults.empty())
        write_faults(out, run);
    if (!stale.empty()) {
        open_suite(out, run, "known-failures", {.tests = stale.size(), .failures = stale.size()}, {});
        write_stale(out, stale);
    }
    if (fuzzed)
        write_findings(out, run);
    for (const auto& [name, cells] : suites)
        write_suite(out, run, name, cells);
    out << "</testsuites>\n";
}

}  // namespace gauntlet::reports
