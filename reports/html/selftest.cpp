// Of a self-test: every flaw of the reference broker, and whether it was caught.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "describe.hpp"
#include "escape.hpp"
#include "parts.hpp"

namespace gauntlet::reports::html {

namespace {

using record::Cell;
using Cells = std::vector<const Cell*>;

std::map<std::string, Cells> intended_by_flaw(const record::Run& run) {
    std::map<std::string, Cells> flaws;
    for (const Cell& cell : run.cells)
        if (cell.proof && cell.proof->intended && !cell.proof->flaw.empty())
            flaws[cell.proof->flaw].push_back(&cell);
    return flaws;
}

std::ptrdiff_t wrong_of(const Cells& cells) {
    return std::ranges::count_if(cells, [](const Cell* cell) { return !cell->proof->wrong.empty(); });
}

std::string observed(const Cell& cell) {
    std::string text;
    for (const core::Observation& observation : cell.evidence.observed) {
        core::Observation brief = observation;
        brief.facts.clear();
        text += (text.empty() ? "" : "<br/>") + safe(observation.at + ": " + describe(brief), 300);
    }
    return text;
}

void add_flaw(std::string& out, const std::string& flaw, const Cells& cells) {
    const std::ptrdiff_t wrong = wrong_of(cells);
    fmt::format_to(std::back_inserter(out),
                   "<details class=\"flaw\"{}><summary><span class=\"v {}\">{}</span> {} <span class=\"sum\">{} of {} "
                   "cells</span></summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n"
                   "<table><thead><tr><th scope=\"col\">cell</th><th scope=\"col\">verdict</th><th scope=\"col\">must "
                   "come out</th><th scope=\"col\">observed</th></tr></thead>\n<tbody>\n",
                   wrong == 0 ? "" : " open=\"open\"", wrong == 0 ? "p" : "f", wrong == 0 ? "caught" : "missed",
                   safe(flaw), cells.size() - static_cast<std::size_t>(wrong), cells.size(), safe(flaw));
    for (const Cell* cell : cells)
        fmt::format_to(std::back_inserter(out),
                       "<tr><th scope=\"row\">{} <small>{}</small></th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                       safe(cell->scenario), core::to_string(cell->transport), badge(cell->verdict),
                       safe(cell->proof->expected, 300), observed(*cell));
    out += "</tbody></table>\n</div>\n</details>\n";
}

}  // namespace

void add_selftest(std::string& out, const record::Run& run) {
    if (!run.selftest)
        return;
    const auto unflawed =
        std::ranges::count_if(run.cells, [](const Cell& cell) { return cell.proof && cell.proof->flaw.empty(); });
    fmt::format_to(
        std::back_inserter(out),
        "<section id=\"flaws\" aria-labelledby=\"h-flaws\">\n<h2 id=\"h-flaws\">Flaws caught {}/{}</h2>\n"
        "<p>The reference broker was given one flaw at a time. A flaw is caught where every cell that is meant "
        "to show it does, with the observation that the scenario names. {} of {} cells ran without a flaw."
        "</p>\n",
        run.selftest->caught, run.selftest->of, unflawed, run.cells.size());
    for (const auto& [flaw, cells] : intended_by_flaw(run))
        add_flaw(out, flaw, cells);
    out += "</section>\n";
}

}  // namespace gauntlet::reports::html
