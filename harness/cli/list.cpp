// gauntlet list: what there is to run.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "commands.hpp"
#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "selection.hpp"

namespace gauntlet::cli {

namespace {

std::vector<std::string> broker_names() {
    std::vector<std::string> names;
    for (const broker::Adapter& adapter : broker::load_adapters(broker::data_folder() / "adapters"))
        names.push_back(adapter.name);
    return names;
}

// A glob may be about cells, so a scenario is listed where one of its cells on any broker is selected.
bool is_selected(const plan::Selection& selection, const core::Scenario& scenario,
                 const std::vector<std::string>& brokers) {
    for (const std::string& broker : brokers)
        for (const core::Transport transport : scenario.transports)
            if (plan::selects(selection, scenario, broker, transport))
                return true;
    return false;
}

struct Listed {
    const scenarios::Family* family;
    std::vector<core::Scenario> rows;
};

std::size_t checks_of(const std::vector<core::Scenario>& rows) {
    std::set<std::string> checks;
    for (const core::Scenario& scenario : rows)
        checks.insert(scenario.check);
    return checks.size();
}

void print_family(const Listed& listed) {
    fmt::print("{} ({} checks, {} rows): {}\n", listed.family->name, checks_of(listed.rows), listed.rows.size(),
               listed.family->about);
    std::size_t width = 0;
    for (const core::Scenario& scenario : listed.rows)
        width = std::max(width, scenario.id().size());
    for (const core::Scenario& scenario : listed.rows)
        fmt::print("  {:<{}}  {:<7}  {}\n", scenario.id(), width, to_string(scenario.level), scenario.title);
    fmt::print("\n");
}

void print_table(const std::vector<Listed>& families) {
    std::size_t checks = 0;
    std::size_t rows = 0;
    for (const Listed& listed : families) {
        print_family(listed);
        checks += checks_of(listed.rows);
        rows += listed.rows.size();
    }
    fmt::print("{} checks in {} rows. 'gauntlet explain ID' tells more.\n", checks, rows);
}

}  // namespace

int list(const ListOptions& options) {
    const plan::Selection selection = selection_of(options.selection);
    const std::vector<std::string> brokers = broker_names();
    std::vector<Listed> families;
    std::vector<record::ScenarioText> texts;
    for (const scenarios::Family& family : scenarios::families()) {
        Listed listed{&family, {}};
        std::vector<core::Scenario> table = family.table();
        for (core::Scenario& scenario : table) {
            if (!is_selected(selection, scenario, brokers))
                continue;
            texts.push_back(record::text_of(scenario));
            listed.rows.push_back(std::move(scenario));
        }
        if (!listed.rows.empty())
            families.push_back(std::move(listed));
    }
    if (options.json)
        fmt::print("{}\n", record::to_json(texts));
    else if (!texts.empty())
        print_table(families);
    if (!texts.empty())
        return record::exit_as_expected;
    fmt::print(stderr, "gauntlet: nothing is selected; 'gauntlet list' without options names everything there is\n");
    return under_ctest() ? record::exit_skipped : record::exit_nothing_ran;
}

}  // namespace gauntlet::cli
