// gauntlet report: reports from a record, offline.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/record/judge.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/junit.hpp"
#include "terminal.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

void write(std::ostream& out, const record::Run& run, const ReportOptions& options) {
    if (options.format == "junit") {
        reports::write_junit(out, run);
        return;
    }
    const bool to_terminal = options.out.empty();
    reports::write_console(out, run,
                           {.colour = to_terminal && wants_colour(STDOUT_FILENO),
                            .verbose = options.verbose,
                            .width = to_terminal ? width_of(STDOUT_FILENO) : 100,
                            .out = {},
                            .gate = record::gate(run)});
}

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
    if (options.format != "console" && options.format != "junit")
        throw UsageError(fmt::format("--format {}: there is console and junit", options.format));
    record::Run run = record::read(options.record);
    if (options.rejudge)
        return rejudge(std::move(run), options);
    if (options.out.empty()) {
        write(std::cout, run, options);
        return 0;
    }
    std::ofstream file(options.out);
    if (file)
        write(file, run, options);
    if (!file.flush())
        throw UsageError(fmt::format("--out {}: the file cannot be written", options.out));
    return 0;
}

}  // namespace gauntlet::cli
