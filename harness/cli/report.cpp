// gauntlet report: reports from a record, offline.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "formats.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/record/judge.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

// Prints what changed; the exit code is the gate's of the new verdicts.
int rejudge(record::Run run, const ReportOptions& options) {
    const std::vector<record::Change> changes = record::rejudge(run);
    for (const record::Change& change : changes)
        fmt::print("{}: {} ({}) is now {} ({})\n", change.cell, to_string(change.before.verdict), change.before.reason,
                   to_string(change.after.verdict), change.after.reason);
    fmt::print("{} of {} cells changed\n", changes.size(), run.cells.size());
    run.exit = record::gate(run).exit;
    if (!options.out.empty())
        record::write(run, options.out);
    return run.exit;
}

}  // namespace

int report(const ReportOptions& options) {
    const Format& format = format_of(options.format);
    record::Run run = record::read(options.record);
    if (options.rejudge)
        return rejudge(std::move(run), options);
    const View view{.folder = std::filesystem::path(options.record).parent_path(),
                    .verbose = options.verbose,
                    .to_terminal = options.out.empty()};
    if (options.out.empty()) {
        format.write(std::cout, run, view);
        return 0;
    }
    std::ofstream file(options.out, std::ios::binary);
    if (file)
        format.write(file, run, view);
    if (!file.flush())
        throw UsageError(fmt::format("--out {}: the file cannot be written", options.out));
    return 0;
}

}  // namespace gauntlet::cli
