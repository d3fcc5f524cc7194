#include "files.hpp"

#include <fmt/format.h>

#include "gauntlet/broker/supervisor.hpp"

namespace gauntlet::broker {

Contexts contexts_of(const Installation& installation, const std::filesystem::path& folder,
                     const std::vector<ListenerRequest>& requests, const std::vector<ListenerPorts>& ports,
                     const NamedPorts& named) {
    Contexts result{instance_context(installation, folder, requests, ports, named), {}};
    for (std::size_t index = 0; index < requests.size(); ++index)
        result.listeners.push_back(listener_context(installation, folder, requests[index], ports[index], named, index));
    return result;
}

std::map<std::filesystem::path, std::string> files_of(const std::vector<FileRule>& rules, const Contexts& contexts) {
    std::map<std::filesystem::path, std::string> files;
    for (const FileRule& rule : rules)
        for (const kainjow::mustache::data* context : contexts_for(rule, contexts)) {
            const std::string path = render(rule.path, *context);
            const bool is_new = files.emplace(path, render(rule.content, *context)).second;
            if (!is_new)
                throw StartFault(fmt::format("{}: two files of the instance are called {}; name them apart",
                                             rule.path.source, path));
        }
    return files;
}

}  // namespace gauntlet::broker
