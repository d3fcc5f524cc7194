#include "reproduce.hpp"

#include <fmt/format.h>

#include "gauntlet/recipe/time.hpp"
#include "shell_word.hpp"
#include "subjects.hpp"

namespace gauntlet::cli {

namespace {

class Command {
  public:
    void flag(const char* name, bool set) {
        if (set)
            text_ += fmt::format(" {}", name);
    }
    void option(const char* name, const std::string& value) {
        if (!value.empty())
            text_ += fmt::format(" {} {}", name, shell_word(value));
    }
    std::string text() const { return text_; }

  private:
    std::string text_ = "gauntlet run";
};

void add_listener(Command& command, const ListenerOptions& listener) {
    command.option("--listener", listener.url);
    command.option("--profile", listener.profile);
    command.option("--ca", listener.ca);
    command.option("--cert", listener.cert);
    command.option("--key", listener.key);
    command.option("--client-ca", listener.client_ca);
    command.option("--client-ca-key", listener.client_ca_key);
    command.option("--username", listener.username);
    command.option("--password-file", listener.password_file);
    command.option("--pki", listener.pki);
    command.flag("--allow-remote", listener.allow_remote);
    command.flag("--allow-disruptive", listener.allow_disruptive);
}

// Of a configuration of the user's the name has the listener behind it.
void add_broker(Command& command, const RunOptions& options, const std::string& broker) {
    command.option("--broker", options.config.empty() ? broker : options.brokers.front());
    command.option("--config", options.config);
}

}  // namespace

std::string reproduce_command(const RunOptions& options, const PkiInputs& pki, const plan::PlannedCell& cell) {
    Command command;
    const std::string broker = cell.id.substr(0, cell.id.find('/'));
    if (options.listener.url.empty())
        add_broker(command, options, broker);
    else
        add_listener(command, options.listener);
    for (const std::string& entry : options.set)
        if (is_set_of(entry, broker))
            command.option("--set", entry);
    for (const std::string& folder : options.scenarios)
        command.option("--scenarios", folder);
    command.option("--select", cell.id);
    if (options.listener.pki.empty()) {
        command.option("--seed", fmt::format("{}", pki.seed));
        command.option("--now", recipe::format_rfc3339(pki.now));
    }
    if (options.timeout != RunOptions().timeout)
        command.option("--timeout", fmt::format("{}", options.timeout));
    return command.text();
}

}  // namespace gauntlet::cli
