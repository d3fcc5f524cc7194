// The command line: which subcommand, with which options.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <string>

#include "commands.hpp"
#include "completion.hpp"
#include "finding.hpp"
#include "formats.hpp"
#include "fuzz.hpp"
#include "gauntlet/broker/bad_input.hpp"
#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/record/gate.hpp"
#include "listener_arguments.hpp"
#include "man.hpp"
#include "packet.hpp"
#include "pki.hpp"
#include "records.hpp"
#include "reference.hpp"
#include "serve.hpp"
#include "usage.hpp"
#include "value_names.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

constexpr const char* examples = R"(
Examples:
  gauntlet run --broker mosquitto                      everything, on a Mosquitto that is started for it
  gauntlet run --broker all --select 'mutual/*'        one family, on every broker that is installed
  gauntlet run mqtts://localhost:8883 --ca ca.pem      on a listener that runs already
  gauntlet explain mutual/expired/tls-1-3              what a scenario does, and why
  gauntlet report gauntlet-out/RUN/record.json         the report of an earlier run

Exit codes: 0 as expected, 1 an unknown failure, 2 usage or a bad input file, 3 infrastructure or anything inconclusive,
4 nothing selected or nothing that ran, 5 a fuzz finding, 130 or 143 interrupted.)";

void add_selection(CLI::App& command, SelectionOptions& options) {
    command.add_option("--select", options.select, "Glob of scenario or cell ids; a leading ! excludes; repeatable")
        ->allow_extra_args(false);
    command.add_option("--level", options.level, "must, should, policy or observe: that one and stricter")
        ->capture_default_str();
}

void add_scenarios(CLI::App& command, std::vector<std::string>& folders) {
    command.add_option("--scenarios", folders, "Folder of scenario files beside the built-in ones; repeatable")
        ->allow_extra_args(false);
}

void add_set(CLI::App& command, std::vector<std::string>& set) {
    command.add_option("--set", set, "NAME[@LABEL].KEY=VALUE, such as mosquitto.binary=PATH; repeatable")
        ->allow_extra_args(false);
}

void add_listener(CLI::App& command, ListenerOptions& options) {
    command.add_option("url,--listener", options.url, "A listener that runs already: mqtts://host:port");
    add_listener_options(command, options, "How that listener is set up");
    command.add_option("--client-ca", options.client_ca, "PEM of the clients' CA, to issue deviating clients by");
    command.add_option("--client-ca-key", options.client_ca_key, "PEM key of that CA; it is not stored");
    command.add_flag("--allow-disruptive", options.allow_disruptive, "Run scenarios that may disturb that listener");
}

void add_run(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("run", "Run scenarios on brokers, and judge them");
    const auto options = std::make_shared<RunOptions>();
    command->add_option("--broker", options->brokers, "NAME[@LABEL][,...] or all")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--config", options->config, "Your mosquitto.conf, whose listeners are tested with our PKI");
    add_listener(*command, options->listener);
    add_selection(*command, options->selection);
    add_scenarios(*command, options->scenarios);
    command->add_option("--shard", options->selection.shard, "I/N: the Ith of N parts")->capture_default_str();
    command->add_option("--seed", options->seed, "Makes the same PKI again (default: random)");
    command->add_option("--now", options->now, "RFC 3339 time that validity is counted from (default: the clock)");
    command->add_option("--jobs", options->jobs, "Cells at a time")->capture_default_str();
    command->add_option("--timeout", options->timeout, "Seconds that a step may take")->capture_default_str();
    command->add_option("--out", options->out, "Folder for the results; absent or empty (default: below gauntlet-out)");
    command->add_option("--known", options->known, "File of known failures; repeatable")->allow_extra_args(false);
    command->add_option("--fail-on", options->fail_on, "fail or weak")->capture_default_str();
    command->add_option("--jsonl", options->jsonl,
                        "File for one line of JSON for each cell as it is finished; - for standard output");
    add_set(*command, options->set);
    command->add_flag("--dry-run", options->dry_run, "Print cells and instances, start nothing");
    command->add_flag("-v,--verbose", options->verbose, "Report every cell");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

void add_selftest(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("selftest", "Prove that every check can fail, on a broker with flaws");
    const auto options = std::make_shared<SelftestOptions>();
    command->add_flag("--full", options->full,
                      "Every scenario with every flaw (default: what is meant to show, the "
                      "laws, and a twentieth of the rest)");
    add_selection(*command, options->selection);
    command->add_option("--shard", options->selection.shard, "I/N: the Ith of N parts")->capture_default_str();
    command->add_option("--seed", options->seed, "Makes the same PKI and draws the same cells (default: random)");
    command->add_option("--now", options->now, "RFC 3339 time that validity is counted from (default: the clock)");
    command->add_option("--jobs", options->jobs, "Cells at a time")->capture_default_str();
    command->add_option("--timeout", options->timeout, "Seconds that a step may take")->capture_default_str();
    command->add_option("--out", options->out, "Folder for the results; absent or empty (default: below gauntlet-out)");
    command->add_flag("--dry-run", options->dry_run, "Print the cells, start nothing");
    command->add_flag("-v,--verbose", options->verbose, "With log, transcript and command of each wrong cell");
    command->callback([options, &exit_code] { exit_code = selftest(*options); });
}

void add_list(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("list", "List the scenarios");
    const auto options = std::make_shared<ListOptions>();
    add_selection(*command, options->selection);
    add_scenarios(*command, options->scenarios);
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options, &exit_code] { exit_code = list(*options); });
}

