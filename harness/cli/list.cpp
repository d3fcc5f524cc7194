// gauntlet list: what there is to run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "commands.hpp"
#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "own_scenarios.hpp"
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
    std::string family;
    std::string about;
    std::vector<core::Scenario> rows;
};

std::vector<Listed> everything(const std::vector<std::string>& folders) {
    std::vector<Listed> families;
    for (const scenarios::Family& family : scenarios::families())
        families.push_back({std::string(family.name), std::string(family.about), family.table()});
    if (std::vector<core::Scenario> own = own_scenarios(folders); !own.empty())
        families.push_back({"your own", fmt::format("read from {}", fmt::join(folders, ", ")), std::move(own)});
    return families;
}

std::size_t checks_of(const std::vector<core::Scenario>& rows) {
    std::set<std::string> checks;
    for (const core::Scenario& scenario : rows)
        checks.insert(scenario.check);
    return checks.size();
}

void print_family(const Listed& listed) {
    fmt::print("{} ({} checks, {} rows): {}\n", listed.family, checks_of(listed.rows), listed.rows.size(),
               listed.about);
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
    std::vector<Listed> families = everything(options.scenarios);
    std::vector<record::ScenarioText> texts;
    for (Listed& listed : families) {
        std::erase_if(listed.rows, [&](const core::Scenario& s) { return !is_selected(selection, s, brokers); });
        for (const core::Scenario& scenario : listed.rows)
            texts.push_back(record::text_of(scenario));
    }
    std::erase_if(families, [](const Listed& listed) { return listed.rows.empty(); });
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
