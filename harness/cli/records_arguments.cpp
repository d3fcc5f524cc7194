#include <CLI/CLI.hpp>
#include <memory>

#include "records.hpp"

namespace gauntlet::cli {

void add_diff(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("diff", "Name what changed between two records; 1 where a cell is worse");
    const auto options = std::make_shared<DiffOptions>();
    command->add_option("old", options->before, "record.json of the run before")->required();
    command->add_option("new", options->after, "record.json of the run after")->required();
    command->add_option("--broker", options->broker,
                        "OLD=NEW: compare broker OLD of the first record with NEW of the second");
    command->add_option("--format", options->format, "text, markdown or json")->capture_default_str();
    command->add_option("--out", options->out, "File to write (default: standard output)");
    command->callback([options, &exit_code] { exit_code = diff(*options); });
}

void add_trend(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("trend", "Verdicts over many records, and the cells that changed");
    const auto options = std::make_shared<TrendOptions>();
    command->add_option("records", options->records, "record.json of each run, in any order")->required();
    command->add_option("--format", options->format, "text, markdown or json")->capture_default_str();
    command->add_option("--out", options->out, "File to write (default: standard output)");
    command->callback([options, &exit_code] { exit_code = trend(*options); });
}

void add_merge(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("merge", "Join the records of all shards of one run");
    const auto options = std::make_shared<MergeOptions>();
    command->add_option("records", options->records, "record.json of each shard, in any order")->required();
    command->add_option("--out", options->out, "Folder for the whole run; absent or empty")->required();
    command->add_flag("-v,--verbose", options->verbose, "Report every cell");
    command->callback([options, &exit_code] { exit_code = merge(*options); });
}

void add_baseline(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("baseline", "Known failures from a run");
    command->require_subcommand(1);
    CLI::App* write = command->add_subcommand("write", "Write the failures of a record as entries to be completed");
    const auto options = std::make_shared<BaselineOptions>();
    write->add_option("record", options->record, "A run's record.json")->required();
    write->add_option("--out", options->out, "File to write; it must not be there (default: standard output)");
    write->callback([options, &exit_code] { exit_code = baseline_write(*options); });
}

}  // namespace gauntlet::cli
