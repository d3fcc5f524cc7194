// The report for a terminal: what went wrong first, each cell with everything that is needed to act on it. Of a
// self-test, a table of what came out otherwise than it must, and how many flaws were caught.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

struct ConsoleOptions {
    bool colour = false;      // ANSI SGR sequences
    bool verbose = false;     // every cell, not only those that ask for something
    std::size_t width = 100;  // columns at which prose is wrapped; ids, paths and commands stay whole
    std::string out;          // the run's folder; "": none is named
    record::Gate gate;
};

void write_console(std::ostream& out, const record::Run& run, const ConsoleOptions& options);

}  // namespace gauntlet::reports
