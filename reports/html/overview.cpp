// Head of the page: the gate, the brokers with their counts, the legend, what asks for attention.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "escape.hpp"
#include "parts.hpp"

namespace gauntlet::reports::html {

namespace {

using core::Verdict;

// Of more than these the matrix tells.
constexpr std::size_t most_links = 300;

constexpr std::array<std::string_view, core::verdict_names.size()> meanings{
    "as the clause asks",
    "a SHOULD is not met, or a refusal came with another alert or code than the required one",
    "accepted what must be refused, refused what must be accepted, hang, crash, side effect",
    "recorded, not judged",
    "the broker cannot be set up for it; the reason is given",
    "not run; the reason is given",
    "the harness or a control could not decide; never excused, never a pass"};

void add_gate(std::string& out, const Model& model) {
    const bool open = model.gate.exit == record::exit_as_expected;
    fmt::format_to(std::back_inserter(out), "<p class=\"gate {}\"><strong>Gate {}</strong> (exit {})</p>\n",
                   open ? "open" : "closed", open ? "open" : "closed", model.gate.exit);
    if (model.gate.reasons.empty())
        return;
    out += "<ul>\n";
    for (const std::string& reason : model.gate.reasons)
        out += "<li>" + safe(reason) + "</li>\n";
    out += "</ul>\n";
}

void add_counts_row(std::string& out, const std::string& name, const std::string& path, const record::Totals& totals) {
    out += "<tr><th scope=\"row\">" + safe(name) + (path.empty() ? "" : "<br/><small>" + safe(path) + "</small>") +
           "</th>";
    for (std::size_t i = 0; i < totals.counts.size(); ++i)
        fmt::format_to(std::back_inserter(out), "<td class=\"n{}\">{}</td>", totals.counts[i] == 0 ? " zero" : "",
                       totals.counts[i]);
    fmt::format_to(std::back_inserter(out), "<td class=\"n\">{}</td></tr>\n", totals.all());
}

void add_brokers(std::string& out, const Model& model) {
    out +=
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Counts\">\n<table class=\"counts\">"
        "<caption>Cells by broker and verdict</caption>\n<thead><tr><th scope=\"col\">broker</th>";
    for (std::size_t i = 0; i < core::verdict_names.size(); ++i)
        out += "<th scope=\"col\">" + badge(static_cast<Verdict>(i)) + "</th>";
    out += "<th scope=\"col\">all</th></tr></thead>\n<tbody>\n";
    record::Totals all;
    for (const Column& column : model.columns) {
        add_counts_row(out, column.label(), column.info != nullptr ? column.info->path : "", column.totals);
        for (std::size_t i = 0; i < all.counts.size(); ++i)
            all.counts[i] += column.totals.counts[i];
    }
    if (model.columns.size() > 1)
        add_counts_row(out, "all", "", all);
    out += "</tbody></table>\n</div>\n";
}

void add_legend(std::string& out) {
    out += "<details class=\"legend\"><summary>What the verdicts mean</summary>\n<dl>\n";
    for (std::size_t i = 0; i < meanings.size(); ++i)
        fmt::format_to(std::back_inserter(out), "<dt>{}</dt><dd>{}</dd>\n", badge(static_cast<Verdict>(i)),
                       meanings[i]);
    out +=
        "</dl>\n<p>A fail with a dashed frame is known: an entry of a known-failure file says why. <a href=\"#guide\">"
        "How to read a red cell</a> tells more.</p>\n</details>\n";
}

struct Spot {
    const Row* row;
    std::size_t column;
};

const record::Cell& cell_at(const Spot& spot) {
    return *spot.row->cells[spot.column];
}

int urgency(const record::Cell& cell) {
    switch (cell.verdict) {
        case Verdict::fail:
            return cell.known ? 1 : 4;
        case Verdict::inconclusive:
            return 3;
        default:
            return 2;
    }
}

std::vector<Spot> spots_of(const Model& model) {
    std::vector<Spot> spots;
    for (const Family& family : model.families)
        for (const Row& row : family.rows)
            for (std::size_t column = 0; column < row.cells.size(); ++column)
                if (row.cells[column] != nullptr && asks_for_attention(*row.cells[column]))
                    spots.push_back({&row, column});
    std::ranges::stable_sort(spots,
                             [](const Spot& a, const Spot& b) { return urgency(cell_at(a)) > urgency(cell_at(b)); });
    return spots;
}

void add_spot(std::string& out, const Model& model, const Spot& spot) {
    const record::Cell& cell = cell_at(spot);
    fmt::format_to(
        std::back_inserter(out), "<li>{}{} <a href=\"#r-{}-{}\">{}</a> <small>{}, {}</small><br/>{}</li>\n",
        badge(cell.verdict), cell.known ? " <small>known</small>" : "", spot.row->number, spot.column,
        safe(cell.scenario), safe(model.columns[spot.column].label()), core::to_string(cell.transport),
        safe(cell.proof ? "must come out: " + cell.proof->expected + "; came out: " + cell.proof->wrong : cell.reason,
             300));
}

}  // namespace

std::string badge(Verdict verdict) {
    return fmt::format("<span class=\"v {}\">{}</span>", class_of(verdict), core::to_string(verdict));
}

std::string counts(const record::Totals& totals) {
    std::string text;
    for (std::size_t i = 0; i < totals.counts.size(); ++i)
        if (totals.counts[i] != 0)
            text += fmt::format("{}{} {}", text.empty() ? "" : " ", totals.counts[i], badge(static_cast<Verdict>(i)));
    return text;
}

void add_overview(std::string& out, const Model& model) {
    out += "<section id=\"summary\" aria-labelledby=\"h-summary\">\n<h2 id=\"h-summary\">Summary</h2>\n";
    add_gate(out, model);
    if (model.cells > 0) {
        add_brokers(out, model);
        add_legend(out);
    }
    out += "</section>\n";
}

void add_attention(std::string& out, const Model& model) {
    const std::vector<Spot> spots = spots_of(model);
    if (spots.empty())
        return;
    fmt::format_to(std::back_inserter(out),
                   "<section id=\"attention\" aria-labelledby=\"h-attention\">\n<h2 id=\"h-attention\">{} for "
                   "attention</h2>\n<ul class=\"spots\">\n",
                   spots.size() == 1 ? std::string("1 cell asks") : fmt::format("{} cells ask", spots.size()));
    const std::size_t count = std::min(spots.size(), most_links);
    for (std::size_t i = 0; i < count; ++i)
        add_spot(out, model, spots[i]);
    out += "</ul>\n";
    if (count < spots.size())
        fmt::format_to(std::back_inserter(out), "<p>And {} more: see the matrix.</p>\n", spots.size() - count);
    out += "</section>\n";
}

}  // namespace gauntlet::reports::html
