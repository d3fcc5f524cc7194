#include "gauntlet/plan/composition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "gauntlet/core/lint.hpp"

namespace gauntlet::plan {

namespace {

using Profiles = std::map<std::string, std::pair<const core::Profile*, std::string>, std::less<>>;

void check_profile(Profiles& seen, const core::Profile& profile, const std::string& scenario) {
    const auto [entry, is_new] = seen.try_emplace(profile.name, &profile, scenario);
    const auto& [first, owner] = entry->second;
    if (!is_new && !(*first == profile))
        throw std::logic_error(fmt::format("profile '{}' of {} differs from the one of the same name of {}",
                                           profile.name, scenario, owner));
}

void check_profiles(std::span<const core::Scenario> scenarios) {
    Profiles seen;
    for (const core::Scenario& scenario : scenarios) {
        check_profile(seen, scenario.profile, scenario.id());
        if (scenario.control && scenario.control->profile)
            check_profile(seen, *scenario.control->profile, scenario.id());
    }
}

bool compares_served_chain(const core::Scenario& scenario) {
    for (const core::Rule& rule : scenario.expectation.rules)
        for (const core::Pattern& pattern : rule.pass)
            for (const core::FactRule& fact : pattern.facts)
                if (fact.name == "served")
                    return true;
    return false;
}

// A listener that is set up already serves what it serves: our own PKI is only needed where it is compared with.
std::vector<std::string> capabilities_for(const core::Scenario& scenario, const Candidate& candidate) {
    std::vector<std::string> names = core::needs(scenario);
    if (candidate.ours)
        return names;
    if (!compares_served_chain(scenario) && !core::contains(scenario.capabilities, "own-pki"))
        std::erase(names, "own-pki");
    return names;
}

std::optional<Excuse> excuse_of(const core::Scenario& scenario, const Candidate& candidate, core::Transport transport) {
    if (candidate.absent)
        return candidate.absent;
    if (candidate.unsuited)
        if (std::optional<std::string> why = candidate.unsuited(scenario))
            return Excuse{core::Verdict::unsupported, *std::move(why)};
    std::optional<Excuse> found;
    for (const std::string& capability : capabilities_for(scenario, candidate)) {
        std::optional<Excuse> lack = candidate.lacks(capability, transport);
        // What can be mended by nobody outweighs what the user could give.
        if (lack && (!found || (found->verdict == core::Verdict::skipped && lack->verdict != found->verdict)))
            found = std::move(lack);
    }
    if (!found && scenario.exclusive && !candidate.allow_disruptive)
        return Excuse{core::Verdict::skipped,
                      "disturbs a broker that we did not start; --allow-disruptive says that it may"};
    return found;
}

bool needs_own_instance(const core::Scenario& scenario) {
    return scenario.exclusive || core::boots(scenario.stimulus);
}

std::vector<PlannedCell> all_cells_of(std::span<const core::Scenario> scenarios, std::span<const Candidate> candidates,
                                      const Selection& selection) {
    std::vector<PlannedCell> cells;
    for (std::size_t broker = 0; broker < candidates.size(); ++broker)
        for (const core::Scenario& scenario : scenarios)
            for (const core::Transport transport : scenario.transports) {
                const std::vector<core::Transport>& has = candidates[broker].transports;
                if (std::find(has.begin(), has.end(), transport) == has.end() ||
                    !selects(selection, scenario, candidates[broker].name, transport))
                    continue;
                cells.push_back({.id = cell_id(candidates[broker].name, transport, scenario.id()),
                                 .scenario = &scenario,
                                 .broker = broker,
                                 .transport = transport,
                                 .excuse = excuse_of(scenario, candidates[broker], transport),
                                 .instance = std::nullopt});
            }
    std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return cells;
}

std::vector<PlannedCell> shard_of(std::vector<PlannedCell> cells, const Shard& shard) {
    if (shard.count == 1)
        return cells;
    std::vector<PlannedCell> part;
    for (std::size_t i = shard.index - 1; i < cells.size(); i += shard.count)
        part.push_back(std::move(cells[i]));
    return part;
}

bool same_listener(const PlannedListener& a, const PlannedListener& b) {
    return a.transport == b.transport && a.profile->name == b.profile->name;
}

bool carries(const PlannedInstance& instance, const PlannedListener& listener) {
    return std::any_of(instance.listeners.begin(), instance.listeners.end(),
                       [&listener](const PlannedListener& l) { return same_listener(l, listener); });
}

bool can_carry(const PlannedInstance& instance, const PlannedListener& listener, const Candidate& candidate) {
    return candidate.many_listeners ||
           (candidate.many_transports && instance.listeners.front().profile->name == listener.profile->name);
}

// The instance that serves the listener: one that does already, or one that can as well, or a new one.
std::size_t instance_for(std::vector<PlannedInstance>& instances, std::size_t broker, const Candidate& candidate,
                         const PlannedListener& listener) {
    for (std::size_t i = 0; i < instances.size(); ++i) {
        if (instances[i].broker != broker)
            continue;
        if (carries(instances[i], listener))
            return i;
        if (can_carry(instances[i], listener, candidate)) {
            instances[i].listeners.push_back(listener);
            return i;
        }
    }
    instances.push_back({.broker = broker, .listeners = {listener}, .cells = {}});
    return instances.size() - 1;
}

}  // namespace

std::vector<PlannedCell> cells_of(std::span<const core::Scenario> scenarios, std::span<const Candidate> candidates,
                                  const Selection& selection) {
    check_profiles(scenarios);
    return shard_of(all_cells_of(scenarios, candidates, selection), selection.shard);
}

Composition place(std::vector<PlannedCell> cells, std::span<const Candidate> candidates) {
    Composition composition{.cells = std::move(cells), .instances = {}};
    for (std::size_t i = 0; i < composition.cells.size(); ++i) {
        PlannedCell& cell = composition.cells[i];
        const Candidate& candidate = candidates[cell.broker];
        if (cell.excuse || (candidate.ours && needs_own_instance(*cell.scenario)))
            continue;
        const std::size_t instance =
            instance_for(composition.instances, cell.broker, candidate, {&cell.scenario->profile, cell.transport});
        cell.instance = instance;
        composition.instances[instance].cells.push_back(i);
    }
    return composition;
}

Composition compose(std::span<const core::Scenario> scenarios, std::span<const Candidate> candidates,
                    const Selection& selection) {
    return place(cells_of(scenarios, candidates, selection), candidates);
}

}  // namespace gauntlet::plan
