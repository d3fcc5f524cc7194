#include "subjects.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/record/run.hpp"
#include "gauntlet/reference/flaw_name.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

// "mosquitto@2.0.22.binary=/opt/a=b" in its three parts.
struct Entry {
    std::string broker;
    std::string key;
    std::string value;
};

Entry parse(const std::string& entry) {
    const std::size_t equals = entry.find('=');
    const std::size_t dot = equals == std::string::npos ? equals : entry.substr(0, equals).rfind('.');
    if (dot == std::string::npos || dot == 0)
        throw UsageError(
            fmt::format("--set {}: must be ADAPTER.KEY=VALUE, such as mosquitto.binary=/opt/mosquitto", entry));
    return {entry.substr(0, dot), entry.substr(dot + 1, equals - dot - 1), entry.substr(equals + 1)};
}

bool speaks_of(const Entry& entry, std::string_view broker) {
    return entry.broker == broker || entry.broker == record::adapter_of(broker);
}

void check_entries(const std::vector<Wanted>& wanted, const std::vector<std::string>& set) {
    for (const std::string& text : set) {
        const Entry entry = parse(text);
        if (std::ranges::none_of(wanted, [&entry](const Wanted& one) { return speaks_of(entry, one.name); }))
            throw UsageError(fmt::format("--set {}: no broker '{}' is being tested", text, entry.broker));
    }
}

broker::Settings settings_of(const Wanted& wanted, const std::vector<std::string>& set) {
    broker::Settings settings;
    for (const bool labelled : {false, true})
        for (const std::string& text : set)
            if (const Entry entry = parse(text);
                speaks_of(entry, wanted.name) && (entry.broker != wanted.adapter.name) == labelled)
                settings[entry.key] = entry.value;
    return settings;
}

// It is part of ids, of names of files and of globs.
void check_label(const std::string& name) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const std::size_t at = name.find('@');
    if (at == std::string::npos)
        return;
    const std::string label = name.substr(at + 1);
    if (label.empty() || label.size() > 64 || label.find_first_not_of(allowed) != std::string::npos)
        throw UsageError(fmt::format("--broker {}: a label has letters, digits, '.', '_' and '-', at most 64", name));
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

std::vector<plan::Subject> locate_all(const std::vector<Wanted>& wanted, const std::vector<std::string>& set) {
    check_entries(wanted, set);
    std::vector<plan::Subject> subjects;
    for (const Wanted& one : wanted) {
        broker::Installation installation = broker::locate(one.adapter, settings_of(one, set));
        if (one.adapter.binary.self)
            check_flaws(installation);
        subjects.push_back({.adapter = one.adapter,
                            .installation = std::move(installation),
                            .external = std::nullopt,
                            .listener = std::nullopt,
                            .name = one.name == one.adapter.name ? "" : one.name,
                            .timeout = std::nullopt});
    }
    return subjects;
}

std::vector<Wanted> named(const std::vector<broker::Adapter>& adapters, const std::vector<std::string>& names) {
    std::vector<Wanted> chosen;
    const auto choose = [&chosen](const broker::Adapter& adapter, const std::string& name) {
        if (std::ranges::find(chosen, name, &Wanted::name) == chosen.end())
            chosen.push_back({adapter, name});
    };
    for (const std::string& name : names) {
        if (name != "all") {
            check_label(name);
            choose(find(adapters, std::string(record::adapter_of(name))), name);
            continue;
        }
        for (const broker::Adapter& adapter : adapters)
            if (!adapter.external)
                choose(adapter, adapter.name);
    }
    return chosen;
}

std::vector<Wanted> all_of(const std::vector<broker::Adapter>& adapters) {
    std::vector<Wanted> all;
    for (const broker::Adapter& adapter : adapters)
        all.push_back({adapter, adapter.name});
    return all;
}

bool is_set_of(const std::string& entry, std::string_view broker) {
    return speaks_of(parse(entry), broker);
}

}  // namespace gauntlet::cli
