#include "subjects.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/reference/flaw_name.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

std::map<std::string, broker::Settings> settings_by_adapter(const std::vector<broker::Adapter>& adapters,
                                                            const std::vector<std::string>& set) {
    std::map<std::string, broker::Settings> settings;
    for (const broker::Adapter& adapter : adapters)
        settings[adapter.name];
    for (const std::string& entry : set) {
        const std::size_t equals = entry.find('=');
        const std::size_t dot = entry.find('.');
        if (equals == std::string::npos || dot == std::string::npos || dot > equals)
            throw UsageError(
                fmt::format("--set {}: must be ADAPTER.KEY=VALUE, such as mosquitto.binary=/opt/mosquitto", entry));
        const auto adapter = settings.find(entry.substr(0, dot));
        if (adapter == settings.end())
            throw UsageError(fmt::format("--set {}: no broker '{}' is being tested", entry, entry.substr(0, dot)));
        adapter->second[entry.substr(dot + 1, equals - dot - 1)] = entry.substr(equals + 1);
    }
    return settings;
}

const broker::Adapter& find(const std::vector<broker::Adapter>& adapters, const std::string& name) {
    std::vector<std::string> names;
    for (const broker::Adapter& adapter : adapters) {
        if (adapter.external)
            continue;
        if (adapter.name == name)
            return adapter;
        names.push_back(adapter.name);
    }
    throw UsageError(fmt::format("--broker {}: there is {}; a broker that runs already is tested with --listener", name,
                                 fmt::join(names, ", ")));
}

// The reference broker would say so too, but as a start that failed, in its log.
void check_flaws(const broker::Installation& installation) {
    const auto given = installation.settings.find("flaw");
    if (given == installation.settings.end())
        return;
    for (const std::string& name : given->second)
        if (!reference::flaw_named(name))
            throw UsageError("--set reference.flaw: " + reference::unknown_flaw(name));
}

}  // namespace

std::vector<broker::Adapter> load_all_adapters() {
    return broker::load_adapters(broker::data_folder() / "adapters");
}

std::vector<plan::Subject> locate_all(const std::vector<broker::Adapter>& adapters,
                                      const std::vector<std::string>& set) {
    std::map<std::string, broker::Settings> settings = settings_by_adapter(adapters, set);
    std::vector<plan::Subject> subjects;
    for (const broker::Adapter& adapter : adapters) {
        broker::Installation installation = broker::locate(adapter, settings[adapter.name]);
        if (adapter.binary.self)
            check_flaws(installation);
        subjects.push_back({.adapter = adapter, .installation = std::move(installation), .external = std::nullopt});
    }
    return subjects;
}

std::vector<broker::Adapter> named(const std::vector<broker::Adapter>& adapters,
                                   const std::vector<std::string>& names) {
    std::vector<broker::Adapter> chosen;
    const auto choose = [&chosen](const broker::Adapter& adapter) {
        if (std::none_of(chosen.begin(), chosen.end(), [&](const auto& a) { return a.name == adapter.name; }))
            chosen.push_back(adapter);
    };
    for (const std::string& name : names) {
        if (name != "all") {
            choose(find(adapters, name));
            continue;
        }
        for (const broker::Adapter& adapter : adapters)
            if (!adapter.external)
                choose(adapter);
    }
    return chosen;
}

}  // namespace gauntlet::cli
