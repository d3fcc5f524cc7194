#include "execution.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/html.hpp"
#include "gauntlet/reports/junit.hpp"
#include "out_folder.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include "usage.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

void write_file(const std::filesystem::path& path, const record::Run& run,
                void (*report)(std::ostream&, const record::Run&)) {
    std::ofstream file(path, std::ios::binary);
    report(file, run);
    if (!file.flush())
        throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace

void check_limits(unsigned jobs, double timeout, const std::string& out) {
    if (jobs == 0 || jobs > 256)
        throw UsageError(fmt::format("--jobs {}: must be 1 to 256", jobs));
    if (!std::isfinite(timeout) || timeout <= 0 || timeout > 3600)
        throw UsageError("--timeout: must be more than 0 and at most 3600 seconds");
    if (!out.empty())
        check_out_folder(out);
}

std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

int nothing_is_selected() {
    fmt::print(stderr, "gauntlet: nothing is selected; 'gauntlet list' names what there is\n");
    return under_ctest() ? record::exit_skipped : record::exit_nothing_ran;
}

int publish(record::Run run, const std::filesystem::path& out, const Result& result) {
    const record::Gate gate = record::gate(run, {.bad_input = {}, .ctest = under_ctest()});
    run.exit = gate.exit;
    record::write(run, out / "record.json");
    write_file(out / "junit.xml", run, reports::write_junit);
    write_file(out / "report.html", run, reports::write_html);
    const int descriptor = result.to_stderr ? STDERR_FILENO : STDOUT_FILENO;
    reports::write_console(result.to_stderr ? std::cerr : std::cout, run,
                           {.colour = wants_colour(descriptor),
                            .verbose = result.verbose,
                            .width = width_of(descriptor),
                            .out = out.string(),
                            .gate = gate});
    return run.exit;
}

int conclude(record::Run run, const std::filesystem::path& out, const Result& result) {
    run.tool = tool();
    return publish(std::move(run), out, result);
}

}  // namespace gauntlet::cli
