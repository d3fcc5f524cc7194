#include <CLI/CLI.hpp>
#include <memory>

#include "serve.hpp"

namespace gauntlet::cli {

void add_serve(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand(
        "serve", "Keep a broker with its PKI running until it is interrupted, and print how to reach it");
    const auto options = std::make_shared<ServeOptions>();
    command->add_option("broker", options->broker, "NAME of the broker")->required();
    command->add_option("--profile", options->profile, "How its listener is set up")->capture_default_str();
    command->add_option("--transport", options->transport, "Of its listener: mqtt, mqtts, ws or wss")
        ->capture_default_str();
    command->add_option("--seed", options->seed, "Makes the same PKI again (default: random)");
    command->add_option("--now", options->now, "RFC 3339 time that validity is counted from (default: the clock)");
    command->add_option("--out", options->out,
                        "Folder for PKI and log that stays; absent or empty (default: one that is removed at the end)");
    command->add_option("--set", options->set, "ADAPTER.KEY=VALUE, such as mosquitto.binary=PATH; repeatable")
        ->allow_extra_args(false);
    command->callback([options, &exit_code] { exit_code = serve(*options); });
}

}  // namespace gauntlet::cli
