// gauntlet serve: a broker with its PKI, for people.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gauntlet::cli {

struct ServeOptions {
    std::string broker;
    std::string profile = "one-way";
    std::string transport = "mqtts";
    std::string seed;
    std::string now;
    std::string out;  // empty: a temporary folder
    std::vector<std::string> set;
};

// Runs until SIGINT or SIGTERM and returns 0. Throws UsageError, and std::runtime_error where the broker is not there,
// does not become ready, or ends by itself.
int serve(const ServeOptions& options);

void add_serve(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
