#include "gauntlet/reports/console.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <tuple>

#include "describe.hpp"
#include "gauntlet/recipe/time.hpp"
#include "selftest.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

using core::Verdict;
using record::Cell;

// SGR parameters (ECMA-48 8.3.117): bold and a colour for each verdict.
constexpr std::array<std::string_view, core::verdict_names.size()> sgr{"32", "1;33", "1;31", "36", "2", "2", "1;35"};

bool did_not_run(const Cell& cell) {
    return cell.verdict == Verdict::unsupported || cell.verdict == Verdict::skipped;
}

// The order in which cells ask for attention; 0: they do not.
int urgency(const Cell& cell) {
    switch (cell.verdict) {
        case Verdict::fail:
            return cell.known ? 3 : 4;
        case Verdict::inconclusive:
            return 2;
        case Verdict::weak:
            return 1;
        default:
            return 0;
    }
}

std::string first_sentence(std::string_view text) {
    const std::size_t end = text.find(". ");
    return std::string(end == std::string_view::npos ? text : text.substr(0, end + 1));
}

class Console {
  public:
    Console(std::ostream& out, const record::Run& run, const ConsoleOptions& options)
        : out_(out), run_(run), options_(options) {}

    void write() {
        head();
        troubles();
        findings();
        if (options_.verbose)
            others();
        not_run();
        if (!run_.cells.empty() || !run_.campaign)
            totals_lines();
        campaign();
        result();
    }

  private:
    std::string verdict_text(Verdict verdict) const {
        const std::string_view name = core::to_string(verdict);
        return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", sgr[static_cast<std::size_t>(verdict)], name)
                               : std::string(name);
    }

    void head() {
        fmt::print(out_, "gauntlet {}{}  seed {}  now {}\n", plain(run_.tool.version),
                   run_.tool.commit.empty() ? "" : " (" + plain(run_.tool.commit) + ")", run_.seed,
                   recipe::format_rfc3339(run_.now));
        for (const record::BrokerInfo& broker : run_.brokers) {
            fmt::print(out_, "{} {}  {}", plain(broker.name), plain(broker.version), plain(broker.path));
            if (broker.ready_ms)
                fmt::print(out_, "  {} instances, ready within {} ms", broker.instances, broker.ready_ms->count());
            out_ << '\n';
        }
        out_ << '\n';
    }

    void troubles() {
        std::vector<const Cell*> cells;
        for (const Cell& cell : run_.cells)
            if (urgency(cell) > 0)
                cells.push_back(&cell);
        std::stable_sort(cells.begin(), cells.end(),
                         [](const Cell* a, const Cell* b) { return urgency(*a) > urgency(*b); });
        for (const Cell* cell : cells)
            trouble(*cell);
    }

    void trouble(const Cell& cell) {
        fmt::print(out_, "{}{}  {}\n", verdict_text(cell.verdict), cell.known ? " (known)" : "", plain(cell.id()));
        const record::ScenarioText* scenario = record::scenario_of(run_, cell);
        if (scenario != nullptr) {
            paragraph("", scenario->title);
            lines("expected", expected_lines(*scenario));
        }
        lines("observed", observed_lines(cell));
        paragraph("reason", cell.reason);
        if (scenario != nullptr) {
            paragraph("clause", fmt::format("{} ({})", clauses_text(*scenario), core::to_string(scenario->level)));
            paragraph("why", first_sentence(scenario->why));
            paragraph("mend", scenario->mend);
        }
        if (cell.known)
            paragraph("known", describe(*cell.known));
        if (!cell.log.empty())
            paragraph("log", cell.log);
        if (!cell.transcript.empty())
            paragraph("sent", cell.transcript);
        if (cell.capture)
            paragraph("capture", *cell.capture);
        if (!cell.reproduce.empty())  // whole, to be copied
            fmt::print(out_, "  {:<9} {}\n", "repeat", plain(cell.reproduce, std::string::npos));
        out_ << '\n';
    }

    void findings() {
        for (const record::Finding& finding : run_.findings) {
            fmt::print(out_, "finding  {}\n", plain(finding.id));
            paragraph("seen", describe(finding));
            paragraph("broker", fmt::format("{} {}, plane {}, after {} sessions", finding.broker, finding.version,
                                            finding.plane, finding.executions));
            paragraph("again",
                      fmt::format("{} on fresh brokers; good sessions: {}", finding.reproduced, finding.control));
            if (!finding.statements.empty())
                paragraph("violates", fmt::format("{}", fmt::join(finding.statements, ", ")));
            const std::string folder = options_.out.empty() ? "" : options_.out + "/";
            paragraph("repeat", fmt::format("gauntlet replay {}findings/{}", folder, finding.id));
            out_ << '\n';
        }
    }

