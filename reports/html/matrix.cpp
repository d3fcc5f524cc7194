// Brokers × scenarios: a table for each family, the scenario's tree in the heads of its rows.
#include <fmt/format.h>

#include <iterator>
#include <map>
#include <set>

#include "escape.hpp"
#include "parts.hpp"

namespace gauntlet::reports::html {

namespace {

// With more columns a cell shows a letter instead of the word, and there is no room for titles.
constexpr std::size_t most_wide_columns = 4;
// A page of more cells begins with its families folded: it opens at once.
constexpr std::size_t most_open_cells = 3000;

// "expired/tls-1-3" of "mutual/expired/tls-1-3".
std::string_view within_family(const Row& row) {
    std::string_view id = row.scenario->id;
    id.remove_prefix(std::min(id.find('/') + 1, id.size()));
    return id;
}

// "expired": what the rows of a family are grouped by.
std::string_view branch_of(const Row& row) {
    const std::string_view id = within_family(row);
    return id.substr(0, id.find('/'));
}

// "tls-1-3"; the branch itself where nothing follows.
std::string_view leaf_of(const Row& row) {
    const std::string_view id = within_family(row);
    const std::size_t slash = id.find('/');
    return slash == std::string_view::npos ? id : id.substr(slash + 1);
}

bool is_quiet(const record::Totals& totals) {
    return totals.of(core::Verdict::fail) + totals.of(core::Verdict::weak) + totals.of(core::Verdict::inconclusive) ==
           0;
}

class Table {
  public:
    Table(std::string& out, const Model& model, const Family& family)
        : out_(out), model_(model), family_(family), wide_(model.columns.size() <= most_wide_columns) {}

    void add() {
        const std::string name = safe(family_.name);
        fmt::format_to(std::back_inserter(out_),
                       "<details class=\"family\" data-family=\"{0}\"{1}><summary><strong>{0}</strong> <span "
                       "class=\"sum\">{2}</span></summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"{0}\">\n<table class=\"matrix{3}\">\n",
                       name, is_quiet(family_.totals) || model_.cells > most_open_cells ? "" : " open=\"open\"",
                       counts(family_.totals), wide_ ? "" : " dense");
        head();
        std::map<std::string_view, std::set<std::string_view>> scenarios;
        for (const Row& row : family_.rows)
            scenarios[branch_of(row)].insert(row.scenario->id);
        std::string_view branch;
        out_ += "<tbody>\n";
        for (const Row& row : family_.rows) {
            const bool is_grouped = scenarios[branch_of(row)].size() > 1;
            if (is_grouped && branch_of(row) != branch)
                group(branch_of(row));
            branch = branch_of(row);
            line(row, is_grouped);
        }
        out_ += "</tbody>\n</table>\n</div>\n</details>\n";
    }

  private:
    void head() {
        out_ +=
            "<thead><tr><th scope=\"col\">scenario</th><th scope=\"col\">transport</th><th scope=\"col\">level</th>";
        for (const Column& column : model_.columns)
            out_ += "<th scope=\"col\"><span>" + safe(column.label(), 80) + "</span></th>";
        out_ += wide_ ? "<th scope=\"col\">title</th></tr></thead>\n" : "</tr></thead>\n";
    }

    void group(std::string_view branch) {
        fmt::format_to(std::back_inserter(out_),
                       "</tbody>\n<tbody>\n<tr class=\"g\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                       3 + model_.columns.size() + (wide_ ? 1 : 0), safe(branch));
    }

    void line(const Row& row, bool is_grouped) {
        const std::string title = safe(row.scenario->title, 300);
        fmt::format_to(
            std::back_inserter(out_),
            "<tr id=\"m-{0}\"><th scope=\"row\"{1}><a href=\"#r-{0}\"{2}>{3}</a></th><td>{4}</td><td>{5}</td>",
            row.number, is_grouped ? " class=\"leaf\"" : "", wide_ ? "" : " title=\"" + title + "\"",
            safe(is_grouped ? leaf_of(row) : within_family(row)), core::to_string(row.transport),
            core::to_string(row.scenario->level));
        for (std::size_t column = 0; column < row.cells.size(); ++column)
            cell(row, column);
        out_ += wide_ ? "<td>" + title + "</td></tr>\n" : "</tr>\n";
    }

    // Only what is not as it should be is a link of its own: the row's leads to the others, and tens of thousands of
    // links are no help to a keyboard.
    void cell(const Row& row, std::size_t column) {
        const record::Cell* cell = row.cells[column];
        if (cell == nullptr) {
            out_ += "<td></td>";
            return;
        }
        const std::string_view name = core::to_string(cell->verdict);
        if (!is_shown_whole(*cell)) {
            fmt::format_to(std::back_inserter(out_), "<td class=\"{}\">{}</td>", class_of(cell->verdict), name);
            return;
        }
        fmt::format_to(std::back_inserter(out_), "<td class=\"{}{}\"><a href=\"#r-{}-{}\">{}{}</a></td>",
                       class_of(cell->verdict), cell->known ? " k" : "", row.number, column, name,
                       cell->known ? ", known" : "");
    }

    std::string& out_;
    const Model& model_;
    const Family& family_;
    bool wide_;
};

void add_option(std::string& out, std::string_view value, std::string_view text) {
    out += "<option value=\"" + safe(value) + "\">" + safe(text) + "</option>";
}

// Shown by the script, which is what it needs.
void add_filters(std::string& out, const Model& model) {
    out +=
        "<form id=\"filters\" hidden=\"hidden\" aria-label=\"Filters of the matrix\">\n<label>Family <select "
        "name=\"family\">";
    add_option(out, "", "all");
    for (const Family& family : model.families)
        add_option(out, family.name, family.name);
    out += "</select></label>\n<label>Level <select name=\"level\">";
    add_option(out, "", "all");
    for (const std::string_view level : core::level_names)
        add_option(out, level, level);
    out +=
        "</select></label>\n<label>Text <input type=\"search\" name=\"text\" placeholder=\"id or title\"/></label>\n"
        "<fieldset><legend>Verdict</legend>";
    for (std::size_t i = 0; i < core::verdict_names.size(); ++i)
        fmt::format_to(std::back_inserter(out),
                       "<label><input type=\"checkbox\" name=\"verdict\" value=\"{}\"/>{}</label>",
                       class_of(static_cast<core::Verdict>(i)), badge(static_cast<core::Verdict>(i)));
    out +=
        "</fieldset>\n<button type=\"reset\">Show all</button> <button type=\"button\" id=\"unfold\">Unfold all"
        "</button> <output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n";
}

}  // namespace

void add_matrix(std::string& out, const Model& model) {
    if (model.families.empty())
        return;
    out +=
        "<section id=\"matrix\" aria-labelledby=\"h-matrix\">\n<h2 id=\"h-matrix\">Matrix</h2>\n<p>A row is a "
        "scenario over a transport, a column a broker. A row's name opens what the scenario does and what each broker "
        "answered.</p>\n";
    add_filters(out, model);
    for (const Family& family : model.families)
        Table(out, model, family).add();
    out += "</section>\n";
}

}  // namespace gauntlet::reports::html
