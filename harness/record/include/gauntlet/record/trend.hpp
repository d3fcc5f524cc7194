// How the verdicts went over many runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

// One run.
struct Point {
    std::string file;  // as the user named it
    const Run* run = nullptr;
    Totals totals;
};

// A cell whose verdict is not the same in all runs that have it.
struct Course {
    std::string cell;                                    // its id
    std::vector<std::optional<core::Verdict>> verdicts;  // one for each run; nothing: the run has no such cell
};

struct Trend {
    std::vector<Point> points;  // by start
    std::vector<Course> courses;
};

struct NamedRun {
    std::string file;
    Run run;
};

// Points into `runs`. Unsupported and skipped are verdicts here: a check that stopped running is a change.
Trend trend(const std::vector<NamedRun>& runs);

// JSON (docs/schema/trend.schema.json).
std::string to_json(const Trend& trend);

}  // namespace gauntlet::record
