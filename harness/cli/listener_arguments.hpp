// The options that describe the user's own listener, for the subcommands that can talk to one.
#pragma once

#include "options.hpp"

namespace CLI {
class App;
}

namespace gauntlet::cli {

// --profile, with what it means here; what the listener's clients present and trust; --allow-remote.
void add_listener_options(CLI::App& command, ListenerOptions& options, const char* profile);

}  // namespace gauntlet::cli