void add_explain(CLI::App& app, int& exit_code) {
    CLI::App* command =
        app.add_subcommand("explain", "What a scenario sends and expects, why it matters, how to mend a broker");
    const auto options = std::make_shared<ExplainOptions>();
    command->add_option("id", options->id, "Id of the scenario")->required();
    add_scenarios(*command, options->scenarios);
    command->callback([options, &exit_code] { exit_code = explain(*options); });
}

void add_installing(CLI::App& brokers, int& exit_code) {
    CLI::App* install = brokers.add_subcommand("install", "Install a broker, after saying what that does");
    const auto options = std::make_shared<InstallOptions>();
    install->add_option("name", options->name, "The broker")->required();
    install->add_option("--into", options->into, "Folder to install into; absent or empty (default: one of its own)");
    install->add_flag("--dry-run", options->dry_run, "Say what would be done, do nothing");
    install->callback([options, &exit_code] { exit_code = install_broker(*options); });

    CLI::App* remove = brokers.add_subcommand("remove", "Remove a broker that `brokers install` installed");
    const auto removal = std::make_shared<InstallOptions>();
    remove->add_option("name", removal->name, "The broker")->required();
    remove->add_flag("--dry-run", removal->dry_run, "Say what would be done, do nothing");
    remove->callback([removal, &exit_code] { exit_code = remove_broker(*removal); });
}

void add_brokers(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("brokers", "List the brokers that can be started; install and remove them");
    const auto options = std::make_shared<BrokersOptions>();
    command->add_flag("--json", options->json, "As JSON");
    command->add_flag("-v,--verbose", options->verbose, "With what each of them can do");
    add_set(*command, options->set);
    command->require_subcommand(0, 1);
    add_installing(*command, exit_code);
    command->callback([command, options, &exit_code] {
        if (command->get_subcommands().empty())
            exit_code = brokers(*options);
    });
}

void add_report(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("report", "Report on a record.json, or judge it again");
    const auto options = std::make_shared<ReportOptions>();
    command->add_option("record", options->record, "A run's record.json")->required();
    command->add_option("--format", options->format, format_names())->capture_default_str();
    command->add_option("--out", options->out, "File to write (default: standard output)");
    command->add_flag("--rejudge", options->rejudge, "Judge the stored evidence again; exits as a run would");
    command->add_flag("-v,--verbose", options->verbose, "Report every cell");
    command->callback([options, &exit_code] { exit_code = report(*options); });
}

// CLI11's messages may have several lines.
std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string version_text() {
    const record::Tool build = tool();
    return fmt::format("gauntlet {}{}", build.version, build.commit.empty() ? "" : " (" + build.commit + ")");
}

int parse(int argc, char** argv) {
    CLI::App app("Conformance suite for TLS MQTT brokers", "gauntlet");
    app.footer(examples);
    app.set_version_flag("--version", version_text());
    app.require_subcommand(0, 1);
    int exit_code = 0;
    add_run(app, exit_code);
    add_selftest(app, exit_code);
    add_list(app, exit_code);
    add_explain(app, exit_code);
    add_brokers(app, exit_code);
    add_report(app, exit_code);
    add_pki(app, exit_code);
    add_packet(app, exit_code);
    add_reference(app, exit_code);
    add_serve(app, exit_code);
    add_fuzz(app, exit_code);
    add_replay(app, exit_code);
    add_promote(app, exit_code);
    add_diff(app, exit_code);
    add_trend(app, exit_code);
    add_merge(app, exit_code);
    add_baseline(app, exit_code);
    add_completion(app, exit_code);
    add_man(app, exit_code);
    name_values(app);
    // Not a subcommand: what follows is a command line that is not finished.
    if (argc > 1 && std::string_view(argv[1]) == "complete") {
        fmt::print("{}", candidates(app, {argv + 2, argv + argc}));
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        throw UsageError(one_line(error.what()) + " (gauntlet --help)");
    }
    if (app.get_subcommands().empty())
        throw UsageError(
            "say what to do: run, selftest, list, explain, brokers, report, diff, trend, merge, baseline, fuzz, "
            "replay, "
            "promote, pki, packet, serve, reference, completion or man (gauntlet --help)");
    return exit_code;
}

int fail(int exit_code, const std::exception& error) {
    fmt::print(stderr, "gauntlet: {}\n", error.what());
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse(argc, argv);
    } catch (const UsageError& error) {
        return fail(record::exit_bad_input, error);
    } catch (const core::BadInput& error) {
        return fail(record::exit_bad_input, error);
    } catch (const broker::BadInput& error) {
        return fail(record::exit_bad_input, error);
    } catch (const std::exception& error) {
        return fail(record::exit_infrastructure, error);
    }
}

}  // namespace gauntlet::cli

int main(int argc, char** argv) {
    return gauntlet::cli::main(argc, argv);
}
