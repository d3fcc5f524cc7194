// Words of a command that a person copies into a shell.
#pragma once

#include <string>

namespace gauntlet::cli {

// As it is where the shell takes it so, else in single quotes.
std::string shell_word(const std::string& text);

}  // namespace gauntlet::cli
