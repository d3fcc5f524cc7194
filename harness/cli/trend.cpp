// gauntlet trend: verdicts over many records.
#include "gauntlet/record/trend.hpp"

#include <ostream>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/reports/changes.hpp"
#include "records.hpp"
#include "result_file.hpp"

namespace gauntlet::cli {

int trend(const TrendOptions& options) {
    check_format(options.format);
    std::vector<record::NamedRun> runs;
    for (const std::string& file : options.records)
        runs.push_back({file, record::read(file)});
    const record::Trend trend = record::trend(runs);
    write_result(options.out, [&](std::ostream& out) {
        if (options.format == "json")
            out << record::to_json(trend);
        else if (options.format == "markdown")
            reports::write_trend_markdown(out, trend);
        else
            reports::write_trend(out, trend);
    });
    return record::exit_as_expected;
}

}  // namespace gauntlet::cli
