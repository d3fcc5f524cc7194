#include <CLI/CLI.hpp>
#include <memory>

#include "finding.hpp"
#include "listener_arguments.hpp"

namespace gauntlet::cli {

void add_replay(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("replay", "Repeat a finding three times, each on a fresh broker");
    const auto options = std::make_shared<ReplayOptions>();
    command->add_option("file", options->file, "findings/ID/reproducer, or the folder findings/ID")->required();
    command->add_option("--broker", options->broker, "Another broker than it was found with");
    command->add_option("--listener", options->listener.url, "A listener that runs already: mqtts://host:port");
    add_listener_options(*command, options->listener, "How that listener is set up");
    command->add_flag("--allow-disruptive", options->listener.allow_disruptive, "That listener is mine to kill");
    command->add_option("--set", options->set, "ADAPTER.KEY=VALUE, such as mosquitto.binary=PATH; repeatable")
        ->allow_extra_args(false);
    command->add_option("--timeout", options->timeout, "Seconds that a step may take")->capture_default_str();
    command->add_option("--out", options->out, "Folder for the brokers' logs; absent or empty");
    command->callback([options, &exit_code] { exit_code = replay(*options); });
}

void add_promote(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("promote", "Turn a finding into a scenario that every run repeats");
    const auto options = std::make_shared<PromoteOptions>();
    command->add_option("finding", options->finding, "findings/ID, or its reproducer")->required();
    command->add_option("--out", options->out, "Folder of scenarios, for run --scenarios")->required();
    command->add_option("--id", options->id, "FAMILY/NAME of the scenario (default: regression/ID)");
    command->callback([options, &exit_code] { exit_code = promote(*options); });
}

}  // namespace gauntlet::cli
