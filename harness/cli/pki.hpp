// `gauntlet pki make` and `gauntlet pki inspect`.
#pragma once

namespace CLI {
class App;
}

namespace gauntlet::cli {

// Adds the subcommand; its callback sets `exit_code`, which must live until the arguments are parsed.
void add_pki(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
