// The commands of an adapter beside the broker itself, and what every process of an instance gets.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "descriptor.hpp"
#include "files.hpp"
#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/log.hpp"
#include "spawn.hpp"
#include "warden.hpp"

namespace gauntlet::broker {

struct Surroundings {
    std::shared_ptr<Warden> warden;
    std::optional<Identity> identity;
    std::filesystem::path folder;
};

SpawnRequest request_in(const Surroundings& surroundings, std::vector<std::string> command, int output);

std::vector<std::string> render_all(const std::vector<Template>& texts, const kainjow::mustache::data& variables);

// Created or appended to, 0600. Throws StartFault.
Descriptor open_log(const std::filesystem::path& path);

// Runs what applies of the rules, one after the other; of a reload those that are run again then. Throws StartFault
// where one does not end with 0 within 30 s. `adapter`: its name, for messages.
boost::asio::awaitable<void> prepare(const Surroundings& surroundings, const std::string& adapter,
                                     const std::vector<PrepareRule>& rules, const Contexts& variables, const Log& log,
                                     bool on_reload);

}  // namespace gauntlet::broker
