// Runs the built program on the reference broker and reads the record that it leaves.
#pragma once

#include <optional>
#include <string>

#include "gauntlet/record/run.hpp"
#include "program.hpp"

namespace gauntlet::tests {

struct ReferenceRun {
    Result result;
    std::optional<record::Run> record;  // nothing where none was written
};

// `flaws`: "", or names that commas part. `outside` is added to the environment, `arguments` to `run --broker
// reference`.
ReferenceRun run_reference(const std::string& flaws, const Arguments& arguments, const Environment& outside = {});

std::string line_of(const record::Cell& cell);

}  // namespace gauntlet::tests
