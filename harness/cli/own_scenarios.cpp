#include "own_scenarios.hpp"

#include <cstddef>
#include <utility>

#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

namespace gauntlet::cli {

std::vector<core::Scenario> all_scenarios(const std::vector<std::string>& folders) {
    std::vector<core::Scenario> all = scenarios::all();
    for (const std::string& folder : folders)
        for (core::Scenario& scenario : record::load_scenarios(folder, all))
            all.push_back(std::move(scenario));
    return all;
}

std::vector<core::Scenario> own_scenarios(const std::vector<std::string>& folders) {
    if (folders.empty())
        return {};
    std::vector<core::Scenario> all = all_scenarios(folders);
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(scenarios::all().size()));
    return all;
}

}  // namespace gauntlet::cli