    void campaign() {
        if (run_.campaign)
            fmt::print(out_,
                       "campaign: {} sessions, {} kept, {} behaviours, {} findings, {} alarms that did not come back\n",
                       run_.campaign->executions, run_.campaign->corpus, run_.campaign->behaviours,
                       run_.findings.size(), run_.campaign->unconfirmed);
    }

    // What is wrapped hangs below the text, not below its name.
    void paragraph(const char* name, std::string_view text) {
        const std::size_t indent = 12;
        const char* first = name;
        for (const std::string& line : wrap(plain(text), options_.width > indent ? options_.width - indent : 1)) {
            fmt::print(out_, "  {:<9} {}\n", first, line);
            first = "";
        }
    }

    void lines(const char* name, const std::vector<std::string>& texts) {
        for (const std::string& text : texts) {
            paragraph(name, text);
            name = "";
        }
    }

    void others() {
        bool any = false;
        for (const Cell& cell : run_.cells) {
            if (urgency(cell) > 0 || did_not_run(cell))
                continue;
            any = true;
            fmt::print(out_, "{}  {}  {} ms{}\n", verdict_text(cell.verdict), plain(cell.id()), cell.ms.count(),
                       cell.verdict == Verdict::info ? "  " + plain(cell.reason) : "");
        }
        if (any)
            out_ << '\n';
    }

    void not_run() {
        std::map<std::tuple<std::string, Verdict, std::string>, std::vector<const Cell*>> groups;
        for (const Cell& cell : run_.cells)
            if (did_not_run(cell))
                groups[{cell.broker, cell.verdict, cell.reason}].push_back(&cell);
        for (const auto& [group, cells] : groups) {
            const auto& [broker, verdict, reason] = group;
            fmt::print(out_, "{} {} on {}: {}\n", cells.size(), verdict_text(verdict), plain(broker), plain(reason));
            if (options_.verbose)
                for (const Cell* cell : cells)
                    fmt::print(out_, "    {}\n", plain(cell->id()));
        }
        if (!groups.empty())
            out_ << '\n';
    }

    void totals_line(const std::string& name, const std::vector<Cell>& cells) {
        const record::Totals totals = record::totals(cells);
        fmt::print(out_, "{}: {} {}", plain(name), totals.all(), totals.all() == 1 ? "cell" : "cells");
        for (std::size_t i = 0; i < totals.counts.size(); ++i)
            if (const auto verdict = static_cast<Verdict>(i); totals.counts[i] != 0)
                fmt::print(out_, ", {} {}{}", totals.counts[i], verdict_text(verdict), known_text(verdict, cells));
        out_ << '\n';
    }

    static std::string known_text(Verdict verdict, const std::vector<Cell>& cells) {
        const auto known = std::count_if(cells.begin(), cells.end(), [verdict](const Cell& cell) {
            return cell.verdict == verdict && cell.known.has_value();
        });
        return known == 0 ? "" : fmt::format(" ({} known)", known);
    }

    void totals_lines() {
        for (const record::BrokerInfo& broker : run_.brokers) {
            std::vector<Cell> cells;
            std::copy_if(run_.cells.begin(), run_.cells.end(), std::back_inserter(cells),
                         [&broker](const Cell& cell) { return cell.broker == broker.name; });
            totals_line(broker.version.empty() ? broker.name : broker.name + " " + broker.version, cells);
        }
        totals_line("all", run_.cells);
    }

    void result() {
        const record::Gate& gate = options_.gate;
        const std::string_view word = gate.exit == record::exit_as_expected ? "open" : "closed";
        fmt::print(out_, "gate: {} (exit {}), {}.{:03} s\n", word, gate.exit, run_.ms.count() / 1000,
                   run_.ms.count() % 1000);
        for (const std::string& reason : gate.reasons)
            fmt::print(out_, "  {}\n", plain(reason));
        if (!options_.out.empty())
            fmt::print(out_, "out: {}\n", plain(options_.out));
    }

    std::ostream& out_;
    const record::Run& run_;
    const ConsoleOptions& options_;
};

}  // namespace

void write_console(std::ostream& out, const record::Run& run, const ConsoleOptions& options) {
    if (run.selftest)
        write_selftest(out, run, options);
    else
        Console(out, run, options).write();
}

}  // namespace gauntlet::reports
