// What was made of several records: the difference of two, the trend of many; as text and as Markdown.
#pragma once

#include <iosfwd>

#include "gauntlet/record/diff.hpp"
#include "gauntlet/record/trend.hpp"

namespace gauntlet::reports {

void write_diff(std::ostream& out, const record::Diff& diff, const record::Run& before, const record::Run& after);
void write_diff_markdown(std::ostream& out, const record::Diff& diff, const record::Run& before,
                         const record::Run& after);

void write_trend(std::ostream& out, const record::Trend& trend);
void write_trend_markdown(std::ostream& out, const record::Trend& trend);

}  // namespace gauntlet::reports
