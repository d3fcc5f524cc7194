#include "value_names.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

namespace gauntlet::cli {

namespace {

struct Named {
    std::string_view option;  // of every command, or "COMMAND OPTION" where one differs
    std::string_view value;
};

constexpr std::array table{
    Named{"--broker", "BROKER"},
    Named{"--ca", "FILE"},
    Named{"--cert", "FILE"},
    Named{"--client-ca", "FILE"},
    Named{"--client-ca-key", "FILE"},
    Named{"--config", "FILE"},
    Named{"--fail-on", "fail|weak"},
    Named{"--flaw", "FLAW"},
    Named{"--format", "text|markdown|json"},
    Named{"--from", "client|server"},
    Named{"--id", "FAMILY/NAME"},
    Named{"--into", "DIR"},
    Named{"--jobs", "N"},
    Named{"--jsonl", "FILE"},
    Named{"--key", "FILE"},
    Named{"--known", "FILE"},
    Named{"--level", "must|should|policy|observe"},
    Named{"--listener", "URL"},
    Named{"--mqtt", "3.1|3.1.1|5.0"},
    Named{"--now", "TIME"},
    Named{"--out", "DIR"},
    Named{"baseline write --out", "FILE"},
    Named{"diff --out", "FILE"},
    Named{"report --format", "console|html|junit|sarif|markdown|github|tap|jsonl"},
    Named{"report --out", "FILE"},
    Named{"trend --out", "FILE"},
    Named{"--password-file", "FILE"},
    Named{"--pki", "DIR"},
    Named{"--plane", "packets|sequences|connections|unauthenticated|frames"},
    Named{"--port", "N"},
    Named{"--profile", "PROFILE"},
    Named{"--rate", "N"},
    Named{"--resume", "DIR"},
    Named{"--scenarios", "DIR"},
    Named{"--seed", "N"},
    Named{"--select", "GLOB"},
    Named{"--sessions", "N"},
    Named{"--set", "ADAPTER.KEY=VALUE"},
    Named{"--shard", "I/N"},
    Named{"--time", "TIME"},
    Named{"--timeout", "SECONDS"},
    Named{"--transport", "mqtt|mqtts|ws|wss"},
    Named{"--username", "NAME"},
    Named{"--warn-days", "N"},
    Named{"baseline write record", "FILE"},
    Named{"brokers install name", "BROKER"},
    Named{"brokers remove name", "BROKER"},
    Named{"completion shell", "bash|zsh|fish"},
    Named{"diff --broker", "OLD=NEW"},
    Named{"diff new", "FILE"},
    Named{"diff old", "FILE"},
    Named{"explain id", "SCENARIO"},
    Named{"man command", "COMMAND"},
    Named{"merge records", "FILE"},
    Named{"pki inspect target", "FILE"},
    Named{"promote finding", "FILE"},
    Named{"replay file", "FILE"},
    Named{"report record", "FILE"},
    Named{"serve broker", "BROKER"},
    Named{"trend records", "FILE"},
};

std::string_view value_of(const std::string& key) {
    for (const Named& named : table)
        if (named.option == key)
            return named.value;
    return {};
}

void name_values_of(CLI::App& command) {
    for (CLI::Option* option : command.get_options([](const CLI::Option* o) { return takes_value(*o); })) {
        std::string_view value = value_of(table_key(command, *option));
        if (value.empty() && !option->get_lnames().empty())
            value = value_of("--" + option->get_lnames().front());
        if (!value.empty())
            option->type_name(std::string(value));
    }
    for (CLI::App* below : command.get_subcommands([](CLI::App*) { return true; }))
        name_values_of(*below);
}

}  // namespace

bool takes_value(const CLI::Option& option) {
    return option.get_type_size_max() > 0;
}

std::string value_name(const CLI::Option& option) {
    return takes_value(option) ? option.get_type_name() : std::string();
}

std::string table_key(const CLI::App& command, const CLI::Option& option) {
    std::string key = option.get_lnames().empty() ? option.get_name(true) : "--" + option.get_lnames().front();
    for (const CLI::App* at = &command; at->get_parent() != nullptr; at = at->get_parent())
        key = at->get_name() + " " + key;
    return key;
}

void name_values(CLI::App& app) {
    name_values_of(app);
}

}  // namespace gauntlet::cli
