// What is made of records, offline: `gauntlet diff`, `trend`, `merge` and `baseline write`.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gauntlet::cli {

struct DiffOptions {
    std::string before;
    std::string after;
    std::string broker;  // OLD=NEW
    std::string format = "text";
    std::string out;
};

struct TrendOptions {
    std::vector<std::string> records;
    std::string format = "text";
    std::string out;
};

struct MergeOptions {
    std::vector<std::string> records;
    std::string out;  // a folder
    bool verbose = false;
};

struct BaselineOptions {
    std::string record;
    std::string out;
};

// Exit code 1 where a cell is worse than before, 3 where one is inconclusive now, 4 where nothing could be compared.
int diff(const DiffOptions& options);
int trend(const TrendOptions& options);
// Exits as the whole run would have.
int merge(const MergeOptions& options);
int baseline_write(const BaselineOptions& options);

// Of diff and trend: throws UsageError where there is no such format.
void check_format(const std::string& format);

// Add the subcommands; their callbacks set `exit_code`, which must live until the arguments are parsed.
void add_diff(CLI::App& app, int& exit_code);
void add_trend(CLI::App& app, int& exit_code);
void add_merge(CLI::App& app, int& exit_code);
void add_baseline(CLI::App& app, int& exit_code);

}  // namespace gauntlet::cli
