// What the adapter's rules make of the listeners of an instance: its files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "context.hpp"
#include "gauntlet/broker/adapter.hpp"
#include "template_text.hpp"

namespace gauntlet::broker {

struct Contexts {
    kainjow::mustache::data instance;
    std::vector<kainjow::mustache::data> listeners;
};

Contexts contexts_of(const Installation& installation, const std::filesystem::path& folder,
                     const std::vector<ListenerRequest>& requests, const std::vector<ListenerPorts>& ports,
                     const NamedPorts& named);

// The contexts that a rule (FileRule, PrepareRule) applies to.
template <typename Rule>
std::vector<const kainjow::mustache::data*> contexts_for(const Rule& rule, const Contexts& all) {
    if (!rule.each_listener)
        return {&all.instance};
    std::vector<const kainjow::mustache::data*> result;
    for (const kainjow::mustache::data& listener : all.listeners)
        if (rule.when.empty() || is_set(listener, rule.when))
            result.push_back(&listener);
    return result;
}

// Contents by path below the instance's folder.
std::map<std::filesystem::path, std::string> files_of(const std::vector<FileRule>& rules, const Contexts& contexts);

}  // namespace gauntlet::broker
