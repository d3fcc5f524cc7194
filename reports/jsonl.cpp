#include "gauntlet/reports/jsonl.hpp"

#include <ostream>

#include "gauntlet/record/json.hpp"

namespace gauntlet::reports {

void write_jsonl(std::ostream& out, const record::Run& run) {
    for (const record::Cell& cell : run.cells)
        out << record::to_json_line(cell, *record::scenario_of(run, cell)) << '\n';
}

}  // namespace gauntlet::reports
