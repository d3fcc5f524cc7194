#include "reference.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gauntlet/reference/broker.hpp"
#include "gauntlet/reference/flaw_name.hpp"
#include "gauntlet/reference/settings_file.hpp"
#include "reference_profile.hpp"
#include "usage.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

struct Arguments {
    std::string config;
    std::vector<std::string> flaws;
    bool list_flaws = false;
    ReferenceProfile profile;
};

int print_flaws() {
    for (std::size_t i = 0; i < core::flaw_count; ++i) {
        const core::Flaw flaw = static_cast<core::Flaw>(i);
        fmt::print("{:<46} {} ({})\n", name_of(flaw), text_of(flaw).sentence, text_of(flaw).clause);
    }
    return 0;
}

void add_flaws(reference::Flaws& flaws, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const auto flaw = reference::flaw_named(name);
        if (!flaw)
            throw UsageError("--flaw: " + reference::unknown_flaw(name));
        flaws.add(*flaw);
    }
}

int serve(reference::Settings settings, const std::vector<std::string>& flaws) {
    add_flaws(settings.flaws, flaws);
    reference::Broker broker(std::move(settings));
    broker.run(tool().version);
    return 0;
}

int serve_profile(const Arguments& arguments) {
    reference::Flaws flaws;
    add_flaws(flaws, arguments.flaws);
    ProfileFiles files(arguments.profile);
    reference::Settings settings = files.settings();
    settings.flaws = flaws;
    reference::Broker broker(std::move(settings));
    fmt::print("{}", files.instructions(broker.ports()));
    std::fflush(stdout);
    broker.run(tool().version);
    return 0;
}

int run(const Arguments& arguments) {
    if (arguments.list_flaws)
        return print_flaws();
    if (arguments.config.empty())
        return serve_profile(arguments);
    return serve(reference::read_settings(arguments.config), arguments.flaws);
}

}  // namespace

void add_reference(CLI::App& app, int& exit_code) {
    CLI::App* command =
        app.add_subcommand("reference", "Run a correct MQTT broker until it is interrupted, or one with named flaws");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--flaw", arguments->flaws, "A flaw that it has; repeatable")->allow_extra_args(false);
    command->add_flag("--flaws", arguments->list_flaws, "List the flaws, with what each of them breaks");
    CLI::Option* config = command->add_option("--config", arguments->config, "Its settings, as a TOML file");
    const auto people = [config](CLI::Option* option) { option->excludes(config); };
    people(command->add_option("--profile", arguments->profile.name, "How it is set up")->capture_default_str());
    people(command->add_option("--port", arguments->profile.port, "Port of mqtts, and that of wss is the next; 0: any")
               ->capture_default_str());
    people(command->add_option("--pki", arguments->profile.pki, "Folder of 'gauntlet pki make' to serve from"));
    people(command->add_option("--out", arguments->profile.out,
                               "Folder that a PKI is made in, unless one is there (default: gauntlet-reference-pki)"));
    command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace gauntlet::cli
