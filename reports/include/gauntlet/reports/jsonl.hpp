// JSON Lines: each cell of the record on a line of its own, as docs/schema/record.schema.json has it.
#pragma once

#include <iosfwd>

#include "gauntlet/record/run.hpp"

namespace gauntlet::reports {

void write_jsonl(std::ostream& out, const record::Run& run);

}  // namespace gauntlet::reports
