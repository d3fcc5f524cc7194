#include "own_scenarios.hpp"

#include <cstddef>
#include <utility>

#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

namespace gauntlet::cli {

namespace {

void append(std::vector<core::Scenario>& all, const std::vector<std::string>& folders) {
    for (const std::string& folder : folders)
        for (core::Scenario& scenario : record::load_scenarios(folder, all))
            all.push_back(std::move(scenario));
}

}  // namespace

std::vector<core::Scenario> all_scenarios(const std::vector<std::string>& folders) {
    std::vector<core::Scenario> all = scenarios::all();
    append(all, folders);
    return all;
}

std::vector<core::Scenario> own_scenarios(const std::vector<std::string>& folders) {
    if (folders.empty())
        return {};
    std::vector<core::Scenario> all = scenarios::all();
    const auto built_in = static_cast<std::ptrdiff_t>(all.size());
    append(all, folders);
    all.erase(all.begin(), all.begin() + built_in);
    return all;
}

}  // namespace gauntlet::cli
