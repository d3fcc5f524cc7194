#include <CLI/CLI.hpp>
#include <memory>

#include "finding.hpp"

namespace gauntlet::cli {

void add_replay(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("replay", "Repeat a finding three times, each on a fresh broker");
    const auto options = std::make_shared<ReplayOptions>();
    command->add_option("file", options->file, "findings/ID/reproducer, or the folder findings/ID")->required();
    command->add_option("--broker", options->broker, "Another broker than it was found with");
    command->add_option("--listener", options->listener.url, "A listener that runs already: mqtts://host:port");
    command->add_option("--profile", options->listener.profile, "How that listener is set up")->capture_default_str();
    command->add_option("--ca", options->listener.ca, "PEM that its certificate is verified with");
    command->add_option("--cert", options->listener.cert, "PEM chain of a client that it accepts");
    command->add_option("--key", options->listener.key, "PEM key of that client");
    command->add_option("--username", options->listener.username, "A user that it accepts");
    command->add_option("--password-file", options->listener.password_file, "File with that user's password");
    command->add_option("--pki", options->listener.pki, "Folder of 'gauntlet pki make' that it was set up with");
    command->add_flag("--allow-remote", options->listener.allow_remote,
                      "The listener is not on this machine, and mine to test");
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
