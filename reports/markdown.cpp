#include "gauntlet/reports/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <ostream>
#include <tuple>
#include <vector>

#include "describe.hpp"
#include "gauntlet/recipe/time.hpp"
#include "markdown_text.hpp"
#include "outcome.hpp"

namespace gauntlet::reports {

namespace {

using core::Verdict;
using record::Cell;
using record::Run;

constexpr std::size_t budget = 500'000;  // bytes
constexpr std::size_t most_observations = 12;

class Summary {
  public:
    Summary(const Run& run, const record::Gate& gate) : run_(run), gate_(gate) {}

    std::string text() {
        head();
        counts();
        details("Red", select([this](const Cell& cell) {
                    const Outcome outcome = outcome_of(run_, cell);
                    return outcome == Outcome::failure || outcome == Outcome::error;
                }));
        findings();
        lines("Known failures", select([](const Cell& cell) { return cell.known.has_value(); }),
              [](const Cell& cell) { return describe(*cell.known); });
        lines("Weak", select([this](const Cell& cell) {
                  return cell.verdict == Verdict::weak && !cell.known && outcome_of(run_, cell) == Outcome::passed;
              }),
              [](const Cell& cell) { return cell.reason; });
        not_run();
        return std::move(out_);
    }

  private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    std::vector<const Cell*> select(const std::function<bool(const Cell&)>& wanted) const {
        std::vector<const Cell*> cells;
        for (const Cell& cell : run_.cells)
            if (wanted(cell))
                cells.push_back(&cell);
        return cells;
    }

    void head() {
        add("# Gauntlet: the gate is {}\n\n", gate_.exit == record::exit_as_expected ? "open" : "closed");
        for (const std::string& reason : gate_.reasons)
            add("- reason: {}\n", markdown(reason));
        add("{}Exit {}, gauntlet {}, seed {}, now {}, {}.{:03} s\n\n", gate_.reasons.empty() ? "" : "\n", gate_.exit,
            markdown(run_.tool.version), run_.seed, markdown(recipe::format_rfc3339(run_.now)), run_.ms.count() / 1000,
            run_.ms.count() % 1000);
        if (run_.selftest)
            add("Flaws caught: {}/{}\n\n", run_.selftest->caught, run_.selftest->of);
        if (run_.campaign)
            add("Campaign: {} sessions, {} behaviours, {} findings\n\n", run_.campaign->executions,
                run_.campaign->behaviours, run_.findings.size());
    }

    void counts() {
        if (run_.cells.empty())
            return;
        std::map<std::pair<std::string, std::string>, std::vector<Cell>> brokers;
        for (const Cell& cell : run_.cells)
            brokers[{cell.broker, cell.broker_version}].push_back(cell);
        add("| broker | version | cells |");
        for (const std::string_view name : core::verdict_names)
            add(" {} |", name);
        add(" known |\n|---|---|---:|");
        for (std::size_t i = 0; i <= core::verdict_names.size(); ++i)
            add("---:|");
        add("\n");
        for (const auto& [broker, cells] : brokers)
            count_row(broker.first, broker.second, cells);
        add("\n");
    }

    void count_row(const std::string& broker, const std::string& version, const std::vector<Cell>& cells) {
        const record::Totals totals = record::totals(cells);
        add("| {} | {} | {} |", markdown(broker), markdown(version), totals.all());
        for (const int count : totals.counts)
            add(" {} |", count);
        add(" {} |\n", std::ranges::count_if(cells, [](const Cell& cell) { return cell.known.has_value(); }));
    }

    void details(const char* name, const std::vector<const Cell*>& cells) {
        if (cells.empty())
            return;
        add("## {} ({})\n\n", name, cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (out_.size() > budget) {
                add("{} more are in the record.\n\n", cells.size() - i);
                return;
            }
            detail(*cells[i]);
        }
    }

    void detail(const Cell& cell) {
        add("### {} {}\n\n", core::to_string(cell.verdict), markdown_code(cell.id()));
        const record::ScenarioText* scenario = record::scenario_of(run_, cell);
        if (scenario != nullptr)
            add("- title: {}\n", markdown(scenario->title));
        item("reason", message_of(run_, cell));
        if (scenario != nullptr)
            items("expected", expected_lines(*scenario));
        items("observed", observed_lines(cell));
        if (scenario != nullptr) {
            add("- clause: {} ({})\n", markdown(clauses_text(*scenario)), core::to_string(scenario->level));
            add("- why: {}\n", markdown(scenario->why));
            add("- mend: {}\n", markdown(scenario->mend));
        }
        item("transcript", cell.transcript);
        item("log", cell.log);
        add("\n");
        if (!cell.reproduce.empty())
            add("{}\n", markdown_block(cell.reproduce));
    }

    void item(const char* name, const std::string& text) {
        if (!text.empty())
            add("- {}: {}\n", name, markdown_code(text));
    }

    void items(const char* name, const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size() && i < most_observations; ++i)
            item(name, texts[i]);
        if (texts.size() > most_observations)
            add("- {}: {} more\n", name, texts.size() - most_observations);
    }

    void findings() {
        if (run_.findings.empty())
            return;
        add("## Findings ({})\n\n", run_.findings.size());
        for (const record::Finding& finding : run_.findings)
            add("- {}: {}\n", markdown_code(finding.id), markdown_code(describe(finding)));
        add("\n");
    }

    void lines(const char* name, const std::vector<const Cell*>& cells,
               const std::function<std::string(const Cell&)>& text) {
        if (cells.empty())
            return;
        add("## {} ({})\n\n", name, cells.size());
        std::size_t written = 0;
        for (const Cell* cell : cells) {
            if (out_.size() > budget)
                break;
            add("- {}: {}\n", markdown_code(cell->id()), markdown_code(text(*cell)));
            ++written;
        }
        if (written < cells.size())
            add("- {} more are in the record\n", cells.size() - written);
        add("\n");
    }

    void not_run() {
        std::map<std::tuple<std::string, Verdict, std::string>, std::size_t> groups;
        for (const Cell& cell : run_.cells)
            if (cell.verdict == Verdict::unsupported || cell.verdict == Verdict::skipped)
                ++groups[{cell.broker, cell.verdict, cell.reason}];
        if (groups.empty())
            return;
        add("## Not run\n\n");
        for (const auto& [group, count] : groups) {
            const auto& [broker, verdict, reason] = group;
            if (out_.size() > budget) {
                add("- and more, in the record\n");
                break;
            }
            add("- {} {} on {}: {}\n", count, core::to_string(verdict), markdown(broker), markdown_code(reason));
        }
    }

    const Run& run_;
    const record::Gate& gate_;
    std::string out_;
};

}  // namespace

void write_markdown(std::ostream& out, const Run& run, const record::Gate& gate) {
    out << Summary(run, gate).text();
}

}  // namespace gauntlet::reports
