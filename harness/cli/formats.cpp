#include "formats.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/github.hpp"
#include "gauntlet/reports/html.hpp"
#include "gauntlet/reports/jsonl.hpp"
#include "gauntlet/reports/junit.hpp"
#include "gauntlet/reports/markdown.hpp"
#include "gauntlet/reports/sarif.hpp"
#include "gauntlet/reports/tap.hpp"
#include "terminal.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

constexpr std::size_t file_width = 100;  // columns

void console(std::ostream& out, const record::Run& run, const View& view) {
    reports::write_console(out, run,
                           {.colour = view.to_terminal && wants_colour(STDOUT_FILENO),
                            .verbose = view.verbose,
                            .width = view.to_terminal ? width_of(STDOUT_FILENO) : file_width,
                            .out = {},
                            .gate = record::gate(run)});
}

void junit(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_junit(out, run);
}

void sarif(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_sarif(out, run);
}

void markdown(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_markdown(out, run, record::gate(run));
}

void github(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_github(out, run);
}

void tap(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_tap(out, run);
}

void jsonl(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_jsonl(out, run);
}

void html(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_html(out, run);
}

constexpr std::array all{
    Format{"console", "for a terminal", console},
    Format{"html", "a page for people", html},
    Format{"junit", "XML for Jenkins and GitLab", junit},
    Format{"sarif", "SARIF 2.1.0 for code scanning", sarif},
    Format{"markdown", "the summary of a job", markdown},
    Format{"github", "workflow commands that annotate a job on GitHub", github},
    Format{"tap", "Test Anything Protocol 14", tap},
    Format{"jsonl", "JSON Lines: a cell a line", jsonl},
};

}  // namespace

std::span<const Format> formats() {
    return all;
}

std::string format_names() {
    std::string names;
    for (const Format& format : all)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", format.name);
    return names;
}

const Format& format_of(std::string_view name) {
    const auto found = std::ranges::find(all, name, &Format::name);
    if (found == all.end())
        throw UsageError(fmt::format("--format {}: there is {}", name, format_names()));
    return *found;
}

}  // namespace gauntlet::cli
