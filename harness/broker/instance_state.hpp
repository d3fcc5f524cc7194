#pragma once

#include "companions.hpp"
#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/instance.hpp"
#include "private_folder.hpp"
#include "process.hpp"

namespace gauntlet::broker {

// The process is shared with the coroutines that wait for its end.
class Instance::State {
  public:
    std::unique_ptr<PrivateFolder> folder;
    std::shared_ptr<Process> process;
    std::vector<RunningCompanion> companions;
    std::vector<ListenerPorts> ports;
    Log log;
    std::vector<TextPattern> crash;
    int stop_signal = 0;
    std::chrono::milliseconds stop_grace{0};
    // What a reload writes, and how it is asked for.
    std::string adapter;
    std::optional<ReloadRule> reload;
    std::vector<FileRule> files;
    std::vector<PrepareRule> prepare;
    Installation installation;
    std::vector<ListenerRequest> requests;
    NamedPorts named_ports;
    std::shared_ptr<Warden> warden;
    std::optional<Identity> identity;
};

// How many of the last log lines an observation of an end quotes.
inline constexpr std::size_t quoted_log_lines = 3;

}  // namespace gauntlet::broker
