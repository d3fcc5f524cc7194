#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <iterator>
#include <ostream>

#include "assets.hpp"
#include "escape.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/reports/html.hpp"
#include "parts.hpp"

namespace gauntlet::reports {

namespace {

// Bytes. What is left of them beside everything else is shared out to the conversations.
constexpr std::size_t page_limit = 9'700'000;
constexpr std::size_t least_budget = 250;
constexpr std::size_t most_budget = 64 * 1024;

std::string subject_of(const record::Run& run) {
    if (run.selftest)
        return "self-test";
    if (run.brokers.empty())
        return "no broker";
    const record::BrokerInfo& first = run.brokers.front();
    std::string text = html::safe(first.version.empty() ? first.name : first.name + " " + first.version, 80);
    if (run.brokers.size() > 1)
        text += fmt::format(" and {} more", run.brokers.size() - 1);
    return text;
}

std::string head_of(const record::Run& run, const html::Model& model) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta "
        "charset=\"utf-8\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{0}'; style-src '{1}'; "
        "base-uri 'none'; form-action 'none'\"/>\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{2}: gate {3} - "
        "Gauntlet</title>\n<style>{4}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
        "result</a>\n<header>\n<h1>Gauntlet <small>{2}</small></h1>\n",
        html::script_hash, html::style_hash, subject_of(run), model.gate.exit == 0 ? "open" : "closed", html::style);
}

std::string navigation(const record::Run& run, const html::Model& model) {
    std::string text = "<nav aria-label=\"Parts\"><ul>\n<li><a href=\"#summary\">Summary</a></li>\n";
    const auto link = [&text](std::string_view id, std::string_view name) {
        fmt::format_to(std::back_inserter(text), "<li><a href=\"#{}\">{}</a></li>\n", id, name);
    };
    if (run.selftest)
        link("flaws", "Flaws");
    if (run.campaign || !run.findings.empty())
        link("campaign", "Campaign");
    if (!model.families.empty() && !run.selftest)
        link("matrix", "Matrix");
    link("guide", "How to read a red cell");
    return text + "</ul></nav>\n</header>\n<main id=\"main\">\n";
}

std::string foot_of(const record::Run& run) {
    const std::string commit = run.tool.commit.empty() ? "" : " (" + run.tool.commit + ")";
    return fmt::format(
        "</main>\n<footer>\n<p>gauntlet {}, seed {}, PKI of {}; started {}, ended {}, {}.{:03} s{}. Everything here is "
        "made of record.json.</p>\n</footer>\n<script>{}</script>\n</body>\n</html>\n",
        html::safe(run.tool.version + commit), run.seed, recipe::format_rfc3339(run.now),
        recipe::format_rfc3339(run.started), recipe::format_rfc3339(run.ended), run.ms.count() / 1000,
        run.ms.count() % 1000, run.signal != 0 ? ", interrupted" : "", html::script);
}

// Everything but the cells.
std::string before_cells(const record::Run& run, const html::Model& model) {
    std::string out = head_of(run, model) + navigation(run, model);
    html::add_overview(out, model);
    html::add_selftest(out, run);
    html::add_campaign(out, run);
    html::add_attention(out, model);
    if (!run.selftest)
        html::add_matrix(out, model);
    return out;
}

// How many bytes the conversation of a cell may take. `others`: bytes of everything else.
std::size_t budget_of(const html::Model& model, std::size_t others) {
    std::size_t conversations = 0;
    for (const html::Family& family : model.families)
        for (const html::Row& row : family.rows)
            conversations += static_cast<std::size_t>(std::ranges::count_if(
                row.cells, [](const record::Cell* cell) { return cell != nullptr && cell->conversation; }));
    const std::size_t left = page_limit > others ? page_limit - others : 0;
    return std::clamp(left / std::max<std::size_t>(1, conversations), least_budget, most_budget);
}

}  // namespace

void write_html(std::ostream& out, const record::Run& run) {
    const html::Model model = html::model_of(run);
    const std::string before = before_cells(run, model);
    const std::string after = std::string(html::guide) + foot_of(run);
    std::string cells;
    html::add_panels(cells, model, 0);
    const std::size_t budget = budget_of(model, before.size() + cells.size() + after.size());
    cells.clear();
    html::add_panels(cells, model, budget);
    out << before << cells << after;
}

}  // namespace gauntlet::reports
