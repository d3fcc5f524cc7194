// gauntlet completion SHELL, and what its scripts ask the program while somebody types.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gauntlet::cli {

// Adds the subcommand; its callback sets `exit_code`, which must live until the arguments are parsed.
void add_completion(CLI::App& app, int& exit_code);

// What may stand in place of the last word, one a line: the text, and after a tab what it is about. ":files" and
// ":folders" stand for those that the shell finds. The words are those after the program's name; the last one is begun,
// or empty. `app` has every subcommand.
std::string candidates(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace gauntlet::cli
