#include "gauntlet/reports/tap.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <ostream>

#include "describe.hpp"
#include "gauntlet/record/print.hpp"
#include "outcome.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

using record::Cell;
using record::Run;

// In descriptions and reasons "#" begins a directive; it and the backslash are escaped (TAP 14, "Escaping").
std::string tap(std::string_view text) {
    std::string out;
    for (const char c : plain(text)) {
        if (c == '#' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

class Tap {
  public:
    Tap(std::ostream& out, const Run& run) : out_(out), run_(run) {}

    void write() {
        const std::vector<const record::Stale*> stale = other_stale(run_);
        const bool empty_campaign = run_.campaign && run_.findings.empty();
        const std::size_t plan =
            run_.cells.size() + run_.faults.size() + stale.size() + run_.findings.size() + (empty_campaign ? 1U : 0U);
        fmt::print(out_, "TAP version 14\n1..{}{}\n", plan, plan == 0 ? " # SKIP nothing was selected" : "");
        for (const std::string& fault : run_.faults)
            failed("infrastructure", fault);
        for (const record::Stale* entry : stale)
            failed(fmt::format("known failures {}:{}", entry->file, entry->line), record::describe(*entry));
        for (const record::Finding& finding : run_.findings)
            failed("finding " + finding.id, describe(finding));
        if (empty_campaign)
            point("ok", "campaign without a finding", "");
        for (const Cell& cell : run_.cells)
            cell_point(cell);
    }

  private:
    void point(const char* result, std::string_view description, const std::string& directive) {
        fmt::print(out_, "{} {} - {}{}\n", result, ++number_, tap(description), directive);
    }

    void failed(const std::string& description, const std::string& message) {
        point("not ok", description, "");
        open();
        value("message", message);
        close();
    }

    void cell_point(const Cell& cell) {
        const Outcome outcome = outcome_of(run_, cell);
        const std::string message = message_of(run_, cell);
        if (outcome == Outcome::skipped && !cell.known) {
            point("ok", cell.id(), " # SKIP " + tap(message));
            return;
        }
        const bool ok = outcome == Outcome::passed;
        point(ok ? "ok" : "not ok", cell.id(), cell.known && !ok ? " # TODO " + tap(message) : "");
        if (!ok || cell.verdict != core::Verdict::pass)
            diagnostic(cell, message);
    }

    void diagnostic(const Cell& cell, const std::string& message) {
        open();
        value("message", message);
        value("verdict", std::string(core::to_string(cell.verdict)));
        fmt::print(out_, "  duration_ms: {}\n", cell.ms.count());
        if (const record::ScenarioText* scenario = record::scenario_of(run_, cell)) {
            value("title", scenario->title);
            list("expected", expected_lines(*scenario));
            value("clause", clauses_text(*scenario));
            value("why", scenario->why);
            value("mend", scenario->mend);
        }
        list("observed", observed_lines(cell));
        value("transcript", cell.transcript);
        value("log", cell.log);
        value("repeat", cell.reproduce);
        close();
    }

    // YAML's double quotes know every escape of JSON's.
    static std::string yaml(const std::string& text) { return record::quote(plain(text)); }

    void open() { out_ << "  ---\n"; }
    void close() { out_ << "  ...\n"; }
    void value(const char* name, const std::string& text) {
        if (!text.empty())
            fmt::print(out_, "  {}: {}\n", name, yaml(text));
    }
    // A block, which Perl's parser reads too (it takes a quoted text with a colon in a list for a mapping).
    void list(const char* name, const std::vector<std::string>& texts) {
        if (texts.empty())
            return;
        fmt::print(out_, "  {}: |\n", name);
        for (const std::string& text : texts) {
            const std::string line = plain(text);
            // A blank at its begin would be indentation.
            fmt::print(out_, "    {}\n", line.substr(std::min(line.find_first_not_of(' '), line.size())));
        }
    }

    std::ostream& out_;
    const Run& run_;
    std::size_t number_ = 0;
};

}  // namespace

void write_tap(std::ostream& out, const Run& run) {
    Tap(out, run).write();
}

}  // namespace gauntlet::reports
