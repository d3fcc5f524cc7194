// gauntlet man: the manual pages, from the same definitions as --help.
#pragma once

namespace CLI {
class App;
}

namespace gauntlet::cli {

// Adds the subcommand; its callback sets `exit_code`, which must live until the arguments are parsed, as must `app`.
void add_man(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
