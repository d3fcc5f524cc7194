// The values of the variables that an adapter's templates name (variables.hpp).
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/listener.hpp"

namespace gauntlet::broker {

inline constexpr const char* loopback = "127.0.0.1";

// `binary` and the tools: what may be named before there is an instance.
kainjow::mustache::data program_context(const Installation& installation);

// All variables of one instance; the listeners' are in the list `listeners`.
kainjow::mustache::data instance_context(const Installation& installation, const std::filesystem::path& folder,
                                         const std::vector<ListenerRequest>& requests,
                                         const std::vector<ListenerPorts>& ports, const NamedPorts& named);

// Those of one listener, the first having index 0, with the instance's but `listeners`: for what is rendered once for
// each.
kainjow::mustache::data listener_context(const Installation& installation, const std::filesystem::path& folder,
                                         const ListenerRequest& request, const ListenerPorts& ports,
                                         const NamedPorts& named, std::size_t index);

// Whether a yes-or-no variable is there.
bool is_set(const kainjow::mustache::data& context, const std::string& name);

}  // namespace gauntlet::broker
