#include "formats.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/html.hpp"
#include "gauntlet/reports/junit.hpp"
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

void html(std::ostream& out, const record::Run& run, const View& /*view*/) {
    reports::write_html(out, run);
}

constexpr std::array all{
    Format{"console", "for a terminal", console},
    Format{"html", "a page for people", html},
    Format{"junit", "XML for Jenkins and GitLab", junit},
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
