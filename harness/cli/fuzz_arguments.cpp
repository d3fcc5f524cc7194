#include <CLI/CLI.hpp>
#include <memory>

#include "fuzz.hpp"
#include "listener_arguments.hpp"

namespace gauntlet::cli {

namespace {

constexpr const char* footer = R"(
Planes: packets (the fields of packets), sequences (packets put in, left out, in another order), connections (several
clients), unauthenticated (the CONNECT too), frames (of a WebSocket).
It ends after --time or --sessions, or when it is interrupted, and goes on with --resume. Exit code 5: it has found
something.)";

void add_listener(CLI::App& command, ListenerOptions& options) {
    command.add_option("url,--listener", options.url, "A listener that runs already: mqtts://host:port");
    add_listener_options(command, options, "How the listener is, or is to be, set up");
    command.add_flag("--allow-disruptive", options.allow_disruptive, "The listener is mine to disturb, or to kill");
}

void add_limits(CLI::App& command, FuzzOptions& options) {
    command.add_option("--time", options.time, "How long: 60s, 10m, 7d (default: until it is interrupted)");
    command.add_option("--sessions", options.sessions, "How many sessions");
    command.add_option("--rate", options.rate,
                       "Sessions per second of each worker; 0: as many as can be (default of a --listener: 200)");
    command.add_option("--timeout", options.timeout, "Seconds that a step may take")->capture_default_str();
    command.add_flag("--until-finding", options.until_finding, "End with the first finding");
}

}  // namespace

void add_fuzz(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("fuzz", "Look for sessions that a broker does not survive");
    const auto options = std::make_shared<FuzzOptions>();
    command->add_option("--broker", options->broker, "NAME of a broker to start");
    command->add_option("--transport", options->transport, "Of that broker: mqtt, mqtts, ws or wss")
        ->capture_default_str();
    add_listener(*command, options->listener);
    command->add_option("--plane", options->planes, "NAME[,NAME...] (default: all that fit)")
        ->delimiter(',')
        ->allow_extra_args(false);
    add_limits(*command, *options);
    command->add_option("--jobs", options->jobs, "Workers, each with a broker of its own")->capture_default_str();
    command->add_option("--seed", options->seed, "With one worker: makes the same sessions again (default: random)");
    command->add_option("--now", options->now, "RFC 3339 time that validity is counted from (default: the clock)");
    command->add_option("--out", options->out, "Folder of the campaign; absent or empty (default: below gauntlet-out)");
    command->add_option("--resume", options->resume, "Folder of a campaign that goes on");
    command->add_flag("--no-feedback", options->no_feedback, "What the broker does guides nothing: for comparison");
    command->add_option("--set", options->set, "ADAPTER.KEY=VALUE, such as mosquitto.binary=PATH; repeatable")
        ->allow_extra_args(false);
    command->footer(footer);
    command->callback([options, &exit_code] { exit_code = fuzz(*options); });
}

}  // namespace gauntlet::cli
