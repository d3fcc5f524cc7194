#include "gauntlet/reports/changes.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <ostream>

#include "describe.hpp"
#include "gauntlet/recipe/time.hpp"
#include "markdown_text.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

using record::Cell;
using record::Difference;
using record::What;

std::string brokers_of(const record::Run& run) {
    std::string text;
    for (const record::BrokerInfo& broker : run.brokers)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", broker.name, broker.version);
    return fmt::format("{} (run of {})", text, recipe::format_rfc3339(run.started));
}

std::string verdict_of(const Cell* cell) {
    return cell == nullptr ? "no such cell" : std::string(core::to_string(cell->verdict));
}

std::string course_of(const Difference& difference) {
    return verdict_of(difference.before) + " -> " + verdict_of(difference.after);
}

// What was observed at one label only on one side, or otherwise: all of it where the steps went apart.
std::vector<std::string> observations_of(const Cell& cell) {
    std::vector<std::string> lines;
    for (const core::Observation& observation : cell.evidence.observed)
        lines.push_back(fmt::format("{}: {}", observation.at, describe(observation)));
    return lines;
}

std::vector<std::string> without(std::vector<std::string> lines, const std::vector<std::string>& others) {
    std::erase_if(lines,
                  [&others](const std::string& line) { return std::ranges::find(others, line) != others.end(); });
    return lines;
}

struct Line {
    const char* name;
    std::string text;
};

// What a person wants to know of one difference.
std::vector<Line> lines_of(const Difference& difference) {
    std::vector<Line> lines;
    const auto add = [&lines](const char* name, const std::string& text) {
        if (!text.empty())
            lines.push_back({name, text});
    };
    if (difference.what != What::observed && difference.after != nullptr)
        add("reason", difference.after->reason);
    if (difference.before != nullptr && difference.after != nullptr) {
        const std::vector<std::string> before = observations_of(*difference.before);
        const std::vector<std::string> after = observations_of(*difference.after);
        for (const std::string& line : without(before, after))
            add("before", line);
        for (const std::string& line : without(after, before))
            add("after", line);
    }
    if (difference.after != nullptr && difference.after->known)
        add("known", describe(*difference.after->known));
    return lines;
}

std::string repeat_of(const Difference& difference) {
    const bool asks = difference.what == What::regression || difference.what == What::undecided;
    return asks ? difference.after->reproduce : std::string();
}

std::string counts_text(const record::Diff& diff) {
    std::string text = fmt::format("{} {} compared", diff.compared, diff.compared == 1 ? "cell" : "cells");
    for (std::size_t i = 0; i < record::what_names.size(); ++i)
        text += fmt::format(", {} {}", diff.of(static_cast<What>(i)), record::what_names[i]);
    return text;
}

// The verdict's letter in a row of a trend.
constexpr std::string_view letters = "PWFIUS?";
constexpr std::string_view legend =
    "P pass, W weak, F fail, I info, U unsupported, S skipped, ? inconclusive, . no such cell";

std::string letters_of(const record::Course& course) {
    std::string text;
    for (const std::optional<core::Verdict>& verdict : course.verdicts)
        text += verdict ? letters[static_cast<std::size_t>(*verdict)] : '.';
    return text;
}

std::string counts_of(const record::Totals& totals) {
    std::string text = fmt::format("{} cells", totals.all());
    for (std::size_t i = 0; i < totals.counts.size(); ++i)
        if (totals.counts[i] != 0)
            text += fmt::format(", {} {}", totals.counts[i], core::verdict_names[i]);
    return text;
}

}  // namespace

void write_diff(std::ostream& out, const record::Diff& diff, const record::Run& before, const record::Run& after) {
    fmt::print(out, "before: {}\nafter:  {}\n\n", plain(brokers_of(before)), plain(brokers_of(after)));
    for (const Difference& difference : diff.differences) {
        fmt::print(out, "{}  {}  {}\n", to_string(difference.what), plain(record::cell_of(difference)),
                   course_of(difference));
        for (const Line& line : lines_of(difference))
            fmt::print(out, "  {:<7} {}\n", line.name, plain(line.text));
        if (const std::string repeat = repeat_of(difference); !repeat.empty())
            fmt::print(out, "  {:<7} {}\n", "repeat", plain(repeat, std::string::npos));
    }
    fmt::print(out, "{}{} (exit {})\n", diff.differences.empty() ? "" : "\n", counts_text(diff), diff.exit());
}

void write_diff_markdown(std::ostream& out, const record::Diff& diff, const record::Run& before,
                         const record::Run& after) {
    fmt::print(out, "# Gauntlet: {}\n\n- before: {}\n- after: {}\n- {}\n\n",
               diff.unexcused() == 0 ? "no regression" : "regressions", markdown(brokers_of(before)),
               markdown(brokers_of(after)), counts_text(diff));
    for (std::size_t i = 0; i < record::what_names.size(); ++i) {
        const auto what = static_cast<What>(i);
        if (diff.of(what) == 0)
            continue;
        fmt::print(out, "## {} ({})\n\n", record::what_names[i], diff.of(what));
        for (const Difference& difference : diff.differences) {
            if (difference.what != what)
                continue;
            fmt::print(out, "- {}: {}\n", markdown_code(record::cell_of(difference)), markdown(course_of(difference)));
            for (const Line& line : lines_of(difference))
                fmt::print(out, "  - {}: {}\n", line.name, markdown_code(line.text));
            if (const std::string repeat = repeat_of(difference); !repeat.empty())
                fmt::print(out, "  - repeat: {}\n", markdown_code(repeat));
        }
        out << '\n';
    }
}

void write_trend(std::ostream& out, const record::Trend& trend) {
    for (std::size_t i = 0; i < trend.points.size(); ++i) {
        const record::Point& point = trend.points[i];
        fmt::print(out, "{:>3}  {}  exit {}  {}\n", i + 1, plain(brokers_of(*point.run)), point.run->exit,
                   counts_of(point.totals));
        fmt::print(out, "     {}\n", plain(point.file));
    }
    fmt::print(out, "\n{} cells with another verdict than before ({})\n", trend.courses.size(), legend);
    for (const record::Course& course : trend.courses)
        fmt::print(out, "{}  {}\n", letters_of(course), plain(course.cell));
}

void write_trend_markdown(std::ostream& out, const record::Trend& trend) {
    out << "# Gauntlet: trend\n\n| run | exit |";
    for (const std::string_view name : core::verdict_names)
        fmt::print(out, " {} |", name);
    out << "\n|---|---:|";
    for (std::size_t i = 0; i < core::verdict_names.size(); ++i)
        out << "---:|";
    out << '\n';
    for (const record::Point& point : trend.points) {
        fmt::print(out, "| {} | {} |", markdown(brokers_of(*point.run)), point.run->exit);
        for (const int count : point.totals.counts)
            fmt::print(out, " {} |", count);
        out << '\n';
    }
    fmt::print(out, "\n## Changed ({})\n\n{}\n\n", trend.courses.size(), markdown(legend));
    for (const record::Course& course : trend.courses)
        fmt::print(out, "- {} {}\n", markdown_code(letters_of(course)), markdown_code(course.cell));
}

}  // namespace gauntlet::reports
