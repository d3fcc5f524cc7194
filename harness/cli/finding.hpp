// `gauntlet replay` and `gauntlet promote`: what is done with a finding of a campaign.
#pragma once

#include <string>
#include <vector>

#include "options.hpp"

namespace CLI {
class App;
}

namespace gauntlet::cli {

struct ReplayOptions {
    std::string file;          // the reproducer, or the folder of the finding
    std::string broker;        // another one than it was found with
    ListenerOptions listener;  // or one that runs already
    std::vector<std::string> set;
    double timeout = 5;  // seconds
    std::string out;     // keeps the brokers' logs
};

struct PromoteOptions {
    std::string finding;
    std::string out;
    std::string id;
};

// Exit code 5 where an alarm came, 0 where none did, 3 where good sessions raised one too.
int replay(const ReplayOptions& options);
// Writes a file of one scenario below `out`, and says where.
int promote(const PromoteOptions& options);

// Add the subcommands; their callbacks set `exit_code`, which must live until the arguments are parsed.
void add_replay(CLI::App& app, int& exit_code);
void add_promote(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
