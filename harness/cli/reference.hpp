// `gauntlet reference`: the reference broker, for people and as the adapter starts it.
#pragma once

namespace CLI {
class App;
}

namespace gauntlet::cli {

// Adds the subcommand; its callback sets `exit_code`, which must live until the arguments are parsed.
void add_reference(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
