// What the values of options are, in one table: --help and the man pages show it, and it is what a shell completes.
#pragma once

#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace gauntlet::cli {

// Gives each option that takes a value its name: FILE, DIR, BROKER, must|should|policy|observe … Call it when every
// subcommand is there.
void name_values(CLI::App& app);

// "" of a flag.
std::string value_name(const CLI::Option& option);
// Whether something follows it on the command line.
bool takes_value(const CLI::Option& option);
// "run --seed", "pki inspect file": the key of the table.
std::string table_key(const CLI::App& command, const CLI::Option& option);

}  // namespace gauntlet::cli
